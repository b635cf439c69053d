/**
 * A Nanonis for tests and demonstrations: the simulated film behind the TCP protocol, with its rules. Four ports, one client
 * each; a connection carries out one command at a time, in order; connections do not wait for each other.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { toWire } from '../../../../src-shared/errors';
import { COMMANDS, layoutOf, type CommandName } from '../commands';
import { decodeFields, encodeFields, FieldProblem, type Field, type Values } from '../fields';
import { encodeReply, takeMessage, type Message } from '../message';
import { faultPlan, type Fault, type FaultKind } from './faults';
import { createHandlers } from './handlers';
import { createMicroscope } from './microscope';
import { createPlant, type PlantSetup } from './plant';
import { Refusal } from './refusal';
import { createScan } from './scan';
import { createSpectroscopy } from './spectroscopy';

const PORTS = 4;
const DEFAULT_RELEASE = 14_718;
const LEAVE_SECONDS = 0.1;

export interface SimulatorOptions extends PlantSetup {
  readonly host: string;
  /** The first of four ports; 0 takes any four that are free. */
  readonly port: number;
  readonly faults?: readonly Fault[];
  /** Release that it says to be of. */
  readonly release?: number;
}

export interface NanonisSimulator {
  readonly host: string;
  readonly ports: readonly number[];
  close(): Promise<void>;
}

/** Starts the simulator. Rejects with the system's error where a port is taken. */
export async function startNanonisSimulator(options: SimulatorOptions): Promise<NanonisSimulator> {
  const microscope = createMicroscope(createPlant(options));
  const handlers = createHandlers({
    microscope,
    scan: createScan(microscope),
    spectroscopy: createSpectroscopy(microscope),
    clock: options.clock,
    release: options.release ?? DEFAULT_RELEASE,
  });
  const strike = faultPlan(options.faults ?? []);
  const perform: Perform = async (name, args) => {
    const handler = handlers[name] as (...args: Values<readonly Field[]>) => Values<readonly Field[]>;
    return handler(...args);
  };
  const safeTip = (): void => microscope.z.safeTip();
  const listening: { readonly server: Server; readonly clients: Set<Socket> }[] = [];
  for (let i = 0; i < PORTS; i++) {
    const clients = new Set<Socket>();
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      void (async () => {
        // Whoever has just left may not be quite gone yet.
        if (clients.size > 0) await options.clock.sleep(LEAVE_SECONDS);
        if (clients.size > 0) return void socket.destroy();
        clients.add(socket);
        socket.on('end', () => socket.destroy());
        socket.on('close', () => clients.delete(socket));
        attend(socket, perform, strike, safeTip);
      })();
    });
    listening.push({ server, clients });
    await listen(server, options.host, options.port === 0 ? 0 : options.port + i);
  }
  return {
    host: options.host,
    ports: listening.map(({ server }) => (server.address() as AddressInfo).port),
    async close() {
      for (const { server, clients } of listening) {
        for (const client of clients) client.destroy();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      }
    },
  };
}

type Perform = (name: CommandName, args: Values<readonly Field[]>) => Promise<Values<readonly Field[]>>;

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

/** Serves one client: commands in their order, each after the one before has been answered. */
function attend(
  socket: Socket,
  perform: Perform,
  strike: (command: string) => FaultKind | undefined,
  safeTip: () => void,
): void {
  let received: Buffer = Buffer.alloc(0);
  let last: Promise<void> = Promise.resolve();
  const serve = async (message: Message): Promise<void> => {
    const fault = strike(message.name);
    if (fault === 'close') return void socket.destroy();
    if (fault === 'safe-tip') safeTip();
    const answer = await answerTo(message, perform, fault);
    if (fault !== 'silent' && !socket.destroyed) await send(socket, answer, fault);
  };
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    try {
      for (let taken = takeMessage(received); taken !== undefined; taken = takeMessage(received)) {
        received = taken.rest;
        const { message } = taken;
        last = last.then(() => serve(message));
      }
    } catch {
      socket.destroy(); // no message of the protocol
    }
  });
}

async function answerTo({ name, body }: Message, perform: Perform, fault: FaultKind | undefined): Promise<Buffer> {
  const layout = layoutOf(name);
  if (layout === undefined) return encodeReply(name, Buffer.alloc(0), `Unknown command ${name}`);
  try {
    const { values } = decodeFields(layout.request, body);
    if (fault === 'error') throw new Refusal('Injected error');
    const results = encodeFields<readonly Field[]>(layout.reply, await perform(name as CommandName, values));
    const reply = encodeReply(name, results, fault === 'error-with-results' ? 'Injected error' : '');
    return fault === 'rename' ? renamed(reply) : reply;
  } catch (error) {
    if (error instanceof Refusal || error instanceof FieldProblem)
      return encodeReply(name, Buffer.alloc(0), error.message);
    return encodeReply(name, Buffer.alloc(0), `Internal error: ${toWire(error).message}`);
  }
}

function renamed(reply: Buffer): Buffer {
  const other: CommandName = 'Util.VersionGet';
  return Buffer.concat([Buffer.from(other.padEnd(32, '\0'), 'latin1'), reply.subarray(32)]);
}

async function send(socket: Socket, answer: Buffer, fault: FaultKind | undefined): Promise<void> {
  if (fault === 'truncate') {
    // The header claims what it should; half of the body is another message's worth of nothing.
    const cut = answer.subarray(0, 40 + Math.floor((answer.length - 40) / 2));
    const header = Buffer.from(cut);
    header.writeInt32BE(cut.length - 40, 32);
    socket.write(header);
    return;
  }
  if (fault !== 'split') return void socket.write(answer);
  for (const byte of answer) {
    if (socket.destroyed) return;
    await new Promise<void>((resolve) => socket.write(Buffer.of(byte), () => resolve()));
  }
}

/** Whether a word names a command that the simulator serves. */
export function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}
