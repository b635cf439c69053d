/** A clock for tests: time stands still unless something sleeps, and then moves a little in each turn of the event loop. */
import type { Clock } from '../engine/ports';

const TURN_SECONDS = 0.01;

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock at second 0 on which hours pass in milliseconds, in the same order every time. */
export function createTurnClock(): Clock {
  let seconds = 0;
  let turning = false;
  const sleepers = new Set<Sleeper>();
  const turn = (): void => {
    const next = Math.min(...[...sleepers].map((sleeper) => sleeper.due));
    seconds = Math.min(Math.max(next, seconds), seconds + TURN_SECONDS);
    for (const sleeper of [...sleepers]) if (sleeper.due <= seconds) sleeper.wake();
    turning = sleepers.size > 0;
    if (turning) setImmediate(turn);
  };
  return {
    now: () => seconds * 1000,
    monotonicSeconds: () => seconds,
    sleep(duration, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const sleeper = {
          due: seconds + duration,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
        if (!turning) setImmediate(turn);
        turning = true;
      });
    },
  };
}
