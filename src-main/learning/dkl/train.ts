/** Training: full-batch Adam over the weights and the hyperparameters together, from the same start every time. */
import { createHash } from 'node:crypto';
import type { ModelSettings } from '../../../src-shared/experiment';
import { plainAdam } from '../tensor/plainDense';
import type { Kernels } from '../tensor/kernels';
import {
  allocateDeepKernel,
  differentiateDeepKernel,
  evaluateDeepKernel,
  type DeepKernel,
  type TrainingData,
} from './deepKernel';
import type { EmbeddingScale } from './embeddingScale';
import type { Hyperparameters } from './hyperparameters';
import { initialiseNetwork } from './network';
import { DKL_PROFILES } from './profiles';

/** A trained model in ordinary memory: everything that a prediction needs. */
export interface TrainedModel {
  /** Sizes of the layers, inputs first. */
  readonly sizes: readonly number[];
  readonly parameters: Float32Array;
  readonly scale: EmbeddingScale;
  readonly hyper: Hyperparameters;
  readonly n: number;
  /** Scaled training embeddings, n x dims. */
  readonly z: Float64Array;
  /** Lower Cholesky factor of K + (noise + jitter) I, n x n. */
  readonly factor: Float64Array;
  /** (K + (noise + jitter) I)^-1 (targets - mean), n. */
  readonly alpha: Float64Array;
  readonly loss: number;
  readonly jitter: number;
}

/**
 * Trains a deep kernel from scratch.
 *
 * @param checkAborted called before every cycle; what it throws ends the training
 */
export function trainModel(
  kernels: Kernels,
  data: TrainingData,
  settings: ModelSettings,
  checkAborted: () => void,
): TrainedModel {
  const { hidden, embedding } = DKL_PROFILES[settings.profile];
  const sizes = [data.patches.length / data.n, ...hidden, embedding];
  return kernels.scope(() => {
    const model = allocateDeepKernel(kernels, sizes, data.n);
    initialiseNetwork(model.network, settings.weightSeed);
    const patches = kernels.single(data.patches.length);
    patches.set(data.patches);
    const resident = { ...data, patches };
    runCycles(kernels, model, resident, { settings, checkAborted });
    return detach(kernels, model, resident);
  });
}

/** SHA-256 over weights, scaling and hyperparameters, hex: equal models have equal fingerprints. */
export function fingerprint({ parameters, scale, hyper }: TrainedModel): string {
  const numbers = Float64Array.of(
    scale.min,
    scale.max,
    ...hyper.lengthscales,
    hyper.outputscale,
    hyper.noise,
    hyper.mean,
  );
  return createHash('sha256').update(bytesOf(parameters)).update(bytesOf(numbers)).digest('hex');
}

function runCycles(
  kernels: Kernels,
  model: DeepKernel,
  data: TrainingData,
  { settings, checkAborted }: { readonly settings: ModelSettings; readonly checkAborted: () => void },
): void {
  const { network, gradient, raw, rawGradient } = model;
  const weights = momentsFor(network.flat.length, (length) => kernels.single(length));
  const hyper = momentsFor(raw.length, (length) => new Float64Array(length));
  for (let step = 1; step <= settings.cycles; step++) {
    checkAborted();
    differentiateDeepKernel(kernels, model, data, evaluateDeepKernel(kernels, model, data));
    const rate = settings.learningRate;
    kernels.adam({ values: network.flat, gradient: gradient.flat, ...weights, rate, step });
    plainAdam({ values: raw, gradient: rawGradient, ...hyper, rate, step });
  }
}

function momentsFor<T>(length: number, allocate: (length: number) => T) {
  return { firstMoment: allocate(length), secondMoment: allocate(length) };
}

function detach(kernels: Kernels, model: DeepKernel, data: TrainingData): TrainedModel {
  const { scale, hyper, loss, jitter } = evaluateDeepKernel(kernels, model, data);
  const { network, z, process } = model;
  return {
    sizes: network.sizes,
    parameters: Float32Array.from(network.flat),
    scale,
    hyper,
    n: data.n,
    z: Float64Array.from(z),
    factor: Float64Array.from(process.factor),
    alpha: Float64Array.from(process.alpha),
    loss,
    jitter,
  };
}

function bytesOf(values: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
