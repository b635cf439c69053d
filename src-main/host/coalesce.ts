/** Thins out announcements of which only the newest counts, so that a fast instrument cannot flood the window. */
import type { Clock } from '../engine/ports';

export interface Coalescer<K extends string, V> {
  /** Keeps the newest value of a kind; at once if none went out lately, else when the interval is over. */
  put(kind: K, value: V): void;
  /** Sends what is waiting, now. */
  flush(): void;
}

/** A coalescer that lets each kind through at most once in an interval. */
export function createCoalescer<K extends string, V>(
  clock: Clock,
  intervalSeconds: number,
  emit: (kind: K, value: V) => void,
): Coalescer<K, V> {
  const waiting = new Map<K, V>();
  const resting = new Set<K>();

  function rest(kind: K): void {
    resting.add(kind);
    void clock.sleep(intervalSeconds).then(() => {
      resting.delete(kind);
      const value = waiting.get(kind);
      if (value === undefined) return;
      waiting.delete(kind);
      emit(kind, value);
      rest(kind);
    });
  }

  return {
    put(kind, value) {
      if (resting.has(kind)) return void waiting.set(kind, value);
      emit(kind, value);
      rest(kind);
    },
    flush() {
      for (const [kind, value] of waiting) emit(kind, value);
      waiting.clear();
    },
  };
}
