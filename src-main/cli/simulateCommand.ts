/** `simulate nanonis|meter`: serves the simulated film, or a source-meter on a diode, until it is interrupted. */
import { ConsoleError } from '../../src-shared/errors';
import { systemClock } from '../clock';
import { classCurrent } from '../instrument/simulator/curve';
import { startSimulatedMeter } from '../instrument/sourceMeter/simulatedMeter';
import { FAULT_KINDS, type Fault, type FaultKind } from '../instrument/nanonis/simulator/faults';
import type { PlantSpeed } from '../instrument/nanonis/simulator/plant';
import { isCommand, startNanonisSimulator } from '../instrument/nanonis/simulator/server';
import { oneOf, readOptions, realNumber, UsageError, wholeNumber } from './usage';

const OPTIONS = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string' },
  pixels: { type: 'string', default: '128' },
  seed: { type: 'string', default: '1' },
  speed: { type: 'string', default: '1' },
  fault: { type: 'string', multiple: true, default: [] as string[] },
} as const;

/** Where the real ones listen. */
const PORTS = { nanonis: '6501', meter: '5025' } as const;

interface NanonisWords {
  readonly host: string;
  readonly pixels: string;
  readonly seed: string;
  readonly speed: string;
  readonly fault: readonly string[];
}

/** Room for the other three ports. */
const LAST_PORT = 65_532;

/** Runs until Ctrl-C. Rejects with `instrument/offline` where a port is taken. */
export async function simulateCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, 1);
  const kind = oneOf('instrument', positionals[0] ?? '', ['nanonis', 'meter']);
  const port = wholeNumber('port', values.port ?? PORTS[kind], 1, LAST_PORT);
  return kind === 'meter' ? simulateMeter(port) : simulateNanonis(port, values);
}

async function simulateMeter(port: number): Promise<number> {
  const current = (volts: number): number => classCurrent('club', volts, true);
  const meter = await startSimulatedMeter(current, systemClock, port).catch(cannotListen);
  process.stdout.write(`Source-meter simulator on 127.0.0.1, port ${meter.port}. Ctrl-C ends it.\n`);
  await interrupted();
  await meter.close();
  return 0;
}

async function simulateNanonis(port: number, values: NanonisWords): Promise<number> {
  const { host } = values;
  const pixels = Number(oneOf('pixels', values.pixels, ['128', '256']));
  const filmSeed = wholeNumber('seed', values.seed, 0, 0xffffffff);
  const speed: PlantSpeed = values.speed === 'max' ? 'max' : realNumber('speed', values.speed, 0.1, 1000);
  const faults = values.fault.map(readFault);
  const options = { host, port, pixels, filmSeed, speed, faults, clock: systemClock };
  const simulator = await startNanonisSimulator(options).catch(cannotListen);
  const [first, last] = [simulator.ports[0]!, simulator.ports.at(-1)!];
  process.stdout.write(`Nanonis simulator on ${host}, ports ${first} to ${last}. Ctrl-C ends it.\n`);
  await interrupted();
  await simulator.close();
  return 0;
}

function cannotListen(cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new ConsoleError(
    {
      code: 'instrument/offline',
      message: `The simulator cannot listen: ${reason}.`,
      hint: 'Choose another --port.',
    },
    cause,
  );
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

/** `BiasSpectr.Start:close@2` */
function readFault(text: string): Fault {
  const [, command = '', kind = '', call] = /^([^:@]+):([^@]+)(?:@(\d+))?$/.exec(text) ?? [];
  if (!isCommand(command)) throw new UsageError(`--fault names a command of the protocol first, not "${text}".`);
  const known: FaultKind = oneOf('fault', kind, FAULT_KINDS);
  return call === undefined ? { command, kind: known } : { command, kind: known, call: Number(call) };
}
