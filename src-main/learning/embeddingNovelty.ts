/** Image novelty as the model sees it: how far a candidate is from every place seen, in the embedding of the network. */
import type { PatchSet } from './patches';
import { predictCandidates } from './predictCandidates';
import type { TrainedModel } from './dkl/train';
import type { Kernels } from './tensor/kernels';

/**
 * Distance of every candidate to the nearest seen one in the scaled embedding, NaN where the patch is incomplete. The
 * embedding is computed anew for every fit: one prediction, then 3 x dims x seen operations for each candidate.
 */
export function embeddingNovelty(
  set: PatchSet,
  kernels: Kernels,
  model: TrainedModel,
  seen: readonly number[],
): Float64Array {
  const dims = model.z.length / model.n;
  const embedding = embedCandidates(set, kernels, model, dims);
  const scores = new Float64Array(set.count).fill(NaN);
  for (let k = 0; k < set.count; k++) {
    if (set.usable[k] === 0) continue;
    let least = Infinity;
    for (const other of seen) least = Math.min(least, squaredDistance(embedding, dims, k, other));
    scores[k] = Math.sqrt(least);
  }
  return scores;
}

/** Scaled embedding by candidate, count x dims; 0 where the patch is incomplete. */
function embedCandidates(set: PatchSet, kernels: Kernels, model: TrainedModel, dims: number): Float64Array {
  const usable = new Float64Array(set.usable.reduce((sum, flag) => sum + flag, 0) * dims);
  predictCandidates(set, kernels, model, (first, rows, z) => usable.set(z.subarray(0, rows * dims), first * dims));
  const all = new Float64Array(set.count * dims);
  for (let k = 0, next = 0; k < set.count; k++) {
    if (set.usable[k] === 0) continue;
    all.set(usable.subarray(next, next + dims), k * dims);
    next += dims;
  }
  return all;
}

function squaredDistance(values: Float64Array, dims: number, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < dims; d++) sum += (values[a * dims + d]! - values[b * dims + d]!) ** 2;
  return sum;
}
