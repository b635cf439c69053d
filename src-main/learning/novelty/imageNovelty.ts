/** How new the structure of each candidate is beside the patches already measured. */
import type { NoveltySettings } from '../../../src-shared/experiment';
import { heightPatch, windowStart, type PatchSet } from '../patches';
import { dihedralCopies } from './dihedral';
import { featureDistance, patchFeatures, type PatchFeatures } from './patchFeatures';
import { leastSquaredDistance, patchStatistics, type PatchStatistics } from './patchStatistics';

/** Distances that `knn` averages over. */
const NEIGHBOURS = 3;

/** The smallest distances of every candidate to measured patches so far; each new patch is merged in. */
export interface ImageNovelty {
  readonly kind: NoveltySettings['image'];
  /** kept x count, ascending for each candidate; Infinity where fewer were measured. For `meanDist` the sum of all. */
  readonly smallest: Float64Array;
  readonly kept: number;
  readonly statistics: PatchStatistics;
  /** Of `pca` only. */
  readonly features: PatchFeatures | undefined;
  measured: number;
  /** The scores of these distances, once they were asked for. */
  scores: Float64Array | undefined;
}

/**
 * Nothing measured yet. `embed` is kept like `nearest`, for it needs a model, which stands in where there is one
 * (`embeddingNovelty`).
 */
export function createImageNovelty(set: PatchSet, kind: NoveltySettings['image']): ImageNovelty {
  const kept = kind === 'knn' ? NEIGHBOURS : 1;
  return {
    kind,
    kept,
    smallest: new Float64Array(kept * set.count).fill(Infinity),
    statistics: patchStatistics(set),
    features: kind === 'pca' ? patchFeatures(set) : undefined,
    measured: 0,
    scores: undefined,
  };
}

/** A state to go back to with {@link restoreImageNovelty}, for patches that are only expected to be measured. */
export type ImageNoveltyMark = Pick<ImageNovelty, 'smallest' | 'measured'>;

export function markImageNovelty({ smallest, measured }: ImageNovelty): ImageNoveltyMark {
  return { smallest: smallest.slice(), measured };
}

/** Forgets every patch that was added after the mark. */
export function restoreImageNovelty(novelty: ImageNovelty, mark: ImageNoveltyMark): void {
  novelty.smallest.set(mark.smallest);
  novelty.measured = mark.measured;
  novelty.scores = undefined;
}

/**
 * Takes a measured patch into account. At most 3 size^2 operations for each candidate (eight times that for `rotInv`, 3 x
 * 16 for `pca`), but a patch that cannot be among the nearest, by mean and deviation, is not looked at, and no sum goes
 * further than it can still be among them: the kept numbers are those of the full sums.
 */
export function addMeasuredPatch(novelty: ImageNovelty, set: PatchSet, measured: number): void {
  const { smallest, kept } = novelty;
  const distanceOf = distancesTo(novelty, set, measured);
  const last = (kept - 1) * set.count;
  for (let k = 0; k < set.count; k++) {
    if (set.usable[k] === 0) continue;
    let distance = distanceOf(k, smallest[last + k]!);
    if (novelty.kind === 'meanDist') {
      smallest[k] = (novelty.measured === 0 ? 0 : smallest[k]!) + distance;
      continue;
    }
    for (let place = 0; place < kept; place++) {
      const at = place * set.count + k;
      const held = smallest[at]!;
      if (distance < held) {
        smallest[at] = distance;
        distance = held;
      }
    }
  }
  novelty.measured++;
  novelty.scores = undefined;
}

/**
 * The score of every candidate, dimensionless: the smallest distance, for `knn` the mean of the three smallest, for
 * `meanDist` the mean of all, which has no dips about measured places but sums up to the mean pairwise diversity. Distances
 * are root mean square differences on the common height scale 0..1; for `cosine` 1 - cosine; for `rotInv` the smallest of
 * the eight ways to turn and mirror one patch; for `pca` those of the first 16 principal components. NaN where the window
 * is incomplete, Infinity before anything was measured. The array is kept for the next call; it is not for changing.
 */
export function imageNoveltyScores(novelty: ImageNovelty, set: PatchSet): Float64Array {
  novelty.scores ??= scoresOf(novelty, set);
  return novelty.scores;
}

function scoresOf(novelty: ImageNovelty, set: PatchSet): Float64Array {
  const { kind, smallest, kept, measured } = novelty;
  const used = Math.max(1, Math.min(kept, measured));
  const share = kind === 'meanDist' ? Math.max(1, measured) : used;
  const scores = new Float64Array(set.count).fill(NaN);
  for (let k = 0; k < set.count; k++) {
    if (set.usable[k] === 0) continue;
    let sum = 0;
    for (let place = 0; place < used; place++) sum += smallest[place * set.count + k]!;
    scores[k] = sum / share;
  }
  return scores;
}

type DistanceUpTo = (candidate: number, limit: number) => number;

/** Distance of a candidate's patch to that of one candidate; anything above the limit may come out as Infinity. */
function distancesTo({ kind, statistics, features }: ImageNovelty, set: PatchSet, measured: number): DistanceUpTo {
  const patch = heightPatch(set, measured);
  if (kind === 'cosine') return (k) => windowCosine(set, windowStart(set, k), patch);
  if (features !== undefined) return (k) => featureDistance(features, k, measured, patch.length);
  const copies = kind === 'rotInv' ? dihedralCopies(patch, set.size) : [patch];
  if (kind === 'meanDist') return (k) => windowRms(set, windowStart(set, k), patch, Infinity);
  return (k, limit) => {
    if (leastSquaredDistance(statistics, k, measured) > limit * limit) return Infinity;
    let least = Infinity;
    for (const copy of copies)
      least = Math.min(least, windowRms(set, windowStart(set, k), copy, Math.min(limit, least)));
    return least;
  };
}

/** Root mean square difference of two patches. */
export function patchRms(set: PatchSet, a: number, b: number): number {
  return distanceToPatch(set, b)(a);
}

/** The same for many patches against that of one candidate. */
export function distanceToPatch(set: PatchSet, candidate: number): (other: number) => number {
  const patch = heightPatch(set, candidate);
  return (other) => windowRms(set, windowStart(set, other), patch, Infinity);
}

/** Sums of squares this much above the limit are above it whatever the rounding. */
const BEYOND = 1 + 1e-9;

/** Infinity as soon as the distance is known to be above the limit. */
function windowRms({ image, imageCols, size }: PatchSet, start: number, patch: Float32Array, limit: number): number {
  const area = size * size;
  const most = limit * limit * area * BEYOND;
  let sum = 0;
  for (let i = 0, p = 0; i < size; i++) {
    const line = start + i * imageCols;
    for (let j = 0; j < size; j++, p++) {
      const difference = image[line + j]! - patch[p]!;
      sum += difference * difference;
    }
    if (sum > most) return Infinity;
  }
  return Math.sqrt(sum / area);
}

/** 1 - cosine of the angle between two patches as vectors; a patch of zeros is at 1 from everything. */
function windowCosine({ image, imageCols, size }: PatchSet, start: number, patch: Float32Array): number {
  let product = 0;
  let own = 0;
  let other = 0;
  for (let i = 0, p = 0; i < size; i++) {
    const line = start + i * imageCols;
    for (let j = 0; j < size; j++, p++) {
      const a = image[line + j]!;
      const b = patch[p]!;
      product += a * b;
      own += a * a;
      other += b * b;
    }
  }
  return own > 0 && other > 0 ? Math.max(0, 1 - product / Math.sqrt(own * other)) : 1;
}
