/** Mean and deviation of every candidate's patch: they say cheaply how alike two patches can be at most. */
import { windowStart, type PatchSet } from '../patches';

export interface PatchStatistics {
  /** By candidate, on the common height scale; meaningless where the window is incomplete. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Sums over windows from tables of sums over all pixels above and left: some ten operations for each pixel. */
export function patchStatistics(set: PatchSet): PatchStatistics {
  const { image, imageCols, size, count } = set;
  const width = imageCols + 1;
  const sums = new Float64Array((image.length / imageCols + 1) * width);
  const squares = new Float64Array(sums.length);
  for (let k = 0; k < image.length; k++) {
    const at = (Math.floor(k / imageCols) + 1) * width + (k % imageCols) + 1;
    const height = Number.isNaN(image[k]!) ? 0 : image[k]!;
    sums[at] = height + sums[at - 1]! + sums[at - width]! - sums[at - width - 1]!;
    squares[at] = height * height + squares[at - 1]! + squares[at - width]! - squares[at - width - 1]!;
  }
  const mean = new Float64Array(count);
  const deviation = new Float64Array(count);
  const area = size * size;
  for (let k = 0; k < count; k++) {
    const start = windowStart(set, k);
    const top = Math.floor(start / imageCols) * width + (start % imageCols);
    const bottom = top + size * width;
    const inside = (table: Float64Array) => table[bottom + size]! - table[bottom]! - table[top + size]! + table[top]!;
    mean[k] = inside(sums) / area;
    deviation[k] = Math.sqrt(Math.max(0, inside(squares) / area - mean[k]! ** 2));
  }
  return { mean, deviation };
}

/** Added to the bound, which rounding in the tables may lift by about 1e-9. */
const ROUNDING = 1e-6;

/**
 * A lower bound of the squared root mean square distance of two patches, whichever way one of them is turned: the means
 * differ, and what is left of a patch cannot be nearer to the other than their lengths are.
 */
export function leastSquaredDistance({ mean, deviation }: PatchStatistics, a: number, b: number): number {
  return (mean[a]! - mean[b]!) ** 2 + (deviation[a]! - deviation[b]!) ** 2 - ROUNDING;
}
