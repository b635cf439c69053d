/**
 * Whether helping threads pay for a kind of job, learned from how long such jobs take with and without them. On an idle
 * machine they halve a large job; on a busy one the caller waits for a helper that the system does not let run. Results
 * are the same either way, so only time is at stake.
 */

/** Weight of the newest time in the running mean. */
const NEWEST = 0.2;
/** Both ways are tried this often before the better one is taken. */
const FIRST_TRIES = 6;
/** From time to time every job goes the other way for a moment: machines become busy and idle again. */
const RETRY_EVERY_SECONDS = 0.25;
const RETRY_FOR_SECONDS = 0.005;

export interface ThreadChoice {
  /** Whether the next job of this kind should use helpers. */
  useHelpers(kind: number, nowSeconds: number): boolean;
  /** Takes in how long a job of this kind took. */
  report(kind: number, withHelpers: boolean, durationSeconds: number): void;
}

interface Mean {
  runs: number;
  seconds: number;
}

export function createThreadChoice(): ThreadChoice {
  const records = new Map<number, { readonly alone: Mean; readonly helped: Mean }>();
  let retryAt = 0;

  function recordOf(kind: number) {
    let record = records.get(kind);
    if (record === undefined) {
      record = { alone: { runs: 0, seconds: 0 }, helped: { runs: 0, seconds: 0 } };
      records.set(kind, record);
    }
    return record;
  }

  return {
    useHelpers(kind, nowSeconds) {
      const { alone, helped } = recordOf(kind);
      if (alone.runs < FIRST_TRIES || helped.runs < FIRST_TRIES) return helped.runs <= alone.runs;
      const better = helped.seconds < alone.seconds;
      if (nowSeconds < retryAt) return better;
      // The moment ends with the first job that starts after it, however long that takes.
      if (nowSeconds >= retryAt + RETRY_FOR_SECONDS) retryAt = nowSeconds + RETRY_EVERY_SECONDS;
      return !better;
    },
    report(kind, withHelpers, durationSeconds) {
      const record = recordOf(kind);
      const mean = withHelpers ? record.helped : record.alone;
      mean.runs++;
      // The first run of a kind also pays for compiling and for waking up.
      mean.seconds += (mean.runs <= 2 ? 1 : NEWEST) * (durationSeconds - mean.seconds);
    },
  };
}
