/** The grid that is laid over the latent space, and how near the data lie to its cells (algorithm.md 8.6). */
import { quantile } from '../numerics/stats';
import { normalQuantile } from './normalQuantile';
import type { ManifoldGridRequest } from '../../src-shared/manifold';

/** The outermost cells of the whole plane lie at these quantiles of the prior. */
const OUTER_QUANTILE = 0.95;
/** Cells farther from data than this many usual distances between data are not supported by any. */
const SUPPORT_FACTOR = 3;

export interface LatentGrid {
  /** Falling from the top row to the bottom one. */
  readonly rowValues: Float64Array;
  /** Growing from left to right. */
  readonly colValues: Float64Array;
  /** Latent position of the cells but for the two axes: the mean of the data. */
  readonly base: Float64Array;
  /** size^2 x latent, row by row from the top left cell. */
  readonly places: Float32Array;
}

/** Positions of the cells. `image` holds n x latent positions of measured patches. */
export function latentGrid({ axes, size, box }: ManifoldGridRequest, image: Float32Array, latent: number): LatentGrid {
  const rising = (range: readonly [number, number] | undefined): Float64Array =>
    Float64Array.from({ length: size }, (_, k) => {
      const part = k / (size - 1);
      if (range !== undefined) return range[0] * (1 - part) + range[1] * part;
      return normalQuantile(1 - OUTER_QUANTILE + (2 * OUTER_QUANTILE - 1) * part);
    });
  const rowValues = rising(box?.row).reverse();
  const colValues = rising(box?.col);
  const base = meanPosition(image, latent);
  const places = new Float32Array(size * size * latent);
  for (let cell = 0; cell < size * size; cell++) {
    places.set(base, cell * latent);
    places[cell * latent + axes[0]] = rowValues[Math.floor(cell / size)]!;
    places[cell * latent + axes[1]] = colValues[cell % size]!;
  }
  return { rowValues, colValues, base, places };
}

/** How many measured patches lie in each cell, going by the two axes; each cell reaches half way to its neighbours. */
export function cellCounts(
  { rowValues, colValues }: Pick<LatentGrid, 'rowValues' | 'colValues'>,
  axes: readonly [number, number],
  image: Float32Array,
  latent: number,
): Uint16Array {
  const counts = new Uint16Array(rowValues.length * colValues.length);
  for (let k = 0; k < image.length / latent; k++) {
    const row = cellOf(rowValues, image[k * latent + axes[0]]!);
    const col = cellOf(colValues, image[k * latent + axes[1]]!);
    if (row !== undefined && col !== undefined) counts[row * colValues.length + col]!++;
  }
  return counts;
}

/** Distance from each of some places to the nearest of the data, all components counted. */
export function nearestDistances(places: Float32Array, image: Float32Array, latent: number): Float32Array {
  return Float32Array.from({ length: places.length / latent }, (_, cell) => {
    let nearest = Infinity;
    for (let k = 0; k < image.length / latent; k++)
      nearest = Math.min(nearest, latentDistance({ values: places, row: cell }, { values: image, row: k }, latent));
    return nearest;
  });
}

/** Largest distance to data at which a cell still counts as supported: 3 x the 95th percentile of their own spacing. */
export function supportDistance(image: Float32Array, latent: number): number {
  const count = image.length / latent;
  const spacing = Float64Array.from({ length: count }, (_, i) => {
    let nearest = Infinity;
    for (let k = 0; k < count; k++)
      if (k !== i)
        nearest = Math.min(nearest, latentDistance({ values: image, row: i }, { values: image, row: k }, latent));
    return nearest;
  });
  return SUPPORT_FACTOR * quantile(spacing, 0.95);
}

/** One of several positions that lie one after the other. */
export interface Position {
  readonly values: ArrayLike<number>;
  readonly row: number;
}

/** Distance of two positions. */
export function latentDistance(a: Position, b: Position, latent: number): number {
  let sum = 0;
  for (let c = 0; c < latent; c++) sum += (a.values[a.row * latent + c]! - b.values[b.row * latent + c]!) ** 2;
  return Math.sqrt(sum);
}

function meanPosition(image: Float32Array, latent: number): Float64Array {
  const mean = new Float64Array(latent);
  for (let at = 0; at < image.length; at++) mean[at % latent]! += image[at]! / (image.length / latent);
  return mean;
}

/** The cell whose stretch holds a value, for cell positions in either order; undefined beyond the outermost. */
function cellOf(values: Float64Array, value: number): number | undefined {
  const step = (k: number): number => Math.abs(values[Math.min(values.length - 1, k + 1)]! - values[k]!);
  let best = 0;
  for (let k = 1; k < values.length; k++) if (Math.abs(values[k]! - value) < Math.abs(values[best]! - value)) best = k;
  const reach = Math.max(step(best), best > 0 ? step(best - 1) : 0) / 2;
  return Math.abs(values[best]! - value) <= reach ? best : undefined;
}
