/** How new the structure of each candidate is beside the patches already measured. */
import type { NoveltySettings } from '../../../src-shared/experiment';
import { heightPatch, windowStart, type PatchSet } from '../patches';

/** Distances that `knn` averages over. */
const NEIGHBOURS = 3;

/** The smallest distances of every candidate to measured patches so far; each new patch is merged in. */
export interface ImageNovelty {
  readonly kind: NoveltySettings['image'];
  /** kept x count, ascending for each candidate; Infinity where fewer were measured. */
  readonly smallest: Float64Array;
  readonly kept: number;
  measured: number;
}

export function createImageNovelty(set: PatchSet, kind: NoveltySettings['image']): ImageNovelty {
  const kept = kind === 'knn' ? NEIGHBOURS : 1;
  return { kind, kept, smallest: new Float64Array(kept * set.count).fill(Infinity), measured: 0 };
}

/** Takes a measured patch into account: 3 size^2 operations for each candidate. */
export function addMeasuredPatch(novelty: ImageNovelty, set: PatchSet, measured: number): void {
  const distances = patchDistances(set, measured, novelty.kind === 'cosine' ? 'cosine' : 'rms');
  const { smallest, kept } = novelty;
  for (let k = 0; k < set.count; k++) {
    let distance = distances[k]!;
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
}

/**
 * The score of every candidate, dimensionless: `nearest` and `cosine` the smallest distance, `knn` the mean of the three
 * smallest. NaN where the window is incomplete, Infinity before anything was measured.
 */
export function imageNoveltyScores(novelty: ImageNovelty, set: PatchSet): Float64Array {
  const { smallest, kept, measured } = novelty;
  const used = Math.max(1, Math.min(kept, measured));
  const scores = new Float64Array(set.count).fill(NaN);
  for (let k = 0; k < set.count; k++) {
    if (set.usable[k] === 0) continue;
    let sum = 0;
    for (let place = 0; place < used; place++) sum += smallest[place * set.count + k]!;
    scores[k] = sum / used;
  }
  return scores;
}

/**
 * Distance of every candidate's patch to that of one candidate, on the common height scale 0..1.
 *
 * `rms`: root mean square difference. `cosine`: 1 - cosine of the angle between the patches as vectors; a patch of zeros
 * is at 1 from everything. NaN where a window is incomplete.
 */
function patchDistances(set: PatchSet, candidate: number, kind: 'rms' | 'cosine'): Float64Array {
  const patch = heightPatch(set, candidate);
  const distances = new Float64Array(set.count).fill(NaN);
  const measure = kind === 'rms' ? windowRms : windowCosine;
  for (let k = 0; k < set.count; k++) if (set.usable[k] === 1) distances[k] = measure(set, windowStart(set, k), patch);
  return distances;
}

/** Root mean square difference of two patches. */
export function patchRms(set: PatchSet, a: number, b: number): number {
  return windowRms(set, windowStart(set, a), heightPatch(set, b));
}

function windowRms({ image, imageCols, size }: PatchSet, start: number, patch: Float32Array): number {
  let sum = 0;
  for (let i = 0, p = 0; i < size; i++) {
    const line = start + i * imageCols;
    for (let j = 0; j < size; j++, p++) {
      const difference = image[line + j]! - patch[p]!;
      sum += difference * difference;
    }
  }
  return Math.sqrt(sum / (size * size));
}

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
