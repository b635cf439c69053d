/** Exact Gaussian process on the embeddings: loss, its gradient, and the factor that predictions need. Double precision. */
import { ConsoleError } from '../../../src-shared/errors';
import type { ModelSettings } from '../../../src-shared/experiment';
import { logDeterminant, solveCholesky } from '../../numerics/cholesky';
import type { Kernels } from '../tensor/kernels';
import { COVARIANCES } from './covariance';
import { readHyperparameters, softplusSlope, type Hyperparameters } from './hyperparameters';

const FIRST_JITTER = 1e-6;
const LAST_JITTER = 1e-2;

/** Memory for one process of n points. */
export interface ProcessMemory {
  readonly matrix: Float64Array;
  readonly factor: Float64Array;
  readonly inverse: Float64Array;
  readonly alpha: Float64Array;
  readonly inverseLengthscales: Float64Array;
  readonly pointGradient: Float64Array;
  readonly sums: Float64Array;
}

/** Embedded points [n x dims] with their targets. */
export interface ProcessPoints {
  readonly z: Float64Array;
  readonly targets: Float64Array;
  readonly n: number;
  readonly dims: number;
  readonly kernel: ModelSettings['kernel'];
  /** Smallest variance of the noise. */
  readonly noiseFloor: number;
}

/** The process at some hyperparameters; `memory` holds its factor and alpha = K^-1 (y - mean). */
export interface ProcessState {
  readonly hyper: Hyperparameters;
  /** Negative log marginal likelihood over n. */
  readonly loss: number;
  /** What the diagonal needed beside the noise. */
  readonly jitter: number;
}

export function allocateProcess(kernels: Kernels, n: number, dims: number): ProcessMemory {
  return {
    matrix: kernels.double(n * n),
    factor: kernels.double(n * n),
    inverse: kernels.double(n * n),
    alpha: kernels.double(n),
    inverseLengthscales: kernels.double(dims),
    pointGradient: kernels.double(n * dims),
    sums: kernels.double(dims + 2),
  };
}

/**
 * Factors K + (noise + jitter) I and gives the loss (Rasmussen & Williams 2006, algorithm 2.1, over n):
 * l = (r^T K^-1 r + log|K| + n log 2 pi) / 2n with r = y - mean.
 *
 * Throws `learner/not-positive-definite` where even a jitter of 1e-2 does not help.
 *
 * @param raw free hyperparameters, see {@link readHyperparameters}
 */
export function evaluateProcess(
  kernels: Kernels,
  memory: ProcessMemory,
  points: ProcessPoints,
  raw: Float64Array,
): ProcessState {
  const { z, targets, n, dims, kernel } = points;
  const hyper = readHyperparameters(raw, dims, points.noiseFloor);
  const { matrix, factor, alpha, inverseLengthscales } = memory;
  hyper.lengthscales.forEach((lengthscale, d) => (inverseLengthscales[d] = 1 / lengthscale));
  const { outputscale } = hyper;
  const shape = { rows: n, cols: n, dims };
  COVARIANCES[kernel].fill(kernels, { a: z, b: z, inverseLengthscales, outputscale, matrix, ...shape });
  const jitter = factorWithJitter(kernels, { matrix, factor, n }, hyper.noise);
  const residual = targets.map((target) => target - hyper.mean);
  alpha.set(solveCholesky(factor, n, residual));
  let fit = 0;
  for (let i = 0; i < n; i++) fit += residual[i]! * alpha[i]!;
  return { hyper, jitter, loss: (fit + logDeterminant(factor, n) + n * Math.log(2 * Math.PI)) / (2 * n) };
}

/**
 * Gradient of the loss after {@link evaluateProcess}: by the points into `memory.pointGradient`, by the free
 * hyperparameters into `rawGradient`.
 */
export function differentiateProcess(
  kernels: Kernels,
  memory: ProcessMemory,
  points: ProcessPoints,
  {
    raw,
    hyper,
    rawGradient,
  }: { readonly raw: Float64Array; readonly hyper: Hyperparameters; readonly rawGradient: Float64Array },
): void {
  const { z, n, dims, kernel } = points;
  const { factor, inverse, alpha, sums } = memory;
  kernels.invert(factor, n, inverse);
  const { outputscale } = hyper;
  COVARIANCES[kernel].differentiate(kernels, { ...memory, points: z, outputscale, count: n, dims });
  for (let d = 0; d < dims; d++) rawGradient[d] = (sums[d]! / hyper.lengthscales[d]!) * softplusSlope(raw[d]!);
  rawGradient[dims] = (sums[dims]! / outputscale) * softplusSlope(raw[dims]!);
  rawGradient[dims + 1] = sums[dims + 1]! * softplusSlope(raw[dims + 1]!);
  rawGradient[dims + 2] = -alpha.reduce((sum, value) => sum + value, 0) / n;
}

function factorWithJitter(
  kernels: Kernels,
  { matrix, factor, n }: { readonly matrix: Float64Array; readonly factor: Float64Array; readonly n: number },
  noise: number,
): number {
  for (let jitter = FIRST_JITTER; jitter <= LAST_JITTER * 1.5; jitter *= 10) {
    factor.set(matrix);
    for (let i = 0; i < n; i++) factor[i * n + i] = factor[i * n + i]! + noise + jitter;
    if (kernels.cholesky(factor, n)) return jitter;
  }
  throw new ConsoleError({
    code: 'learner/not-positive-definite',
    message: `The kernel matrix of ${n} points is not positive definite, even with a jitter of ${LAST_JITTER}.`,
    hint: 'Use fewer training cycles or a smaller learning rate.',
  });
}
