/** A clock that stands still until it is told to move, for tests of anything that waits. */
import type { Clock } from '../engine/ports';

export interface FakeClock extends Clock {
  /** Moves time on and lets everything that became due run, in order. */
  advance(seconds: number): Promise<void>;
}

/** A clock that begins on a fixed day. */
export function createFakeClock(): FakeClock {
  let seconds = 0;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    now: () => Date.UTC(2026, 0, 5, 9) + seconds * 1000,
    monotonicSeconds: () => seconds,
    sleep(duration, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const sleeper = { until: seconds + duration, wake };
        function wake(): void {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        }
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
      });
    },
    async advance(duration) {
      await settle();
      const end = seconds + duration;
      for (;;) {
        const due = [...sleepers].filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0];
        if (due === undefined) break;
        seconds = Math.max(seconds, due.until);
        due.wake();
        await settle();
      }
      seconds = end;
    },
  };
}

/** Lets all promises that can settle without time settle. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
