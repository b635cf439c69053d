/** `simulate nanonis`: serves the simulated film through the protocol of a Nanonis until it is interrupted. */
import { ConsoleError } from '../../src-shared/errors';
import { systemClock } from '../clock';
import { FAULT_KINDS, type Fault, type FaultKind } from '../instrument/nanonis/simulator/faults';
import type { PlantSpeed } from '../instrument/nanonis/simulator/plant';
import { isCommand, startNanonisSimulator } from '../instrument/nanonis/simulator/server';
import { oneOf, readOptions, realNumber, UsageError, wholeNumber } from './usage';

const OPTIONS = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '6501' },
  pixels: { type: 'string', default: '128' },
  seed: { type: 'string', default: '1' },
  speed: { type: 'string', default: '1' },
  fault: { type: 'string', multiple: true, default: [] as string[] },
} as const;

/** Room for the other three ports. */
const LAST_PORT = 65_532;

/** Runs until Ctrl-C. Rejects with `instrument/offline` where a port is taken. */
export async function simulateCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, 1);
  oneOf('instrument', positionals[0] ?? '', ['nanonis']);
  const { host } = values;
  const port = wholeNumber('port', values.port, 1, LAST_PORT);
  const pixels = Number(oneOf('pixels', values.pixels, ['128', '256']));
  const filmSeed = wholeNumber('seed', values.seed, 0, 0xffffffff);
  const speed: PlantSpeed = values.speed === 'max' ? 'max' : realNumber('speed', values.speed, 0.1, 1000);
  const faults = values.fault.map(readFault);
  const options = { host, port, pixels, filmSeed, speed, faults, clock: systemClock };
  const simulator = await startNanonisSimulator(options).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsoleError(
      {
        code: 'instrument/offline',
        message: `The simulator cannot listen: ${reason}.`,
        hint: 'Choose another --port.',
      },
      cause,
    );
  });
  const [first, last] = [simulator.ports[0]!, simulator.ports.at(-1)!];
  process.stdout.write(`Nanonis simulator on ${host}, ports ${first} to ${last}. Ctrl-C ends it.\n`);
  await interrupted();
  await simulator.close();
  return 0;
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
