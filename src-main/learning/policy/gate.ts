/** The gate that joins the acquisition with the image novelty into one score. */
import type { GateSettings } from '../../../src-shared/experiment';
import { quantile } from '../../numerics/stats';

/** Both sides scaled to 0..1 over the allowed candidates, and what the gate makes of them; NaN where not allowed. */
export interface Combined {
  readonly acquisition: Float64Array;
  readonly imageNovelty: Float64Array;
  /** -Infinity where the hard gate shuts a candidate out. */
  readonly scores: Float64Array;
}

/**
 * Joins the two scores.
 *
 * With A and N scaled to 0..1: `product` A N^gamma; `hard` A where N reaches its quantile, else shut out; `sigmoid`
 * A / (1 + exp(-(N - quantile) / width)); `sum` w A + (1 - w) N; `penalty` A + strength min(0, N - threshold); `none` A.
 *
 * @param acquisition  scores, NaN where a candidate is not allowed
 * @param imageNovelty scores in any unit
 */
export function combineScores(acquisition: Float64Array, imageNovelty: Float64Array, gate: GateSettings): Combined {
  const scaled = gate.scale === 'rank' ? rankToUnit : scaleToUnit;
  const a = scaled(acquisition, acquisition, 0);
  // Equal novelty everywhere shuts nobody out.
  const n = scaled(imageNovelty, acquisition, 1);
  const weigh = gateFunction(gate, n);
  const scores = new Float64Array(a.length);
  for (let k = 0; k < a.length; k++) scores[k] = Number.isNaN(a[k]!) ? NaN : weigh(a[k]!, n[k]!);
  return { acquisition: a, imageNovelty: n, scores };
}

/**
 * Values scaled to 0..1 over the places where `mask` is a number, NaN elsewhere; `whenFlat` where they do not differ.
 */
function scaleToUnit(values: Float64Array, mask: Float64Array, whenFlat: number): Float64Array {
  const scaled = new Float64Array(values.length);
  let min = Infinity;
  let max = -Infinity;
  for (let k = 0; k < values.length; k++) {
    const value = Number.isNaN(mask[k]!) ? NaN : values[k]!;
    scaled[k] = value;
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const span = max - min;
  if (span > 0) for (let k = 0; k < scaled.length; k++) scaled[k] = (scaled[k]! - min) / span;
  if (span === 0) for (let k = 0; k < scaled.length; k++) if (!Number.isNaN(scaled[k]!)) scaled[k] = whenFlat;
  return scaled;
}

/**
 * Ranks of the values, 0 for the smallest and 1 for the largest, equal ones sharing their mean rank; otherwise as
 * {@link scaleToUnit}.
 */
function rankToUnit(values: Float64Array, mask: Float64Array, whenFlat: number): Float64Array {
  const open = values.reduce<number[]>((list, value, k) => {
    if (!Number.isNaN(mask[k]!) && !Number.isNaN(value)) list.push(k);
    return list;
  }, []);
  const order = Uint32Array.from(open).sort((a, b) => values[a]! - values[b]! || a - b);
  const ranks = new Float64Array(values.length).fill(NaN);
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++;
    const rank = end - first === order.length ? whenFlat : (first + end - 1) / 2 / (order.length - 1);
    for (let k = first; k < end; k++) ranks[order[k]!] = rank;
    first = end;
  }
  return ranks;
}

/** A candidate's two sides of the gate, and those of a typical candidate (the medians over the allowed ones). */
export interface GateFactors {
  readonly acquisition: number;
  readonly imageNovelty: number;
}

export interface GateShares {
  readonly spectral: number;
  readonly image: number;
}

/** A typical factor below this counts as this, so that a map that is 0 nearly everywhere does not claim every choice. */
const LEAST_TYPICAL = 1e-3;

/**
 * Why this candidate: how far each side lifts it above a typical candidate, as shares that add up to 1. For `product`
 * log(A / median A) and gamma log(N / median N), for `sum` w (A - median A) and (1 - w) (N - median N). A side that is no
 * better than typical has no share; half each where neither is. Undefined for the gates whose sides are not alike.
 */
export function gateShares(chosen: GateFactors, typical: GateFactors, gate: GateSettings): GateShares | undefined {
  const { acquisition: a, imageNovelty: n } = chosen;
  const { acquisition: usualA, imageNovelty: usualN } = typical;
  switch (gate.kind) {
    case 'product':
      return shares(logLift(a, usualA), gate.gamma * logLift(n, usualN));
    case 'sum':
      return shares(gate.weight * Math.max(0, a - usualA), (1 - gate.weight) * Math.max(0, n - usualN));
    case 'hard':
    case 'sigmoid':
    case 'penalty':
    case 'none':
      return undefined;
  }
}

function logLift(value: number, usual: number): number {
  return Math.max(0, Math.log(Math.max(value, LEAST_TYPICAL) / Math.max(usual, LEAST_TYPICAL)));
}

function shares(byCurves: number, byStructure: number): GateShares {
  const whole = byCurves + byStructure;
  const spectral = whole > 0 ? byCurves / whole : 0.5;
  return { spectral, image: 1 - spectral };
}

/** So many candidates tell the median well enough; the tip waits for it. */
const ASKED = 4096;

/** The median of the factors over the allowed candidates (NaN elsewhere), of many candidates over evenly spaced ones. */
export function typicalFactors(combined: { acquisition: Float64Array; imageNovelty: Float64Array }): GateFactors {
  const step = Math.max(1, Math.floor(combined.acquisition.length / ASKED));
  return {
    acquisition: quantileOfNumbers(combined.acquisition, 0.5, step),
    imageNovelty: quantileOfNumbers(combined.imageNovelty, 0.5, step),
  };
}

function gateFunction(gate: GateSettings, n: Float64Array): (a: number, n: number) => number {
  switch (gate.kind) {
    case 'product':
      return (a, novelty) => a * (gate.gamma === 1 ? novelty : Math.pow(novelty, gate.gamma));
    case 'hard': {
      const level = quantileOfNumbers(n, gate.quantile);
      return (a, novelty) => (novelty >= level ? a : -Infinity);
    }
    case 'sigmoid': {
      const middle = quantileOfNumbers(n, gate.quantile);
      return (a, novelty) => a / (1 + Math.exp(-(novelty - middle) / gate.width));
    }
    case 'sum':
      return (a, novelty) => gate.weight * a + (1 - gate.weight) * novelty;
    case 'penalty':
      return (a, novelty) => a + gate.strength * Math.min(0, novelty - gate.threshold);
    case 'none':
      return (a) => a;
  }
}

/** Of every value, or of one in `step`, that is a number; NaN where none is. */
function quantileOfNumbers(values: Float64Array, q: number, step = 1): number {
  const numbers = new Float64Array(Math.ceil(values.length / step));
  let count = 0;
  for (let k = 0; k < values.length; k += step) if (!Number.isNaN(values[k]!)) numbers[count++] = values[k]!;
  return count === 0 ? NaN : quantile(numbers.subarray(0, count), q);
}
