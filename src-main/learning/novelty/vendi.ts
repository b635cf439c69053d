/** Vendi diversity (Friedman & Dieng 2023): how many different things a set effectively holds. */
import { symmetricEigenvalues } from '../../numerics/symmetricEigen';

/**
 * exp of the entropy of the eigenvalues of K / n, where K = exp(-d^2 / 2 h^2): 1 where all are alike, n where none
 * resembles another. Sets can be compared only under the same width h.
 *
 * @param count    things in the set, at least 1
 * @param distance of a pair, symmetric, not negative
 * @param width    h, in the unit of the distances; 0 makes only identical things alike
 */
export function vendiDiversity(count: number, distance: (i: number, j: number) => number, width: number): number {
  const kernel = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    kernel[i * count + i] = 1 / count;
    for (let j = 0; j < i; j++) {
      const likeness = similarity(distance(i, j), width) / count;
      kernel[i * count + j] = likeness;
      kernel[j * count + i] = likeness;
    }
  }
  return Math.exp(entropy(symmetricEigenvalues(kernel, count)));
}

function similarity(distance: number, width: number): number {
  if (width === 0) return distance === 0 ? 1 : 0;
  return Math.exp(-(distance * distance) / (2 * width * width));
}

function entropy(shares: Float64Array): number {
  // Rounding leaves eigenvalues of about -1e-17, which hold nothing.
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
}
