/**
 * Points taken into a trained model without training it: the network and the hyperparameters stay, the process is
 * conditioned on what came later. This is exact for the process (one more row of the Cholesky factor for each point) and
 * costs a small part of a fit.
 */
import { solveCholesky } from '../numerics/cholesky';
import { visitPosterior } from './dkl/predict';
import type { TrainedModel } from './dkl/train';
import { gatherPatches, type PatchSet } from './patches';
import { predictCandidates, spreadOver } from './predictCandidates';
import type { FittedModel } from './session';
import type { Kernels } from './tensor/kernels';

/** Kernel values kept between a forecast and its correction: at most 256 MiB, beyond that they are computed again. */
const MOST_KEPT = 64 * 1024 * 1024;

/** A model with the points added to it, and what every candidate's prediction is made of. */
export interface Forecast {
  /** Points that it was trained on, then those that were added. */
  readonly model: TrainedModel;
  readonly base: FittedModel;
  readonly added: readonly number[];
  /** Posterior variance by candidate; it does not depend on what the added points measure. */
  readonly variance: Float64Array;
  /**
   * Kernel of each usable candidate with the model's points, count x n, in the room it was given, where the next forecast
   * overwrites it; absent where that is too much to keep. In single precision: while the tip waits, the time goes into
   * reading these numbers, and the last digits of a mean decide nothing.
   */
  readonly cross: Float32Array | undefined;
}

/**
 * Gives an array of the kernels of this length, with anything in it; what it gave before is overwritten.
 *
 * @param wanted how long it will have to be later
 */
export type Room = (length: number, wanted: number) => Float32Array;

/** One block in the memory of the kernels, where the kernel values are kept and reduced without being copied. */
export function createRoom(kernels: Kernels): Room {
  let block: Float32Array | undefined;
  return (length, wanted) => {
    if (block === undefined || block.length < length)
      block = kernels.single(Math.max(length, Math.min(wanted, MOST_KEPT)));
    return block.subarray(0, length);
  };
}

/**
 * Adds the places of candidates to a model as if each had measured what the model expects there (kriging believer,
 * Ginsbourger et al. 2010): the mean stays, the variance shrinks.
 */
export function forecastWith(
  set: PatchSet,
  kernels: Kernels,
  base: FittedModel,
  { added, room }: { readonly added: readonly number[]; readonly room: (length: number) => Float32Array },
): { readonly forecast: Forecast; readonly fitted: FittedModel } {
  let model = base.model;
  const targets = [...base.targets];
  for (const candidate of added) {
    const at = placeIn(set, kernels, model, candidate);
    targets.push(at.mean);
    model = extended(model, at);
  }
  const usable = set.usable.reduce((sum, flag) => sum + flag, 0);
  const keeps = usable * model.n <= MOST_KEPT;
  const cross = keeps ? room(usable * model.n) : undefined;
  const prediction = predictCandidates(set, kernels, model, (first, rows, _z, chunk) =>
    cross?.set(chunk.subarray(0, rows * model.n), first * model.n),
  );
  const fitted = { model, targets: Float64Array.from(targets), prediction };
  return { forecast: { model, base, added, variance: prediction.variance, cross }, fitted };
}

/** The forecast with what all its points turned out to be worth: only the weights of the points are solved for again. */
export function correctedForecast(
  set: PatchSet,
  kernels: Kernels,
  { model: believed, variance, cross }: Forecast,
  targets: Float64Array,
): FittedModel {
  const { factor, n, hyper } = believed;
  const alpha = solveCholesky(
    factor,
    n,
    targets.map((target) => target - hyper.mean),
  );
  const model = { ...believed, alpha };
  const mean =
    cross === undefined
      ? predictCandidates(set, kernels, model).mean
      : spreadOver(set, meansFrom(kernels, model, cross));
  return { model, targets, prediction: { mean, variance } };
}

interface Place {
  /** Scaled embedding. */
  readonly z: Float64Array;
  /** Kernel with the model's points. */
  readonly cross: Float64Array;
  readonly mean: number;
}

function placeIn(set: PatchSet, kernels: Kernels, model: TrainedModel, candidate: number): Place {
  let found: Omit<Place, 'mean'> | undefined;
  const { mean } = visitPosterior(kernels, model, {
    count: 1,
    gather: (_first, _rows, into) => gatherPatches(set, [candidate], into),
    visit: (_first, _rows, z, cross) =>
      (found = { z: z.slice(0, model.z.length / model.n), cross: cross.slice(0, model.n) }),
  });
  return { ...found!, mean: mean[0]! };
}

/** One more row of the factor: L' = [[L, 0], [l^T, d]] with L l = k, d^2 = k(p, p) + noise + jitter - l^T l. */
function extended(model: TrainedModel, { z, cross }: Place): TrainedModel {
  const { n, factor, hyper, jitter, alpha } = model;
  const row = new Float64Array(n + 1);
  let rest = hyper.outputscale + hyper.noise + jitter;
  for (let i = 0; i < n; i++) {
    let sum = cross[i]!;
    for (let j = 0; j < i; j++) sum -= factor[i * n + j]! * row[j]!;
    row[i] = sum / factor[i * n + i]!;
    rest -= row[i]! * row[i]!;
  }
  // The rest is the predictive variance, never below the noise but for rounding.
  row[n] = Math.sqrt(Math.max(rest, hyper.noise + jitter));
  const larger = new Float64Array((n + 1) * (n + 1));
  for (let i = 0; i < n; i++) larger.set(factor.subarray(i * n, i * n + i + 1), i * (n + 1));
  larger.set(row, n * (n + 1));
  // The residual of what the model expects is 0, so nothing changes for the other points and the new one has no weight.
  return { ...model, n: n + 1, z: joined(model.z, z), factor: larger, alpha: joined(alpha, Float64Array.of(0)) };
}

/** mean + sum_j cross_ij alpha_j for every row i, the sums as a prediction makes them. */
function meansFrom(kernels: Kernels, { alpha, n, hyper }: TrainedModel, cross: Float32Array): Float64Array {
  const rows = cross.length / n;
  return kernels.scope(() => {
    const [vector, out] = [kernels.double(n), kernels.double(rows)];
    vector.set(alpha);
    kernels.reduceRows({ matrix: cross, vector, out, rows, cols: n });
    const means = new Float64Array(rows);
    for (let i = 0; i < rows; i++) means[i] = hyper.mean + out[i]!;
    return means;
  });
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
