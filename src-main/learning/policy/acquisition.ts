/** Acquisition scores: what the posterior of the novelty says about the worth of measuring a candidate. */
import type { AcquisitionSettings } from '../../../src-shared/experiment';
import { normalCumulative, normalDensity } from '../../numerics/stats';

/** Posterior at every candidate, in units of the training target; NaN where a candidate cannot be used. */
export interface Posterior {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Largest posterior mean at the measured points. */
  readonly best: number;
  /** One function drawn from the posterior, for `ts` and `beacon`; NaN where it was not drawn. */
  readonly draw?: Float64Array | undefined;
  /** The targets that `beacon` keeps its distance from, see {@link eliteTargets}. */
  readonly elite?: Float64Array | undefined;
}

export interface Acquisition {
  /** One score for each candidate; NaN where it is not allowed. */
  readonly scores: Float64Array;
  /** True where `ei` or `poi` had collapsed and the standard deviation took its place. */
  readonly collapsed: boolean;
}

/** Share of the sum in one candidate, and largest score, beyond which an improvement says nothing any more. */
const COLLAPSED_SHARE = 0.75;
const COLLAPSED_SCORE = 1e-6;
const SHARE_FLOOR = 1e-5;

/**
 * Scores of the allowed candidates.
 *
 * `ucb`: mean + kappa sigma. `ei`: expected improvement over `best` + xi. `poi`: its probability. `maxvar`: sigma. `ts`:
 * the drawn function. `beacon`: mean distance of the drawn function to the nearest elite targets. Where `ei` or `poi`
 * has collapsed ((max + 1e-5) / (sum + 1e-5) >= 0.75 or max < 1e-6), sigma is used and `collapsed` says so.
 *
 * @param allowed 1 where a candidate may be proposed
 */
export function acquisitionScores(
  posterior: Posterior,
  settings: AcquisitionSettings,
  allowed: Uint8Array,
): Acquisition {
  const scores = scoreEach(posterior, settings, allowed);
  const improves = settings.kind === 'ei' || settings.kind === 'poi';
  if (!improves || !hasCollapsed(scores)) return { scores, collapsed: false };
  return { scores: scoreEach(posterior, { ...settings, kind: 'maxvar' }, allowed), collapsed: true };
}

/** Expected improvement of a normal variable over a level; never negative. */
export function expectedImprovement(mean: number, sigma: number, level: number): number {
  if (!(sigma > 0)) return Math.max(0, mean - level);
  const u = (mean - level) / sigma;
  return Math.max(0, sigma * (normalDensity(u) + u * normalCumulative(u)));
}

/** Probability that a normal variable lies above a level. */
export function improvementProbability(mean: number, sigma: number, level: number): number {
  if (!(sigma > 0)) return mean > level ? 1 : 0;
  return normalCumulative((mean - level) / sigma);
}

/**
 * The settings with the kappa of a step, from 1: the first step has `kappa`, the last `kappaEnd`, in equal differences
 * (`linear`) or equal ratios (`geometric`, a hundredth standing in for a smaller one).
 */
export function atStep(
  settings: AcquisitionSettings,
  { step, steps }: { readonly step: number; readonly steps: number },
): AcquisitionSettings {
  const { schedule, kappa, kappaEnd } = settings;
  const share = steps > 1 ? Math.min(1, (step - 1) / (steps - 1)) : 0;
  if (schedule === 'linear') return { ...settings, kappa: kappa + share * (kappaEnd - kappa) };
  if (schedule === 'constant') return settings;
  const [from, to] = [Math.max(kappa, 0.01), Math.max(kappaEnd, 0.01)];
  return { ...settings, kappa: from * Math.pow(to / from, share) };
}

/** The largest targets, ascending: a share of all, at least one. */
export function eliteTargets(targets: Float64Array, share: number): Float64Array {
  const count = Math.max(1, Math.round(share * targets.length));
  return Float64Array.from(targets).sort().slice(-count);
}

function scoreEach(posterior: Posterior, settings: AcquisitionSettings, allowed: Uint8Array): Float64Array {
  const score = scoreFunction(posterior, settings, allowed);
  const scores = new Float64Array(allowed.length);
  for (let k = 0; k < scores.length; k++) scores[k] = allowed[k] === 0 ? NaN : score(k);
  return scores;
}

function scoreFunction(
  posterior: Posterior,
  settings: AcquisitionSettings,
  allowed: Uint8Array,
): (candidate: number) => number {
  const { mean, variance, draw, elite } = posterior;
  const sigma = (k: number) => Math.sqrt(variance[k]!);
  const level = levelOf(posterior, settings, allowed);
  switch (settings.kind) {
    case 'ucb':
      return (k) => mean[k]! + settings.kappa * sigma(k);
    case 'ei':
      return (k) => expectedImprovement(mean[k]!, sigma(k), level);
    case 'poi':
      return (k) => improvementProbability(mean[k]!, sigma(k), level);
    case 'maxvar':
      return sigma;
    case 'ts':
      return (k) => draw?.[k] ?? NaN;
    case 'beacon':
      return (k) =>
        draw === undefined || elite === undefined ? NaN : meanNearest(draw[k]!, elite, settings.neighbours);
  }
}

function levelOf({ mean, best }: Posterior, { incumbent, xi }: AcquisitionSettings, allowed: Uint8Array): number {
  if (incumbent === 'measured') return best + xi;
  return mean.reduce((most, mu, k) => (allowed[k] === 1 && mu > most ? mu : most), -Infinity) + xi;
}

/** Mean distance of a value to so many nearest of some ascending numbers, or to all; NaN of NaN. */
function meanNearest(value: number, ascending: Float64Array, neighbours: number): number {
  let high = ascending.findIndex((other) => other >= value);
  if (high < 0) high = ascending.length;
  let low = high - 1;
  const count = Math.min(neighbours, ascending.length);
  let sum = 0;
  for (let taken = 0; taken < count; taken++) {
    const below = low >= 0 ? value - ascending[low]! : Infinity;
    const above = high < ascending.length ? ascending[high]! - value : Infinity;
    if (below <= above) low--;
    else high++;
    sum += Math.min(below, above);
  }
  return Number.isNaN(value) ? NaN : sum / count;
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
