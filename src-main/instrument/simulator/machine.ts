/** The state of the simulated instrument and the rule that only one operation runs at a time. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ConsoleError } from '../../../src-shared/errors';
import type { SamplePoint } from '../../../src-shared/geometry';
import { samplePoint } from '../../../src-shared/geometry';
import type { Random } from '../../numerics/random';
import type { Clock } from '../../engine/ports';
import type { Film } from './film';
import type { Imperfections } from './imperfections';
import type { Tip } from './tip';

/** Waits shorter than this are left to the next one, because timers are not that fine. */
const SHORTEST_WAIT_SECONDS = 0.002;

/** How many times faster than the real thing; `max` leaves out every wait. */
export type Speed = number | 'max';

export type OperationName = 'connect' | 'move' | 'scan' | 'sweep';

/** What runs now. */
export interface Operation {
  readonly name: OperationName;
  /** Fires when the caller or a stop ends it. */
  readonly signal: AbortSignal;
  readonly stop: () => void;
  /** Resolves once it has ended, however it ended. */
  readonly ended: Promise<void>;
  /** Waits for so many seconds of the instrument; throws `instrument/aborted` once the signal has fired. */
  readonly pass: (seconds: number) => Promise<void>;
  /** Where the tip is and which bias is on the sample while it runs. The tip stays where this leaves it. */
  live: { readonly position?: () => SamplePoint; readonly biasVolts?: () => number };
}

/** The whole instrument: what it is made of, and what changes. Only the driver of this folder holds one. */
export interface Machine {
  readonly film: Film;
  readonly clock: Clock;
  readonly speed: Speed;
  readonly imperfections: Imperfections;
  /** Displacement of the sample at an instrument time. */
  readonly drift: (seconds: number) => SamplePoint;
  readonly streams: { readonly root: Random; readonly readback: Random; readonly status: Random };
  online: boolean;
  engaged: boolean;
  /** Where the tip was sent. */
  at: SamplePoint;
  /** Seconds that the instrument has worked. Idle time does not count, so that a run repeats whatever the pauses. */
  seconds: number;
  tip: Tip;
  frames: number;
  sweeps: number;
  /** Sweeps so far by pixel of the film. */
  readonly visits: Map<number, number>;
  operation: Operation | undefined;
}

/** Runs one operation of a connected instrument. Refuses while offline, while another runs and after an abort. */
export async function operate<T>(
  machine: Machine,
  name: OperationName,
  signal: AbortSignal,
  work: (operation: Operation) => Promise<T>,
): Promise<T> {
  if (!machine.online && name !== 'connect')
    throw new ConsoleError({
      code: 'instrument/offline',
      message: `The simulator is not connected; the ${name} was refused.`,
      hint: 'Connect first.',
    });
  if (machine.operation)
    throw new ConsoleError({
      code: 'instrument/fault',
      message: `The simulator is busy with a ${machine.operation.name}; the ${name} was refused.`,
      hint: 'Wait for it to end or stop it first.',
    });
  if (signal.aborted) throw aborted(name);
  return occupy(machine, name, signal, work);
}

async function occupy<T>(
  machine: Machine,
  name: OperationName,
  signal: AbortSignal,
  work: (operation: Operation) => Promise<T>,
): Promise<T> {
  const stopper = new AbortController();
  const stop = (): void => {
    stopper.abort();
  };
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const pass = schedule(machine, name, stopper.signal);
  const operation: Operation = { name, signal: stopper.signal, stop, ended, pass, live: {} };
  signal.addEventListener('abort', stop, { once: true });
  machine.operation = operation;
  try {
    return await work(operation);
  } finally {
    signal.removeEventListener('abort', stop);
    machine.at = operation.live.position?.() ?? machine.at;
    machine.operation = undefined;
    end();
  }
}

/** Stops what runs, if anything does, and waits until it has ended. The bias is 0 V as soon as this is called. */
export async function stopOperation(machine: Machine): Promise<void> {
  machine.operation?.stop();
  await machine.operation?.ended;
}

/** Share of an operation of `seconds` that is over; 0 to 1. Call at its start, then the result at any time. */
export function startProgress({ clock, speed }: Machine, seconds: number): () => number {
  const start = clock.monotonicSeconds();
  if (speed === 'max') return () => 0;
  return () => Math.min(((clock.monotonicSeconds() - start) * speed) / seconds, 1);
}

/** Where on the film the tip really is when the position sensors say `at`. */
export function placeOnFilm(machine: Machine, at: SamplePoint): SamplePoint {
  const drift = machine.drift(machine.seconds);
  const { offset } = machine.tip;
  return samplePoint(at.xMetres + drift.xMetres + offset.xMetres, at.yMetres + drift.yMetres + offset.yMetres);
}

/** Waits against a plan, so that short waits do not add up to a delay; with `max` only other work gets its turn. */
function schedule({ clock, speed }: Machine, name: OperationName, signal: AbortSignal): Operation['pass'] {
  let due = clock.monotonicSeconds();
  return async (seconds) => {
    if (speed !== 'max') due += seconds / speed;
    const ahead = due - clock.monotonicSeconds();
    if (speed !== 'max' && ahead > SHORTEST_WAIT_SECONDS) await clock.sleep(ahead, signal);
    else await nextTurn();
    if (signal.aborted) throw aborted(name);
  };
}

function aborted(name: OperationName): ConsoleError {
  return new ConsoleError({ code: 'instrument/aborted', message: `The ${name} was aborted.` });
}
