/** A function drawn from the posterior of the session's model, at a sample of the candidates. */
import { choose, deriveRandom, type Random } from '../numerics/random';
import { COVARIANCES } from './dkl/covariance';
import { visitPosterior, type PredictionVisit } from './dkl/predict';
import { gatherPatches, type PatchSet } from './patches';
import { openCandidates } from './policy/choice';
import { drawPosterior } from './policy/posteriorDraw';
import type { FittedModel } from './session';
import type { Kernels } from './tensor/kernels';

/**
 * Values by candidate, NaN where a candidate is not allowed or not in the sample of at most `most`.
 *
 * @param most   places drawn jointly; of more candidates a random sample is taken
 * @param random the stream of this choice: the same stream draws the same sample and function
 */
export function drawnFunction(
  set: PatchSet,
  kernels: Kernels,
  { model }: FittedModel,
  { allowed, most, random }: { readonly allowed: Uint8Array; readonly most: number; readonly random: Random },
): Float64Array {
  const open = openCandidates(allowed);
  const places =
    open.length <= most ? open : choose(deriveRandom(random, 'places'), most, open.length).map((k) => open[k]!);
  const { n, hyper, factor } = model;
  const { correlation } = COVARIANCES[model.kernel];
  const dims = model.z.length / n;
  const embedded = new Float64Array(places.length * dims);
  const explained = new Float64Array(places.length * n);
  const gather = (first: number, rows: number, into: Float32Array): void =>
    gatherPatches(set, places.slice(first, first + rows), into);
  const visit: PredictionVisit = (first, rows, z, cross) => {
    embedded.set(z.subarray(0, rows * dims), first * dims);
    explained.set(cross.subarray(0, rows * n), first * n);
  };
  const { mean } = visitPosterior(kernels, model, { count: places.length, gather, visit });
  kernels.scope(() => {
    const rows = kernels.double(explained.length);
    const lower = kernels.double(factor.length);
    rows.set(explained);
    lower.set(factor);
    kernels.solveLowerRows(lower, n, rows, places.length);
    explained.set(rows);
  });
  const prior = (i: number, j: number): number => {
    let sum = 0;
    for (let d = 0; d < dims; d++)
      sum += ((embedded[i * dims + d]! - embedded[j * dims + d]!) / hyper.lengthscales[d]!) ** 2;
    return hyper.outputscale * correlation(sum);
  };
  const values = drawPosterior({ mean, prior, explained, n }, deriveRandom(random, 'function'));
  const drawn = new Float64Array(set.count).fill(NaN);
  places.forEach((candidate, i) => (drawn[candidate] = values[i]!));
  return drawn;
}
