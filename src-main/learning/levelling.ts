/** Levels a height map: what the sample holder and the slow drift of the tip put into it is no structure. */
import type { Frame } from '../../src-shared/scan';
import { finiteRange, median } from '../numerics/stats';

/**
 * The heights less their least-squares plane, then each row less its median.
 *
 * Pixels that are NaN stay NaN and count for nothing. The raw frame is left as it is: the record keeps what was measured.
 *
 * @returns row-major heights in metres, double precision
 */
export function levelHeights(frame: Frame): Float64Array {
  const { rows, cols, heightsMetres } = frame;
  const plane = fitPlane(frame);
  const level = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const k = row * cols + col;
      level[k] = heightsMetres[k]! - plane.offset - plane.perRow * row - plane.perCol * col;
    }
    const line = level.subarray(row * cols, (row + 1) * cols);
    const measured = line.filter((height) => Number.isFinite(height));
    if (measured.length === 0) continue;
    const middle = median(measured);
    for (let col = 0; col < cols; col++) line[col] = line[col]! - middle;
  }
  return level;
}

/** Heights scaled to 0..1 over the whole image, dimensionless; a flat image becomes 0 everywhere, NaN stays NaN. */
export function scaleHeights(heights: Float64Array): Float32Array {
  const range = finiteRange(heights);
  if (range === undefined) return Float32Array.from(heights);
  const span = range.max - range.min;
  return Float32Array.from(heights, (height) =>
    Number.isFinite(height) ? (span > 0 ? (height - range.min) / span : 0) : NaN,
  );
}

interface Plane {
  readonly offset: number;
  readonly perRow: number;
  readonly perCol: number;
}

/**
 * The least-squares plane through the measured pixels. Pixel indices are taken from their mean, which makes the normal
 * equations a 2 x 2 system; pixels on one line determine no tilt across it, which then stays 0.
 */
function fitPlane({ rows, cols, heightsMetres }: Frame): Plane {
  const mean = { count: 0, row: 0, col: 0, height: 0 };
  forMeasured({ rows, cols, heightsMetres }, (row, col, height) => {
    mean.count++;
    mean.row += row;
    mean.col += col;
    mean.height += height;
  });
  if (mean.count === 0) return { offset: 0, perRow: 0, perCol: 0 };
  mean.row /= mean.count;
  mean.col /= mean.count;
  mean.height /= mean.count;
  let rr = 0,
    cc = 0,
    rc = 0,
    rh = 0,
    ch = 0; // one pass over all moments
  forMeasured({ rows, cols, heightsMetres }, (row, col, height) => {
    const r = row - mean.row;
    const c = col - mean.col;
    const h = height - mean.height;
    rr += r * r;
    cc += c * c;
    rc += r * c;
    rh += r * h;
    ch += c * h;
  });
  const determinant = rr * cc - rc * rc;
  const solvable = determinant > 1e-9 * Math.max(rr, cc) ** 2;
  const perRow = solvable ? (rh * cc - ch * rc) / determinant : 0;
  const perCol = solvable ? (ch * rr - rh * rc) / determinant : 0;
  return { offset: mean.height - perRow * mean.row - perCol * mean.col, perRow, perCol };
}

function forMeasured(
  { rows, cols, heightsMetres }: Pick<Frame, 'rows' | 'cols' | 'heightsMetres'>,
  visit: (row: number, col: number, height: number) => void,
): void {
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) {
      const height = heightsMetres[row * cols + col]!;
      if (Number.isFinite(height)) visit(row, col, height);
    }
}
