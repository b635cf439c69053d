/** Keeps proposals apart from places on the grid of candidates. */
import type { CandidateGrid } from '../../../src-shared/maps';

/** Calls `visit` for every candidate within a radius (pixels, the rim included unless `open`) of a candidate, itself too. */
export function forWithin(
  { rows, cols, stride }: Pick<CandidateGrid, 'rows' | 'cols' | 'stride'>,
  centre: number,
  { radiusPixels, open = false }: { readonly radiusPixels: number; readonly open?: boolean },
  visit: (candidate: number, squaredPixels: number) => void,
): void {
  const reach = Math.floor(radiusPixels / stride);
  const [row, col] = [Math.floor(centre / cols), centre % cols];
  for (let i = Math.max(0, row - reach); i <= Math.min(rows - 1, row + reach); i++)
    for (let j = Math.max(0, col - reach); j <= Math.min(cols - 1, col + reach); j++) {
      const squared = ((i - row) ** 2 + (j - col) ** 2) * stride ** 2;
      if (squared < radiusPixels ** 2 || (!open && squared === radiusPixels ** 2)) visit(i * cols + j, squared);
    }
}

/** Sets `allowed` to 0 for all candidates nearer than the distance to one of some places; the places stay as they are. */
export function keepDistance(
  allowed: Uint8Array,
  grid: CandidateGrid,
  places: readonly number[],
  minDistancePixels: number,
): void {
  if (minDistancePixels <= 0) return;
  for (const place of places)
    forWithin(grid, place, { radiusPixels: minDistancePixels, open: true }, (candidate) => {
      if (candidate !== place) allowed[candidate] = 0;
    });
}
