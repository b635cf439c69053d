/** Vendi diversity (Friedman & Dieng 2023): how many different things a set effectively holds. */
import { median } from '../numerics/stats';
import { symmetricEigenvalues } from './eigenvalues';

/**
 * exp of the entropy of the eigenvalues of K / n, where K = exp(-d^2 / 2 h^2) and h is the median distance of a pair:
 * 1 where all are alike, n where none resembles another.
 *
 * @param count    things in the set, at least 1
 * @param distance of a pair, symmetric, not negative
 */
export function vendiDiversity(count: number, distance: (i: number, j: number) => number): number {
  const pairs: number[] = [];
  for (let i = 1; i < count; i++) for (let j = 0; j < i; j++) pairs.push(distance(i, j));
  const width = pairs.length === 0 ? 0 : median(pairs);
  const kernel = new Float64Array(count * count);
  let pair = 0;
  for (let i = 0; i < count; i++) {
    kernel[i * count + i] = 1 / count;
    for (let j = 0; j < i; j++) {
      const likeness = similarity(pairs[pair++]!, width) / count;
      kernel[i * count + j] = likeness;
      kernel[j * count + i] = likeness;
    }
  }
  return Math.exp(entropy(symmetricEigenvalues(kernel, count)));
}

/** Where half of the pairs are alike, only they resemble each other. */
function similarity(distance: number, width: number): number {
  if (width === 0) return distance === 0 ? 1 : 0;
  return Math.exp(-(distance * distance) / (2 * width * width));
}

function entropy(shares: Float64Array): number {
  // Rounding leaves eigenvalues of about -1e-17, which hold nothing.
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
}
