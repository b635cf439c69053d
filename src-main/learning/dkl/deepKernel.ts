/** The deep kernel: feature network, scaling of its embeddings, and the process on top, with one gradient through all. */
import type { ModelSettings } from '../../../src-shared/experiment';
import type { Kernels, Reals } from '../tensor/kernels';
import { findEmbeddingScale, scaleEmbedding, scaleSlope, type EmbeddingScale } from './embeddingScale';
import {
  allocateProcess,
  differentiateProcess,
  evaluateProcess,
  type ProcessMemory,
  type ProcessState,
} from './gaussianProcess';
import { hyperparameterCount } from './hyperparameters';
import { allocateOutputs, backward, forward, networkOver, parameterCount, type Network } from './network';

/** What a model learns from: patches[n x inputs], targets[n]. */
export interface TrainingData {
  readonly patches: Reals;
  readonly targets: Float64Array;
  readonly n: number;
}

/** What is fixed about a deep kernel besides its sizes. */
export interface DeepKernelOptions {
  readonly kernel: ModelSettings['kernel'];
  /** Smallest variance of the noise. */
  readonly noiseFloor: number;
  /** Working precision of the network, `single` unless told otherwise. */
  readonly precision?: 'single' | 'double';
}

/** A deep kernel with the memory for its gradient. */
export interface DeepKernel {
  readonly network: Network;
  readonly gradient: Network;
  readonly outputs: readonly Reals[];
  readonly slopes: readonly Reals[];
  readonly dims: number;
  readonly kernel: ModelSettings['kernel'];
  readonly noiseFloor: number;
  readonly z: Float64Array;
  readonly process: ProcessMemory;
  readonly raw: Float64Array;
  readonly rawGradient: Float64Array;
}

/** The state of a deep kernel after {@link evaluateDeepKernel}. */
export interface DeepKernelState extends ProcessState {
  readonly scale: EmbeddingScale;
}

/** A deep kernel for n points with all parameters 0. */
export function allocateDeepKernel(
  kernels: Kernels,
  sizes: readonly number[],
  n: number,
  { kernel, noiseFloor, precision = 'single' }: DeepKernelOptions,
): DeepKernel {
  const allocate = (length: number): Reals =>
    precision === 'single' ? kernels.single(length) : kernels.double(length);
  const dims = sizes[sizes.length - 1]!;
  return {
    network: networkOver(allocate(parameterCount(sizes)), sizes),
    gradient: networkOver(allocate(parameterCount(sizes)), sizes),
    outputs: allocateOutputs(allocate, sizes, n),
    slopes: allocateOutputs(allocate, sizes, n),
    dims,
    kernel,
    noiseFloor,
    z: kernels.double(n * dims),
    process: allocateProcess(kernels, n, dims),
    raw: new Float64Array(hyperparameterCount(dims)),
    rawGradient: new Float64Array(hyperparameterCount(dims)),
  };
}

/** Embeds the data and factors the process. */
export function evaluateDeepKernel(kernels: Kernels, model: DeepKernel, data: TrainingData): DeepKernelState {
  const { network, outputs, dims, kernel, noiseFloor, z, process, raw } = model;
  const { patches, targets, n } = data;
  forward(kernels, network, { input: patches, rows: n, outputs });
  const embedding = outputs[outputs.length - 1]!;
  const scale = findEmbeddingScale(embedding, n * dims);
  scaleEmbedding(scale, embedding, z, n * dims);
  return { scale, ...evaluateProcess(kernels, process, { z, targets, n, dims, kernel, noiseFloor }, raw) };
}

/**
 * Gradient of the loss by every parameter, into `model.gradient` and `model.rawGradient`. The minimum and maximum of
 * the embedding count as constants.
 *
 * @param state what {@link evaluateDeepKernel} gave for the same data
 */
export function differentiateDeepKernel(
  kernels: Kernels,
  model: DeepKernel,
  data: TrainingData,
  state: DeepKernelState,
): void {
  const { network, gradient, outputs, slopes, dims, kernel, noiseFloor, z, process, raw, rawGradient } = model;
  const { patches, targets, n } = data;
  const points = { z, targets, n, dims, kernel, noiseFloor };
  differentiateProcess(kernels, process, points, { raw, hyper: state.hyper, rawGradient });
  const last = slopes[slopes.length - 1]!;
  const slope = scaleSlope(state.scale);
  for (let k = 0; k < n * dims; k++) last[k] = process.pointGradient[k]! * slope;
  backward(kernels, network, { input: patches, rows: n, outputs }, { gradient, slopes });
}
