/** The posterior of a model at every candidate of a frame. */
import { visitPosterior, type Prediction, type PredictionVisit } from './dkl/predict';
import type { TrainedModel } from './dkl/train';
import { gatherPatches, type PatchSet } from './patches';
import { openCandidates } from './policy/choice';
import type { Kernels } from './tensor/kernels';

/**
 * Mean and variance by candidate, NaN where the patch is incomplete.
 *
 * @param visit shown what each chunk was predicted from; its rows count the candidates with a complete patch
 */
export function predictCandidates(
  set: PatchSet,
  kernels: Kernels,
  model: TrainedModel,
  visit?: PredictionVisit,
): Prediction {
  const usable = Uint32Array.from(openCandidates(set.usable));
  const gather = (first: number, rows: number, into: Float32Array): void =>
    gatherPatches(set, usable.subarray(first, first + rows), into);
  const { mean, variance } = visitPosterior(kernels, model, { count: usable.length, gather, visit });
  return { mean: spreadOver(set, mean), variance: spreadOver(set, variance) };
}

/** Values of the candidates with a complete patch, put in their places among all; NaN elsewhere. */
export function spreadOver({ usable, count }: PatchSet, values: Float64Array): Float64Array {
  if (values.length === count) return values;
  const all = new Float64Array(count).fill(NaN);
  for (let k = 0, next = 0; k < count; k++) if (usable[k] === 1) all[k] = values[next++]!;
  return all;
}
