/** Where the time of a run goes, and when it will be over. */
import { estimateEnd, type Estimate, type StepSeconds } from '../../src-shared/eta';
import type { Phase, PhaseSeconds } from '../../src-shared/run';

/** Steps that the estimate of the remaining time is made from. */
const RECENT_STEPS = 20;

export interface RunTiming {
  /** Adds the time that a phase took. */
  spent(phase: Phase, seconds: number): void;
  /** Says that a measurement is complete, at this time on the monotonic clock. */
  measured(monotonicSeconds: number): void;
  /** Says that the tip travelled or swept from one time to another. What lies between two of these is idle time. */
  atWork(began: number, ended: number): void;
  /** Says that a person was waited for, which does not count as idle. */
  waited(seconds: number): void;
  /** Share of the time since the survey, people's time left out, in which the tip neither travelled nor swept. */
  idleFraction(): number | undefined;
  /** Says that the run was held, so that the pause does not count as a slow step or as idle time. */
  interrupted(): void;
  phaseSeconds(): PhaseSeconds;
  /** When so many measurements more will be done; undefined before the second. */
  estimate(left: number): Estimate | undefined;
}

/** An empty time sheet. */
export function createTiming(): RunTiming {
  const total = { decide: 0, travel: 0, sweep: 0, learn: 0 };
  const recent: StepSeconds[] = [];
  let step = { ...total };
  let last: number | undefined;
  let tipFree: number | undefined;
  let forPeople = 0;
  const tip = { idle: 0, busy: 0 };
  return {
    spent(phase, seconds) {
      const share = SHARE_OF[phase];
      if (share === undefined) return;
      total[share] += seconds;
      step[share] += seconds;
    },
    measured(now) {
      if (last !== undefined) recent.push({ total: now - last, spent: step });
      step = { decide: 0, travel: 0, sweep: 0, learn: 0 };
      if (recent.length > RECENT_STEPS) recent.shift();
      last = now;
    },
    atWork(began, ended) {
      if (tipFree !== undefined) tip.idle += Math.max(0, began - tipFree - forPeople);
      tip.busy += ended - began;
      tipFree = ended;
      forPeople = 0;
    },
    waited(seconds) {
      forPeople += seconds;
    },
    idleFraction() {
      const all = tip.idle + tip.busy;
      return all > 0 ? tip.idle / all : undefined;
    },
    interrupted() {
      last = undefined;
      step = { decide: 0, travel: 0, sweep: 0, learn: 0 };
      tipFree = undefined;
    },
    phaseSeconds: () => ({ ...total }),
    estimate: (left) => estimateEnd(recent, left),
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
  check: undefined,
};
