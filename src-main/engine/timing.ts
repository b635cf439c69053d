/** Where the time of a run goes, and when it will be over. */
import type { Phase, PhaseSeconds } from '../../src-shared/run';

/** Steps whose median gives the estimate of the remaining time. */
const RECENT_STEPS = 20;

export interface RunTiming {
  /** Adds the time that a phase took. */
  spent(phase: Phase, seconds: number): void;
  /** Says that a measurement is complete, at this time on the monotonic clock. */
  measured(monotonicSeconds: number): void;
  /** Says that the run was held, so that the pause does not count as a slow step. */
  interrupted(): void;
  phaseSeconds(): PhaseSeconds;
  /** Median seconds from one measurement to the next among the last ones; undefined before the second. */
  medianSeconds(): number | undefined;
}

/** An empty time sheet. */
export function createTiming(): RunTiming {
  const total = { decide: 0, travel: 0, sweep: 0, learn: 0 };
  const recent: number[] = [];
  let last: number | undefined;
  return {
    spent(phase, seconds) {
      const share = SHARE_OF[phase];
      if (share !== undefined) total[share] += seconds;
    },
    measured(now) {
      if (last !== undefined) recent.push(now - last);
      if (recent.length > RECENT_STEPS) recent.shift();
      last = now;
    },
    interrupted() {
      last = undefined;
    },
    phaseSeconds: () => ({ ...total }),
    medianSeconds() {
      const sorted = [...recent].sort((a, b) => a - b);
      return sorted[Math.floor(sorted.length / 2)];
    },
  };
}

const SHARE_OF: Record<Phase, keyof PhaseSeconds | undefined> = {
  survey: undefined,
  train: 'learn',
  propose: 'learn',
  record: 'learn',
  awaitDecision: 'decide',
  travel: 'travel',
  sweep: 'sweep',
};
