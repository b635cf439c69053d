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
const MOST_KEPT = 32 * 1024 * 1024;

/** A model with the points added to it, and what every candidate's prediction is made of. */
export interface Forecast {
  /** Points that it was trained on, then those that were added. */
  readonly model: TrainedModel;
  readonly base: FittedModel;
  readonly added: readonly number[];
  /** Posterior variance by candidate; it does not depend on what the added points measure. */
  readonly variance: Float64Array;
  /** Kernel of each usable candidate with the model's points, count x n; absent where that is too much to keep. */
  readonly cross: Float64Array | undefined;
}

/**
 * Adds the places of candidates to a model as if each had measured what the model expects there (kriging believer,
 * Ginsbourger et al. 2010): the mean stays, the variance shrinks.
 */
export function forecastWith(
  set: PatchSet,
  kernels: Kernels,
  base: FittedModel,
  added: readonly number[],
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
  const cross = keeps ? new Float64Array(usable * model.n) : undefined;
  const means = new Float64Array(usable);
  const { variance } = predictCandidates(set, kernels, model, (first, rows, _z, chunk) => {
    const values = chunk.subarray(0, rows * model.n);
    cross?.set(values, first * model.n);
    meansFrom(values, model, means.subarray(first, first + rows));
  });
  const fitted = { model, targets: Float64Array.from(targets), prediction: { mean: spreadOver(set, means), variance } };
  return { forecast: { model, base, added, variance, cross }, fitted };
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
  const means = new Float64Array(set.usable.reduce((sum, flag) => sum + flag, 0));
  if (cross !== undefined) meansFrom(cross, model, means);
  else
    predictCandidates(set, kernels, model, (first, rows, _z, chunk) =>
      meansFrom(chunk.subarray(0, rows * n), model, means.subarray(first, first + rows)),
    );
  return { model, targets, prediction: { mean: spreadOver(set, means), variance } };
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

/** out[i] = mean + sum_j cross_ij alpha_j; four sums in a fixed order, so that it is the same wherever it is computed. */
function meansFrom(cross: Float64Array, { alpha, n, hyper }: TrainedModel, out: Float64Array): void {
  const even = n - (n % 4);
  for (let i = 0, at = 0; i < out.length; i++, at += n) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let j = 0; j < even; j += 4) {
      a += cross[at + j]! * alpha[j]!;
      b += cross[at + j + 1]! * alpha[j + 1]!;
      c += cross[at + j + 2]! * alpha[j + 2]!;
      d += cross[at + j + 3]! * alpha[j + 3]!;
    }
    for (let j = even; j < n; j++) a += cross[at + j]! * alpha[j]!;
    out[i] = hyper.mean + (a + b + (c + d));
  }
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
