/** Acquisition scores: what the posterior of the novelty says about the worth of measuring a candidate. */
import type { AcquisitionSettings } from '../../../src-shared/experiment';
import { normalCumulative, normalDensity } from '../../numerics/stats';

/** Posterior at every candidate, in units of the training target; NaN where a candidate cannot be used. */
export interface Posterior {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Largest posterior mean at the measured points. */
  readonly best: number;
}

export interface Acquisition {
  /** One score for each candidate; NaN where it is not allowed. */
  readonly scores: Float64Array;
  /** True where `ei` had collapsed and the standard deviation took its place. */
  readonly collapsed: boolean;
}

/** Share of the sum in one candidate, and largest score, beyond which expected improvement says nothing any more. */
const COLLAPSED_SHARE = 0.75;
const COLLAPSED_SCORE = 1e-6;
const SHARE_FLOOR = 1e-5;

/**
 * Scores of the allowed candidates.
 *
 * `ucb`: mean + kappa sigma. `ei`: expected improvement over `best` + xi. `maxvar`: sigma. Where `ei` has collapsed
 * ((max + 1e-5) / (sum + 1e-5) >= 0.75 or max < 1e-6), sigma is used and `collapsed` says so.
 *
 * @param allowed 1 where a candidate may be proposed
 */
export function acquisitionScores(
  posterior: Posterior,
  settings: AcquisitionSettings,
  allowed: Uint8Array,
): Acquisition {
  const scores = scoreEach(posterior, settings, allowed);
  if (settings.kind !== 'ei' || !hasCollapsed(scores)) return { scores, collapsed: false };
  return { scores: scoreEach(posterior, { ...settings, kind: 'maxvar' }, allowed), collapsed: true };
}

/** Expected improvement of a normal variable over a level; never negative. */
export function expectedImprovement(mean: number, sigma: number, level: number): number {
  if (!(sigma > 0)) return Math.max(0, mean - level);
  const u = (mean - level) / sigma;
  return Math.max(0, sigma * (normalDensity(u) + u * normalCumulative(u)));
}

function scoreEach(
  { mean, variance, best }: Posterior,
  settings: AcquisitionSettings,
  allowed: Uint8Array,
): Float64Array {
  return mean.map((mu, k) => {
    if (allowed[k] === 0) return NaN;
    const sigma = Math.sqrt(variance[k]!);
    switch (settings.kind) {
      case 'ucb':
        return mu + settings.kappa * sigma;
      case 'ei':
        return expectedImprovement(mu, sigma, best + settings.xi);
      case 'maxvar':
        return sigma;
    }
  });
}

function hasCollapsed(scores: Float64Array): boolean {
  let max = 0;
  let sum = 0;
  for (const score of scores) {
    if (Number.isNaN(score)) continue;
    sum += score;
    if (score > max) max = score;
  }
  return max < COLLAPSED_SCORE || (max + SHARE_FLOOR) / (sum + SHARE_FLOOR) >= COLLAPSED_SHARE;
}
