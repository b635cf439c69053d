/** The real clock; the only file that reads the time of the machine. */
import type { Clock } from './engine/ports';

/** Wall and monotonic time of this computer. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicSeconds: () => performance.now() / 1000,
  sleep(seconds, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted === true || seconds <= 0) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, seconds * 1000);
      signal?.addEventListener('abort', done, { once: true });
    });
  },
};
