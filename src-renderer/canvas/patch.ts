/** Patches of a frame: the square of pixels about a place that the model sees. */
import type { PixelPoint, Raster } from '../../src-shared/geometry';
import type { Frame } from '../../src-shared/scan';
import type { MeasuredPoint } from '../../src-shared/session/view';

/** First row and column of a patch; the probed pixel is at index [size/2, size/2]. */
function patchOrigin(at: PixelPoint, size: number): { row: number; col: number } {
  return { row: Math.round(at.row) - size / 2, col: Math.round(at.col) - size / 2 };
}

/** Heights of a patch in metres, row-major, `size` x `size`; NaN outside the frame. */
export function patchHeights(frame: Frame, at: PixelPoint, size: number): Float32Array {
  const origin = patchOrigin(at, size);
  const heights = new Float32Array(size * size).fill(Number.NaN);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const row = origin.row + i;
      const col = origin.col + j;
      if (row < 0 || col < 0 || row >= frame.rows || col >= frame.cols) continue;
      heights[i * size + j] = frame.heightsMetres[row * frame.cols + col]!;
    }
  }
  return heights;
}

/** Edges of a patch in the frame, metres. */
export function patchEdges(
  raster: Raster,
  at: PixelPoint,
  size: number,
): Record<'left' | 'right' | 'top' | 'bottom', number> {
  const { row, col } = patchOrigin(at, size);
  const x = (column: number): number => (column / raster.cols - 0.5) * raster.widthMetres;
  const y = (line: number): number => (0.5 - line / raster.rows) * raster.heightMetres;
  return { left: x(col), right: x(col + size), top: y(row), bottom: y(row + size) };
}

/** A measured point and how far its patch is from another one: root mean square of the height differences, metres. */
export interface PatchNeighbour {
  readonly point: MeasuredPoint;
  readonly distanceMetres: number;
}

/** The `count` measured points whose patches are most like the patch at a place, nearest first. */
export function nearestPatches(
  frame: Frame,
  at: PixelPoint,
  { points, size, count }: { points: readonly MeasuredPoint[]; size: number; count: number },
): readonly PatchNeighbour[] {
  const wanted = patchHeights(frame, at, size);
  return points
    .map((point) => ({ point, distanceMetres: rmsDifference(wanted, patchHeights(frame, point.at, size)) }))
    .filter((neighbour) => Number.isFinite(neighbour.distanceMetres))
    .sort((a, b) => a.distanceMetres - b.distanceMetres || a.point.index - b.point.index)
    .slice(0, count);
}

/** Over the pixels that both patches have; NaN where they share none. */
function rmsDifference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    if (Number.isNaN(difference)) continue;
    sum += difference * difference;
    count++;
  }
  return count === 0 ? Number.NaN : Math.sqrt(sum / count);
}
