/** How diverse a set of measured patches or curves is, by the measure that the experiment asks for. */
import type { NoveltySettings } from '../../../src-shared/experiment';
import { median } from '../../numerics/stats';
import { symmetricEigenvalues } from '../../numerics/symmetricEigen';
import { vendiDiversity } from './vendi';

/** Added to the kernel of `logdet`, so that things that coincide cost a finite amount. */
const RIDGE = 1e-6;

/**
 * Diversity of `count` things.
 *
 * `meanPairwise`: mean distance of a pair. `meanNearest`: mean distance to the nearest other. `toCentroid`: mean distance
 * to the mean thing. `vendi`: effective number (Friedman & Dieng 2023), `logdet`: log |K + 1e-6 I| / n, both with
 * K = exp(-d^2 / 2 h^2) and h the median distance of the pairs at hand. 0 for fewer than two things, `vendi` 1.
 *
 * @param distance   of a pair
 * @param toCentroid distance of one thing to the mean of all
 */
export function setDiversity(
  measure: NoveltySettings['diversity'],
  count: number,
  distance: (i: number, j: number) => number,
  toCentroid: (i: number) => number,
): number {
  if (count < 2) return measure === 'vendi' ? count : 0;
  switch (measure) {
    case 'meanPairwise':
      return mean(pairsOf(count, distance));
    case 'meanNearest':
      return mean(Array.from({ length: count }, (_, i) => nearest(count, i, distance)));
    case 'toCentroid':
      return mean(Array.from({ length: count }, (_, i) => toCentroid(i)));
    case 'vendi':
      return vendiDiversity(count, distance, median(pairsOf(count, distance)));
    case 'logdet':
      return logDeterminantShare(count, distance, median(pairsOf(count, distance)));
  }
}

function logDeterminantShare(count: number, distance: (i: number, j: number) => number, width: number): number {
  const kernel = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j <= i; j++) {
      const d = i === j ? 0 : distance(i, j);
      kernel[i * count + j] = (width > 0 ? Math.exp(-(d * d) / (2 * width * width)) : 1) + (i === j ? RIDGE : 0);
    }
  const values = symmetricEigenvalues(kernel, count);
  return values.reduce((sum, value) => sum + Math.log(Math.max(value, RIDGE)), 0) / count;
}

function nearest(count: number, i: number, distance: (i: number, j: number) => number): number {
  let least = Infinity;
  for (let j = 0; j < count; j++) if (j !== i) least = Math.min(least, distance(i, j));
  return least;
}

function pairsOf(count: number, distance: (i: number, j: number) => number): number[] {
  const pairs: number[] = [];
  for (let i = 1; i < count; i++) for (let j = 0; j < i; j++) pairs.push(distance(i, j));
  return pairs;
}

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
