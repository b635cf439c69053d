/** Places of a frame by which one can tell whether its axes are the right way round. */
import type { PixelPoint } from '../../src-shared/geometry';
import type { Frame } from '../../src-shared/scan';

/** A pixel whose height differs from those at which a wrong axis would arrive. */
export interface Landmark {
  readonly pixel: PixelPoint;
  /** Least difference to the height at a mirrored, turned or swapped place, less what one pixel of shift may make; metres. */
  readonly distinct: number;
}

/**
 * The best landmarks in the top left quarter of a frame, best first, at least four pixels apart. The surface must have no
 * symmetry of its own there.
 */
export function landmarks(frame: Frame, count: number): Landmark[] {
  const all: Landmark[] = [];
  for (let row = 2; row < Math.floor(frame.rows / 2) - 2; row++)
    for (let col = 2; col < Math.floor(frame.cols / 2) - 2; col++)
      if (Math.abs(row - col) > 4) all.push({ pixel: { row, col }, distinct: distinctness(frame, row, col) });
  all.sort((a, b) => b.distinct - a.distinct);
  const chosen: Landmark[] = [];
  for (const candidate of all) {
    if (chosen.length === count) break;
    if (chosen.every(({ pixel }) => !close(pixel, candidate.pixel))) chosen.push(candidate);
  }
  return chosen;
}

function distinctness(frame: Frame, row: number, col: number): number {
  const height = (r: number, c: number): number => frame.heightsMetres[r * frame.cols + c]!;
  const here = height(row, col);
  const bottom = frame.rows - 1 - row;
  const right = frame.cols - 1 - col;
  const wrong = [height(bottom, col), height(row, right), height(bottom, right)];
  // Swapped axes only make sense on a square raster.
  if (frame.rows === frame.cols) wrong.push(height(col, row), height(right, bottom));
  const slope = Math.max(
    ...[height(row - 1, col), height(row + 1, col), height(row, col - 1), height(row, col + 1)].map((near) =>
      Math.abs(near - here),
    ),
  );
  return Math.min(...wrong.map((other) => Math.abs(other - here))) - slope;
}

function close(a: PixelPoint, b: PixelPoint): boolean {
  return Math.abs(a.row - b.row) < 4 && Math.abs(a.col - b.col) < 4;
}
