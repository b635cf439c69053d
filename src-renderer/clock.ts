/** The window's sense of time. Nothing is decided by it: it only says how long ago something was and how far a countdown is. */
import { useCallback, useSyncExternalStore } from 'react';

/** Wall time in milliseconds since 1970, the same clock that the main process writes into `since`, `endsAt` and `readAt`. */
function wallMillis(): number {
  // eslint-disable-next-line no-restricted-syntax -- the clock port lives in the other process; this is the window's only reading
  return Date.now();
}

/** The wall time, renewed every `periodMillis`, rounded down to whole periods. */
export function useNow(periodMillis: number): number {
  const subscribe = useCallback(
    (tick: () => void) => {
      const timer = setInterval(tick, periodMillis);
      return () => clearInterval(timer);
    },
    [periodMillis],
  );
  return useSyncExternalStore(subscribe, () => Math.floor(wallMillis() / periodMillis) * periodMillis);
}
