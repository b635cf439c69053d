/** Training: full-batch Adam over the weights and the hyperparameters together, from the same start every time. */
import { createHash } from 'node:crypto';
import type { ModelSettings } from '../../../src-shared/experiment';
import { plainAdam } from '../tensor/plainDense';
import type { Kernels, Reals } from '../tensor/kernels';
import {
  allocateDeepKernel,
  differentiateDeepKernel,
  evaluateDeepKernel,
  type DeepKernel,
  type TrainingData,
} from './deepKernel';
import { createEarlyStop } from './earlyStop';
import type { EmbeddingScale } from './embeddingScale';
import type { Hyperparameters } from './hyperparameters';
import { bandOf, leaveOneOutScores, type Band } from './leaveOneOut';
import { initialiseNetwork } from './network';
import { DKL_PROFILES } from './profiles';

/** A trained model in ordinary memory: everything that a prediction needs. */
export interface TrainedModel {
  /** Sizes of the layers, inputs first. */
  readonly sizes: readonly number[];
  readonly parameters: Float32Array;
  /** Covariance function that it was trained with. */
  readonly kernel: ModelSettings['kernel'];
  /** Training cycles that were made. */
  readonly cycles: number;
  /** Free hyperparameters: what `hyper` was read from. */
  readonly raw: Float64Array;
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
  /** What turns the variance of the process into the variance of a prediction. */
  readonly band: Band;
  /** Leave-one-out residuals of the targets over their standard deviations, n. */
  readonly leaveOneOut: Float64Array;
}

/** How a training begins and when it ends. */
export interface TrainingRun {
  readonly settings: ModelSettings;
  /** Called before every cycle; what it throws ends the training. */
  readonly checkAborted: () => void;
  /** The model to start from; without it the training starts from scratch. */
  readonly previous?: TrainedModel | undefined;
}

/** Trains a deep kernel, from scratch or for a few cycles more than the model before. */
export function trainModel(kernels: Kernels, data: TrainingData, run: TrainingRun): TrainedModel {
  const { hidden, embedding } = DKL_PROFILES[run.settings.profile];
  const sizes = [data.patches.length / data.n, ...hidden, embedding];
  return kernels.scope(() => {
    const model = allocateDeepKernel(kernels, sizes, data.n, run.settings);
    begin(model, run);
    const patches = kernels.single(data.patches.length);
    patches.set(data.patches);
    const resident = { ...data, patches };
    const cycles = runCycles(kernels, model, resident, run);
    return { ...detach(kernels, model, resident, run.settings), cycles };
  });
}

function begin({ network, raw }: DeepKernel, { settings, previous }: TrainingRun): void {
  if (previous === undefined) {
    initialiseNetwork(network, settings.weightSeed);
    return;
  }
  network.flat.set(previous.parameters);
  raw.set(previous.raw);
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

/** Trains in place; gives the cycles that were made. */
function runCycles(
  kernels: Kernels,
  model: DeepKernel,
  data: TrainingData,
  { settings, checkAborted, previous }: TrainingRun,
): number {
  const { network, gradient, raw, rawGradient } = model;
  const { learningRate: rate, processRateFactor, weightDecay, gradientClip, earlyStop } = settings;
  const weights = momentsFor(network.flat.length, (length) => kernels.single(length));
  const hyper = momentsFor(raw.length, (length) => new Float64Array(length));
  const cycles = previous === undefined ? settings.cycles : settings.warmCycles;
  const stop = earlyStop > 0 ? createEarlyStop(model, earlyStop) : undefined;
  const differentiate = () => differentiateDeepKernel(kernels, model, data, evaluateDeepKernel(kernels, model, data));
  let step = 1;
  for (; step <= cycles; step++) {
    checkAborted();
    differentiate();
    if (stop?.judge() === true) break;
    if (weightDecay > 0) addDecay(network.flat, gradient.flat, weightDecay / data.n);
    if (gradientClip > 0) clipTogether([gradient.flat, rawGradient], gradientClip);
    kernels.adam({ values: network.flat, gradient: gradient.flat, ...weights, rate, step });
    plainAdam({ values: raw, gradient: rawGradient, ...hyper, rate: rate * processRateFactor, step });
  }
  if (stop !== undefined) {
    if (step > cycles) {
      differentiate(); // what the last cycle made has not been judged
      stop.judge();
    }
    stop.restore();
  }
  return step - 1;
}

/** Slope of share |w|^2 / 2, on top of what the gradient holds. */
function addDecay(values: Reals, gradient: Reals, share: number): void {
  for (let k = 0; k < values.length; k++) gradient[k] = gradient[k]! + share * values[k]!;
}

/** Shortens a gradient in several parts to a length of `most`, where it is longer. */
function clipTogether(parts: readonly Reals[], most: number): void {
  let square = 0;
  for (const part of parts) for (const slope of part) square += slope * slope;
  const factor = most / Math.sqrt(square);
  if (factor < 1) for (const part of parts) for (let k = 0; k < part.length; k++) part[k] = part[k]! * factor;
}

function momentsFor<T>(length: number, allocate: (length: number) => T) {
  return { firstMoment: allocate(length), secondMoment: allocate(length) };
}

function detach(
  kernels: Kernels,
  model: DeepKernel,
  data: TrainingData,
  settings: ModelSettings,
): Omit<TrainedModel, 'cycles'> {
  const { scale, hyper, loss, jitter } = evaluateDeepKernel(kernels, model, data);
  const { network, z, process, raw } = model;
  const { factor, inverse, alpha } = process;
  kernels.invert(factor, data.n, inverse);
  const leaveOneOut = leaveOneOutScores(inverse, alpha);
  return {
    sizes: network.sizes,
    parameters: Float32Array.from(network.flat),
    kernel: settings.kernel,
    raw: Float64Array.from(raw),
    scale,
    hyper,
    n: data.n,
    z: Float64Array.from(z),
    factor: Float64Array.from(factor),
    alpha: Float64Array.from(alpha),
    loss,
    jitter,
    band: bandOf(settings.uncertainty, hyper.noise, leaveOneOut),
    leaveOneOut,
  };
}

function bytesOf(values: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
