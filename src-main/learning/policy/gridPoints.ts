/** Evenly spaced places, visited line by line and back: what a survey without a model does. */
import type { CandidateGrid } from '../../../src-shared/maps';
import type { Choice } from './choice';

/** A place on the lattice of candidates; whole numbers are candidates. */
interface LatticePoint {
  readonly row: number;
  readonly col: number;
}

/**
 * Place `index` of `count` on the lattice, in serpentine order. The lines are as many as make the cells about square,
 * and share the places as evenly as possible; every place is the candidate nearest to the centre of its cell.
 */
export function gridPoint({ rows, cols }: CandidateGrid, count: number, index: number): LatticePoint {
  const lines = Math.min(count, rows, Math.max(1, Math.round(Math.sqrt((count * rows) / cols))));
  const line = Math.min(lines - 1, Math.floor(((index + 0.5) * lines) / count));
  const first = Math.ceil((line * count) / lines - 0.5);
  const places = Math.ceil(((line + 1) * count) / lines - 0.5) - first;
  const forth = index - first;
  const place = line % 2 === 0 ? forth : places - 1 - forth;
  return { row: centre(line, lines, rows), col: centre(place, places, cols) };
}

/**
 * The place of a step, or the allowed candidate nearest to it (of equals the lowest index) where it is measured,
 * vetoed or incomplete. Undefined where nothing is allowed.
 */
export function chooseOnGrid(
  grid: CandidateGrid,
  { step, steps }: { readonly step: number; readonly steps: number },
  allowed: Uint8Array,
): Choice | undefined {
  const { row, col } = gridPoint(grid, steps, Math.min(step, steps) - 1);
  let best: number | undefined;
  let least = Infinity;
  allowed.forEach((flag, k) => {
    if (flag !== 1) return;
    const distance = (Math.floor(k / grid.cols) - row) ** 2 + ((k % grid.cols) - col) ** 2;
    if (distance < least) [best, least] = [k, distance];
  });
  return best === undefined ? undefined : { candidate: best, reason: 'grid' };
}

function centre(index: number, count: number, length: number): number {
  return Math.min(length - 1, Math.floor(((index + 0.5) * length) / count));
}
