/** When a run will be over and what the time until then will be spent on, judged by its last steps. Pure. */
import type { PhaseSeconds } from './run';

/** One finished step: seconds from the measurement before it to its own, and what they were spent on. */
export interface StepSeconds {
  readonly total: number;
  readonly spent: PhaseSeconds;
}

export interface Estimate {
  readonly seconds: number;
  /** What these seconds will be spent on; the four add up to them. */
  readonly split: PhaseSeconds;
}

/**
 * Median of the last steps times the steps that are left, split as the last steps were. What no phase accounts for, such as
 * saving, counts as learning. Undefined without a finished step.
 *
 * @param recent the last steps, seconds; one slow step among them does not move the median
 * @param left   measurements still to come
 */
export function estimateEnd(recent: readonly StepSeconds[], left: number): Estimate | undefined {
  const totals = recent.map(({ total }) => total).sort((a, b) => a - b);
  const median = totals[Math.floor(totals.length / 2)];
  if (median === undefined) return undefined;
  const seconds = median * left;
  const spent = recent.reduce((sum, step) => added(sum, accountedFor(step)), NOTHING);
  const all = spent.decide + spent.travel + spent.sweep + spent.learn;
  if (all === 0) return { seconds, split: { ...NOTHING, learn: seconds } };
  const share = seconds / all;
  const { decide, travel, sweep, learn } = spent;
  return {
    seconds,
    split: { decide: decide * share, travel: travel * share, sweep: sweep * share, learn: learn * share },
  };
}

const NOTHING: PhaseSeconds = { decide: 0, travel: 0, sweep: 0, learn: 0 };

function accountedFor({ total, spent }: StepSeconds): PhaseSeconds {
  const known = spent.decide + spent.travel + spent.sweep + spent.learn;
  return { ...spent, learn: spent.learn + Math.max(0, total - known) };
}

function added(a: PhaseSeconds, b: PhaseSeconds): PhaseSeconds {
  return {
    decide: a.decide + b.decide,
    travel: a.travel + b.travel,
    sweep: a.sweep + b.sweep,
    learn: a.learn + b.learn,
  };
}
