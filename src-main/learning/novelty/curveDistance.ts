/** Distances between current-voltage curves, and how curves are prepared for them. */
import type { NoveltySettings } from '../../../src-shared/experiment';
import { median } from '../../numerics/stats';

/** Points of the moving average of `smooth`, and of the one that noise is measured from. */
const SMOOTHED = 5;
const NOISE_WINDOW = 9;
/** A curve must rise so far above its noise before its shape means anything. */
const SHAPE_FLOOR_SIGMAS = 3;
/** Standard deviation of a normal variable over its median absolute deviation. */
const MAD_TO_SIGMA = 1.4826;

/** Root mean square difference of two curves of equal length, in their unit. */
export function rmsDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let v = 0; v < a.length; v++) sum += (a[v]! - b[v]!) ** 2;
  return Math.sqrt(sum / a.length);
}

/** Mean absolute difference, in their unit. */
export function meanAbsoluteDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let v = 0; v < a.length; v++) sum += Math.abs(a[v]! - b[v]!);
  return sum / a.length;
}

/** 1 - cosine of the angle between two curves as vectors; a curve of zeros is at 1 from every other, at 0 from another such. */
export function cosineDistance(a: Float64Array, b: Float64Array): number {
  let product = 0;
  let own = 0;
  let other = 0;
  for (let v = 0; v < a.length; v++) {
    product += a[v]! * b[v]!;
    own += a[v]! ** 2;
    other += b[v]! ** 2;
  }
  if (own === 0 || other === 0) return own === other ? 0 : 1;
  return Math.max(0, 1 - product / Math.sqrt(own * other));
}

/** The distance of two prepared curves; for `pca` that of their scores, which are vectors like any other but not averaged. */
export function curveDistance(kind: NoveltySettings['distance'], a: Float64Array, b: Float64Array): number {
  switch (kind) {
    case 'rms':
    case 'shape':
      return rmsDistance(a, b);
    case 'l1':
      return meanAbsoluteDistance(a, b);
    case 'cosine':
      return cosineDistance(a, b);
    case 'pca':
      return rmsDistance(a, b) * Math.sqrt(a.length);
  }
}

/** A curve as it is compared: averaged over five points where asked for, divided by its largest current for `shape`. */
export function prepareCurve(
  amperes: Float64Array,
  { distance, smooth }: Pick<NoveltySettings, 'distance' | 'smooth'>,
): Float64Array {
  const curve = smooth ? movingAverage(amperes, SMOOTHED) : amperes;
  if (distance !== 'shape') return curve;
  const floor = SHAPE_FLOOR_SIGMAS * noiseAmperes(amperes);
  const largest = curve.reduce((most, value) => Math.max(most, Math.abs(value)), floor);
  return largest > 0 ? curve.map((value) => value / largest) : curve;
}

/** Each point's mean with its neighbours, `window` points in all (odd); fewer at the ends. */
export function movingAverage(values: Float64Array, window: number): Float64Array {
  const half = (window - 1) / 2;
  return values.map((_, k) => {
    const from = Math.max(0, k - half);
    const to = Math.min(values.length - 1, k + half);
    let sum = 0;
    for (let i = from; i <= to; i++) sum += values[i]!;
    return sum / (to - from + 1);
  });
}

/** Standard deviation of the noise of a curve: what a moving average of nine points leaves, by its median, amperes. */
export function noiseAmperes(amperes: Float64Array): number {
  const smooth = movingAverage(amperes, NOISE_WINDOW);
  return MAD_TO_SIGMA * median(amperes.map((value, k) => Math.abs(value - smooth[k]!)));
}

/** The curve of mean values at each bias. */
export function meanCurve(curves: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(curves[0]?.length ?? 0);
  for (const curve of curves) for (let v = 0; v < mean.length; v++) mean[v] = mean[v]! + curve[v]! / curves.length;
  return mean;
}
