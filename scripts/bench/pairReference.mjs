/**
 * What a plain regression makes of held-out pairs, with no latent space between: kernel ridge regression from features
 * of the patch that do not depend on how it is turned to the leading components of the curves' shapes, and back. It says
 * what there is to be learned from as many pairs, beside the cap, which needs no learning.
 */
import { curveTable, structureTable } from '../../src-main/analysis/coupling/pointTable';
import { factorCholesky, solveCholesky } from '../../src-main/numerics/cholesky';
import { partnerRanks } from '../../src-main/learning/dualVae/evaluate';

/** Added to the diagonal of the kernel, whose own diagonal is 1. */
const RIDGE = 0.3;
/** Width of the kernel over the median distance of the training points. */
const WIDTH = 0.7;

/**
 * Ranks of the partners of the pairs left out among all pairs, both ways. Features and components are scaled by all
 * points, which is known without the pairing; the pairing of `left` is not used.
 *
 * @param pairs as `VaePairs`
 */
export function referenceRanks(pairs, left) {
  const out = new Set(left);
  const kept = Array.from({ length: pairs.count }, (_, k) => k).filter((k) => !out.has(k));
  const [structure, curves] = [structureTable(pairs), whitened(curveTable(pairs))];
  const ranks = (from, to) => partnerRanks(dims(regression(from, to, kept)), dims(to), left);
  return { imageRanks: ranks(structure, curves), spectrumRanks: ranks(curves, structure) };
}

const dims = ({ values, cols }) => ({ values, dims: cols });

/** Columns over their standard deviations: a rare shape counts as much as the commonest difference. */
function whitened({ rows, cols, values }) {
  const deviation = Array.from({ length: cols }, (_, c) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += values[row * cols + c] ** 2;
    return Math.sqrt(sum / rows) || 1;
  });
  return { rows, cols, values: values.map((value, at) => value / deviation[at % cols]) };
}

/** Kernel ridge regression on the rows `kept`, at every row: a table like `to`. */
function regression(from, to, kept) {
  const squared = squaredDistances(from);
  const n = kept.length;
  const between = kept
    .flatMap((i, a) => kept.slice(a + 1).map((k) => squared[i * from.rows + k]))
    .sort((a, b) => a - b);
  const width = WIDTH ** 2 * between[between.length >> 1];
  const likeness = squared.map((value) => Math.exp(-value / (2 * width)));
  const factor = new Float64Array(n * n);
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++) factor[a * n + b] = likeness[kept[a] * from.rows + kept[b]] + (a === b ? RIDGE : 0);
  if (!factorCholesky(factor, n)) throw new Error('The kernel of the reference is not positive definite.');
  const values = new Float64Array(to.values.length);
  for (let c = 0; c < to.cols; c++) {
    const column = Float64Array.from(kept, (k) => to.values[k * to.cols + c]);
    const mean = column.reduce((sum, value) => sum + value, 0) / n;
    const weights = solveCholesky(
      factor,
      n,
      column.map((value) => value - mean),
    );
    for (let row = 0; row < to.rows; row++) {
      let sum = mean;
      for (let a = 0; a < n; a++) sum += weights[a] * likeness[row * from.rows + kept[a]];
      values[row * to.cols + c] = sum;
    }
  }
  return { ...to, values };
}

function squaredDistances({ rows, cols, values }) {
  const squared = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < rows; k++)
      for (let c = 0; c < cols; c++) squared[i * rows + k] += (values[i * cols + c] - values[k * cols + c]) ** 2;
  return squared;
}
