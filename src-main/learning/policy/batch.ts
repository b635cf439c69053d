/** Several places at once: greedy, each chosen as if those before it had measured what the model expects (kriging believer). */
import type { CandidateGrid } from '../../../src-shared/maps';
import { forWithin } from './spacing';

/** Places of one batch are at least so many pixels apart. */
const BATCH_PIXELS = 2;

/**
 * Chooses up to `count` candidates.
 *
 * @param choose the next one, given the ones that are pending and the candidates that are too near to them; undefined
 *               where nothing is left
 */
export function chooseBatch(
  count: number,
  grid: CandidateGrid,
  choose: (pending: readonly number[], tooNear: readonly number[]) => number | undefined,
): number[] {
  const pending: number[] = [];
  const tooNear = new Set<number>();
  while (pending.length < count) {
    const next = choose(pending, [...tooNear]);
    if (next === undefined) break;
    pending.push(next);
    forWithin(grid, next, { radiusPixels: BATCH_PIXELS, open: true }, (candidate) => tooNear.add(candidate));
  }
  return pending;
}
