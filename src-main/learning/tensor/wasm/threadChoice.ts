/**
 * Whether helping threads pay for a kind of job, learned from how long such jobs take with and without them. On an idle
 * machine they halve a large job; on a busy one the caller waits for a helper that the system does not let run. Results
 * are the same either way, so only time is at stake.
 */

/** Weight of the newest time in the running mean. */
const NEWEST = 0.1;
/** Both ways are tried this often before the better one is taken. */
const FIRST_TRIES = 6;
/** Later, the other way is tried once in so many jobs. */
const RETRY_EVERY = 2000;

export interface ThreadChoice {
  /** Whether the next job of this kind should use helpers. */
  useHelpers(kind: number): boolean;
  /** Takes in how long a job of this kind took, in any unit of time. */
  report(kind: number, withHelpers: boolean, duration: number): void;
}

interface Record {
  runs: number;
  alone: Mean;
  helped: Mean;
}

interface Mean {
  runs: number;
  duration: number;
}

export function createThreadChoice(): ThreadChoice {
  const records = new Map<number, Record>();

  function recordOf(kind: number): Record {
    let record = records.get(kind);
    if (record === undefined) {
      record = { runs: 0, alone: { runs: 0, duration: 0 }, helped: { runs: 0, duration: 0 } };
      records.set(kind, record);
    }
    return record;
  }

  return {
    useHelpers(kind) {
      const { runs, alone, helped } = recordOf(kind);
      if (alone.runs < FIRST_TRIES || helped.runs < FIRST_TRIES) return helped.runs <= alone.runs;
      const better = helped.duration < alone.duration;
      return runs % RETRY_EVERY === 0 ? !better : better;
    },
    report(kind, withHelpers, duration) {
      const record = recordOf(kind);
      const mean = withHelpers ? record.helped : record.alone;
      record.runs++;
      mean.runs++;
      // The first run of a kind also pays for compiling and for waking up.
      const weight = mean.runs <= 2 ? 1 : NEWEST;
      mean.duration += weight * (duration - mean.duration);
    },
  };
}
