/** One operation at a time, on the time of an instrument: started, stopped, waited for. Drivers share it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ConsoleError } from '../../src-shared/errors';
import type { Clock } from '../engine/ports';

/** How many times faster than the real thing; `max` leaves out every wait. */
export type TurnSpeed = number | 'max';

export type TurnName = 'connect' | 'move' | 'scan' | 'sweep';

/** An operation that goes on. */
export interface Turn {
  readonly name: TurnName;
  /** It has been told to end, by its caller or by a stop. */
  readonly stopped: () => boolean;
  /** Share of the present wait that is over, 0 to 1; 0 where waits are left out. */
  readonly progress: () => number;
  /** Waits for so many seconds of the instrument; throws `instrument/aborted` once it has been told to end. */
  readonly pass: (seconds: number) => Promise<void>;
}

export interface Turns {
  current(): Turn | undefined;
  /** Runs one operation; refuses with `instrument/fault` while another runs and `instrument/aborted` after an abort. */
  take<T>(name: TurnName, signal: AbortSignal, work: (turn: Turn) => Promise<T>): Promise<T>;
  /** Tells the present operation to end and resolves when it has. */
  stop(): Promise<void>;
}

/** Timers are not finer than this, in seconds. */
const SHORTEST_WAIT = 0.002;

/** The turns of one instrument; `instrument` is what messages call it. */
export function createTurns(instrument: string, clock: Clock, speed: TurnSpeed): Turns {
  let current: { readonly turn: Turn; readonly stopper: AbortController; readonly ended: Promise<void> } | undefined;

  function begin(name: TurnName, stopper: AbortController): Turn {
    let due = clock.monotonicSeconds();
    let began = due;
    let lasts = 0;
    return {
      name,
      stopped: () => stopper.signal.aborted,
      progress: () => (lasts > 0 ? Math.min((clock.monotonicSeconds() - began) / lasts, 1) : 0),
      async pass(seconds) {
        began = clock.monotonicSeconds();
        lasts = speed === 'max' ? 0 : seconds / speed;
        due += lasts; // against a plan, so that short waits do not add up to a delay
        const ahead = due - began;
        if (ahead > SHORTEST_WAIT) await clock.sleep(ahead, stopper.signal);
        else await nextTurn();
        if (stopper.signal.aborted) throw aborted(name);
      },
    };
  }

  return {
    current: () => current?.turn,
    async take(name, signal, work) {
      if (current !== undefined)
        throw new ConsoleError({
          code: 'instrument/fault',
          message: `The ${instrument} is busy with a ${current.turn.name}; the ${name} was refused.`,
          hint: 'Wait for it to end or stop it first.',
        });
      if (signal.aborted) throw aborted(name);
      const stopper = new AbortController();
      const stop = (): void => stopper.abort();
      let end = (): void => undefined;
      const ended = new Promise<void>((resolve) => (end = resolve));
      const turn = begin(name, stopper);
      signal.addEventListener('abort', stop, { once: true });
      current = { turn, stopper, ended };
      try {
        return await work(turn);
      } finally {
        signal.removeEventListener('abort', stop);
        current = undefined;
        end();
      }
    },
    async stop() {
      current?.stopper.abort();
      await current?.ended;
    },
  };
}

function aborted(name: TurnName): ConsoleError {
  return new ConsoleError({ code: 'instrument/aborted', message: `The ${name} was aborted.` });
}
