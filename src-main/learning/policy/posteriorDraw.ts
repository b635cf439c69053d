/** One function drawn from the posterior of a Gaussian process, jointly at many places. */
import { deriveRandom, standardNormal, type Random } from '../../numerics/random';

/** The posterior at some places, as its prior covariance and what the measured points explain of it. */
export interface JointPosterior {
  /** Mean at each place. */
  readonly mean: Float64Array;
  /** Prior covariance of two places. */
  readonly prior: (i: number, j: number) => number;
  /** L^-1 k of each place with the n measured points, places x n, L being the factor of their covariance. */
  readonly explained: Float64Array;
  readonly n: number;
}

/** Variance, over the prior one, that is left to independent noise, and columns after which all that remains is. */
const LEAST_SHARE = 1e-9;
const MOST_COLUMNS = 400;

/**
 * Mean plus a factor of the posterior covariance k(a, b) - e_a . e_b times standard normal numbers. The factor is an
 * incomplete Cholesky factor whose pivot is always the place with the largest variance left: a smooth function needs few
 * columns. What is left after 400 is drawn independently.
 *
 * places x columns x (n + columns) operations.
 */
export function drawPosterior({ mean, prior, explained, n }: JointPosterior, random: Random): Float64Array {
  const count = mean.length;
  const normals = deriveRandom(random, 'columns');
  const draw = Float64Array.from(mean);
  const left = Float64Array.from(mean, (_, i) => Math.max(0, prior(i, i) - dot(explained, i, i, n)));
  const least = LEAST_SHARE * left.reduce((most, value) => Math.max(most, value), 0);
  const factor: Float64Array[] = [];
  while (factor.length < MOST_COLUMNS) {
    const pivot = indexOfLargest(left);
    if (!(left[pivot]! > least)) break;
    const column = new Float64Array(count);
    const root = Math.sqrt(left[pivot]!);
    const weight = standardNormal(normals);
    for (let i = 0; i < count; i++) {
      let covariance = prior(pivot, i) - dot(explained, pivot, i, n);
      for (const other of factor) covariance -= other[pivot]! * other[i]!;
      column[i] = i === pivot ? root : covariance / root;
      left[i] = i === pivot ? 0 : Math.max(0, left[i]! - column[i]! ** 2);
      draw[i] = draw[i]! + weight * column[i]!;
    }
    factor.push(column);
  }
  const rest = deriveRandom(random, 'rest');
  return draw.map((value, i) => value + Math.sqrt(left[i]!) * standardNormal(rest));
}

function dot(rows: Float64Array, i: number, j: number, n: number): number {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += rows[i * n + k]! * rows[j * n + k]!;
  return sum;
}

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k]! > values[best]!) best = k;
  return best;
}
