/**
 * A source-meter in software that answers the commands of a Keithley 2450 over TCP as the instrument does: values are
 * checked, errors queue up, the sweep takes its time and goes on by itself.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../engine/ports';

const IDENTITY = 'KEITHLEY INSTRUMENTS,MODEL 2450,SIMULATED,1.7.12b';
const LIMIT_RANGE: readonly [number, number] = [1e-9, 1.05];

export interface SimulatedMeter {
  readonly port: number;
  /** Bias at the sample now, volts; 0 while the output is off. */
  biasVolts(): number;
  readonly outputOn: () => boolean;
  /** From now on nothing is answered, or the next sweep fails. */
  misbehave(how: 'silent' | 'failSweep'): void;
  dropAll(): void;
  close(): Promise<void>;
}

interface MeterState {
  output: boolean;
  level: number;
  limit: number;
  list: number[];
  delay: number;
  readings: [number, number][];
  sweep: 'IDLE' | 'RUNNING' | 'ABORTED' | 'FAILED';
  errors: string[];
  silent: boolean;
  failNext: boolean;
  abort: AbortController;
}

/** Serves on a port of this machine (a free one for 0). `current` is what the sample lets through, amperes for volts. */
export async function startSimulatedMeter(
  current: (volts: number) => number,
  clock: Clock,
  port = 0,
): Promise<SimulatedMeter> {
  const state: MeterState = {
    output: false,
    level: 0,
    limit: 1e-4,
    list: [],
    delay: 0,
    readings: [],
    sweep: 'IDLE',
    errors: [],
    silent: false,
    failNext: false,
    abort: new AbortController(),
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => sockets.delete(socket));
    socket.setEncoding('latin1');
    let text = '';
    socket.on('data', (chunk: string) => {
      text += chunk;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const answer = obey(state, line.trim(), current, clock);
        if (answer !== undefined && !state.silent && !socket.destroyed) socket.write(`${answer}\n`);
      }
    });
  });
  await listen(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    biasVolts: () => (state.output ? state.level : 0),
    outputOn: () => state.output,
    misbehave: (how) => {
      if (how === 'silent') state.silent = true;
      else state.failNext = true;
    },
    dropAll: () => sockets.forEach((socket) => socket.destroy()),
    close: () => {
      state.abort.abort();
      sockets.forEach((socket) => socket.destroy());
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
}

/** Does one command; gives the answer of a query. */
function obey(state: MeterState, line: string, current: (volts: number) => number, clock: Clock): string | undefined {
  const [, head = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  switch (head.toUpperCase()) {
    case '*IDN?':
      return IDENTITY;
    case '*RST':
      Object.assign(state, { output: false, level: 0, limit: 1e-4, list: [], sweep: 'IDLE' });
      return undefined;
    case '*CLS':
    case ':SYST:CLE':
      state.errors = [];
      return undefined;
    case ':SYST:ERR?':
      return state.errors.shift() ?? '0,"No error"';
    case ':ABOR':
      state.abort.abort();
      if (state.sweep === 'RUNNING') state.sweep = 'ABORTED';
      return undefined;
    case ':OUTP':
      state.output = /^(ON|1)$/i.test(rest);
      return undefined;
    case ':OUTP?':
      return state.output ? '1' : '0';
    case ':INIT':
      void runSweep(state, current, clock);
      return undefined;
    case ':TRIG:STAT?':
      return `${state.sweep};${state.sweep};1`;
    case ':TRAC:CLE':
      state.readings = [];
      return undefined;
    case ':TRAC:DATA?':
      return state.readings.flat().map(String).join(',');
    case ':SOUR:FUNC':
    case ':SENS:FUNC':
    case ':SENS:CURR:RANG:AUTO':
    case ':SOUR:VOLT:RANG':
      return undefined;
    default:
      return obeySource(state, head.toUpperCase(), rest);
  }
}

function obeySource(state: MeterState, head: string, rest: string): string | undefined {
  const numbers = rest.split(',').map(Number);
  switch (head) {
    case ':SOUR:VOLT':
      if (Number.isFinite(numbers[0])) state.level = numbers[0]!;
      return undefined;
    case ':SOUR:VOLT?':
      return String(state.level);
    case ':SOUR:VOLT:ILIM':
      if (numbers[0]! >= LIMIT_RANGE[0] && numbers[0]! <= LIMIT_RANGE[1]) state.limit = numbers[0]!;
      else state.errors.push('-222,"Parameter data out of range"');
      return undefined;
    case ':SOUR:VOLT:ILIM?':
      return state.limit.toExponential(6);
    case ':SOUR:LIST:VOLT':
    case ':SOUR:LIST:VOLT:APP':
      if (numbers.length > 100 || numbers.some((value) => !Number.isFinite(value)))
        state.errors.push('-223,"Too much data"');
      else state.list = head.endsWith('APP') ? [...state.list, ...numbers] : numbers;
      return undefined;
    case ':SOUR:LIST:VOLT:POIN?':
      return String(state.list.length);
    case ':SOUR:SWE:VOLT:LIST':
      state.delay = numbers[1] ?? 0;
      return undefined;
    default:
      state.errors.push(`-113,"Undefined header; ${head}"`);
      return head.endsWith('?') ? '' : undefined;
  }
}

async function runSweep(state: MeterState, current: (volts: number) => number, clock: Clock): Promise<void> {
  if (state.failNext) {
    state.failNext = false;
    state.sweep = 'FAILED';
    return;
  }
  state.sweep = 'RUNNING';
  const abort = new AbortController();
  state.abort = abort;
  const began = clock.monotonicSeconds();
  for (const [i, volts] of state.list.entries()) {
    const ahead = began + (i + 1) * state.delay - clock.monotonicSeconds();
    state.level = volts;
    if (ahead > 0.002) await clock.sleep(ahead, abort.signal);
    if (abort.signal.aborted) return;
    const free = state.output ? current(volts) : 0;
    state.readings.push([volts, Math.sign(free) * Math.min(Math.abs(free), state.limit)]);
  }
  state.sweep = 'IDLE';
}
