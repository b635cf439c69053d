/** The posterior of a trained model at any patches, a few thousand at a time. */
import type { Kernels } from '../tensor/kernels';
import { COVARIANCES } from './covariance';
import { scaleEmbedding } from './embeddingScale';
import { allocateOutputs, forward, networkOver } from './network';
import type { TrainedModel } from './train';

/** Patches embedded and predicted together: small enough for the caches, large enough for the products. */
const CHUNK = 2048;
/** Smallest variance: rounding must not make a certain place impossible. */
const VARIANCE_FLOOR = 1e-10;

export interface Prediction {
  /** Posterior mean of the target. */
  readonly mean: Float64Array;
  /** Variance of the target by the band of the model. */
  readonly variance: Float64Array;
}

/** What a prediction needs of a trained model. */
export type PredictingModel = Omit<TrainedModel, 'raw' | 'cycles' | 'loss' | 'jitter' | 'leaveOneOut'>;

/** Told of every chunk: its embedding, rows x dims, and its kernel with the training points, rows x n; valid in the call only. */
export type PredictionVisit = (first: number, rows: number, z: Float64Array, cross: Float64Array) => void;

/** Puts the patches first .. first + rows - 1 row by row into an array. */
export type Gather = (first: number, rows: number, into: Float32Array) => void;

/** Where a prediction is wanted. */
export interface PatchSource {
  readonly count: number;
  readonly gather: Gather;
  readonly visit?: PredictionVisit | undefined;
}

/** The posterior at `count` patches, see {@link visitPosterior}. */
export function predictPosterior(kernels: Kernels, model: PredictingModel, count: number, gather: Gather): Prediction {
  return visitPosterior(kernels, model, { count, gather });
}

/**
 * Posterior at patches, chunk by chunk: mean = m + k^T alpha, variance = s^2 - |L^-1 k|^2, not below 1e-10, then as the
 * band of the model says. A visitor is shown what each chunk was predicted from.
 */
export function visitPosterior(
  kernels: Kernels,
  model: PredictingModel,
  { count, gather, visit }: PatchSource,
): Prediction {
  const prediction = { mean: new Float64Array(count), variance: new Float64Array(count) };
  kernels.scope(() => {
    const chunk = Math.min(CHUNK, count);
    const resident = loadModel(kernels, model, chunk);
    for (let first = 0; first < count; first += CHUNK) {
      const rows = Math.min(CHUNK, count - first);
      gather(first, rows, resident.patches);
      predictChunk(kernels, model, resident, { first, rows, prediction, visit });
    }
  });
  return prediction;
}

type Resident = ReturnType<typeof loadModel>;

/** The model and room for one chunk in the memory of the kernels. */
function loadModel(kernels: Kernels, model: PredictingModel, chunk: number) {
  const { sizes, n, hyper } = model;
  const dims = sizes[sizes.length - 1]!;
  const copy = (values: Float64Array) => {
    const held = kernels.double(values.length);
    held.set(values);
    return held;
  };
  const parameters = kernels.single(model.parameters.length);
  parameters.set(model.parameters);
  return {
    dims,
    network: networkOver(parameters, sizes),
    patches: kernels.single(chunk * sizes[0]!),
    outputs: allocateOutputs((length) => kernels.single(length), sizes, chunk),
    z: kernels.double(chunk * dims),
    points: copy(model.z),
    factor: copy(model.factor),
    alpha: copy(model.alpha),
    inverseLengthscales: copy(hyper.lengthscales.map((lengthscale) => 1 / lengthscale)),
    cross: kernels.double(chunk * n),
    sums: kernels.double(chunk),
  };
}

interface Chunk {
  readonly first: number;
  readonly rows: number;
  readonly prediction: Prediction;
  readonly visit: PredictionVisit | undefined;
}

function predictChunk(
  kernels: Kernels,
  { scale, kernel, hyper, n, band }: PredictingModel,
  resident: Resident,
  { first, rows, prediction, visit }: Chunk,
): void {
  const { dims, network, patches, outputs, z, points, factor, alpha, inverseLengthscales, cross, sums } = resident;
  forward(kernels, network, { input: patches, rows, outputs });
  scaleEmbedding(scale, outputs[outputs.length - 1]!, z, rows * dims);
  const { outputscale, mean } = hyper;
  const shape = { rows, cols: n, dims };
  COVARIANCES[kernel].fill(kernels, { a: z, b: points, inverseLengthscales, outputscale, matrix: cross, ...shape });
  kernels.reduceRows({ matrix: cross, vector: alpha, out: sums, rows, cols: n });
  for (let i = 0; i < rows; i++) prediction.mean[first + i] = mean + sums[i]!;
  visit?.(first, rows, z, cross);
  kernels.solveLowerRows(factor, n, cross, rows);
  kernels.reduceRows({ matrix: cross, vector: undefined, out: sums, rows, cols: n });
  for (let i = 0; i < rows; i++) {
    const latent = Math.max(outputscale - sums[i]!, VARIANCE_FLOOR);
    prediction.variance[first + i] = band.factor * (latent + band.noise);
  }
}
