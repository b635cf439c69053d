/** From measured patches and curves to what the networks see, numbers from 0 to 1. */
import { ConsoleError } from '../../../src-shared/errors';
import { MANIFOLD_MIN_POINTS } from '../../../src-shared/manifold';
import type { VaeExclusion, VaePairs } from './ports';

/** Pairs without gaps, scaled. */
export interface PreparedPairs {
  readonly count: number;
  readonly side: number;
  readonly length: number;
  /** count x side^2; each patch from its own minimum to its own maximum, a flat one 0. */
  readonly images: Float32Array;
  /** count x length; all curves by one range. */
  readonly spectra: Float32Array;
  readonly minAmperes: number;
  readonly maxAmperes: number;
  /** Index among the given pairs of each of these. */
  readonly seen: readonly number[];
  readonly excluded: readonly VaeExclusion[];
}

/**
 * The pairs without those that have a NaN, scaled as algorithm.md 8.1 says. Throws `learner/bad-data` where too few are
 * left or where the current is the same everywhere.
 *
 * @param minimum fewest pairs that will do
 */
export function preparePairs(pairs: VaePairs, minimum = MANIFOLD_MIN_POINTS): PreparedPairs {
  const area = pairs.side ** 2;
  const excluded: VaeExclusion[] = [];
  const seen: number[] = [];
  for (let index = 0; index < pairs.count; index++) {
    if (!isFinite(pairs.patches, index, area)) excluded.push({ index, reason: 'patch-not-finite' });
    else if (!isFinite(pairs.curves, index, pairs.length)) excluded.push({ index, reason: 'curve-not-finite' });
    else seen.push(index);
  }
  if (seen.length < minimum) throw tooFew(seen.length, excluded.length, minimum);
  const images = gather(pairs.patches, seen, area);
  for (let k = 0; k < seen.length; k++) stretch(images.subarray(k * area, (k + 1) * area));
  const spectra = gather(pairs.curves, seen, pairs.length);
  const { min, max } = rangeOf(spectra);
  if (!(max > min))
    throw new ConsoleError({
      code: 'learner/bad-data',
      message: `The current is ${min} A at every point of all ${seen.length} curves, so there is nothing to learn from them.`,
      hint: 'Check the contact and the current range of the measurement.',
    });
  scale(spectra, min, max);
  const { side, length } = pairs;
  return { count: seen.length, side, length, images, spectra, minAmperes: min, maxAmperes: max, seen, excluded };
}

/** Patches and curves as a model sees them whose range of currents is known; NaN stays NaN. */
export function scalePairs(
  { count, side, patches, curves }: VaePairs,
  range: { readonly minAmperes: number; readonly maxAmperes: number },
): { readonly images: Float32Array; readonly spectra: Float32Array } {
  const images = Float32Array.from(patches);
  for (let k = 0; k < count; k++) stretch(images.subarray(k * side ** 2, (k + 1) * side ** 2));
  const spectra = Float32Array.from(curves);
  scale(spectra, range.minAmperes, range.maxAmperes);
  return { images, spectra };
}

function isFinite(values: Float32Array, index: number, length: number): boolean {
  for (let k = index * length; k < (index + 1) * length; k++) if (!Number.isFinite(values[k]!)) return false;
  return true;
}

function gather(values: Float32Array, which: readonly number[], length: number): Float32Array {
  const out = new Float32Array(which.length * length);
  which.forEach((index, k) => out.set(values.subarray(index * length, (index + 1) * length), k * length));
  return out;
}

function stretch(patch: Float32Array): void {
  const { min, max } = rangeOf(patch);
  scale(patch, min, max);
}

function scale(values: Float32Array, min: number, max: number): void {
  const factor = max > min ? 1 / (max - min) : 0;
  for (let k = 0; k < values.length; k++) values[k] = (values[k]! - min) * factor;
}

function rangeOf(values: Float32Array): { readonly min: number; readonly max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

function tooFew(have: number, excluded: number, needed: number): ConsoleError {
  const left = excluded === 0 ? '' : ` (${excluded} more have gaps in their patch or curve)`;
  return new ConsoleError({
    code: 'learner/bad-data',
    message: `The Dual-VAE needs at least ${needed} points with a patch and a curve; there are ${have}${left}.`,
    hint: 'Measure more points first.',
  });
}
