/**
 * The covariance functions of the process, by the setting `model.kernel`: the one place that knows what two embedded
 * points have in common.
 */
import type { ModelSettings } from '../../../src-shared/experiment';
import type { Kernels, RbfGradient, RbfMatrix } from '../tensor/kernels';
import { plainKernelMatrix, rbfCorrelation } from '../tensor/plainProcess';

export interface Covariance {
  /** Covariance of two points over the outputscale, by their squared distance in lengthscales; 1 at 0. */
  readonly correlation: (square: number) => number;
  /** Fills `job.matrix` with outputscale times the correlation. */
  readonly fill: (kernels: Kernels, job: RbfMatrix) => void;
  /** Fills what {@link RbfGradient} says, for the matrix that `fill` made. */
  readonly differentiate: (kernels: Kernels, job: CovarianceGradient) => void;
}

export interface CovarianceGradient extends RbfGradient {
  readonly outputscale: number;
}

/**
 * `rbf`: exp(-r^2 / 2), on the compiled kernels. `matern52`: (1 + a + a^2 / 3) exp(-a) with a = sqrt(5) r (Rasmussen &
 * Williams 2006, eq. 4.17), whose matrices are made in TypeScript for either kind of kernels.
 */
export const COVARIANCES: Readonly<Record<ModelSettings['kernel'], Covariance>> = {
  rbf: {
    correlation: rbfCorrelation,
    fill: (kernels, job) => kernels.rbfMatrix(job),
    differentiate: (kernels, job) => kernels.rbfGradient(job),
  },
  matern52: {
    correlation: maternCorrelation,
    fill: (_kernels, job) => plainKernelMatrix(job, maternCorrelation),
    differentiate: maternGradient,
  },
};

function maternCorrelation(square: number): number {
  const a = Math.sqrt(5 * square);
  return (1 + a + (a * a) / 3) * Math.exp(-a);
}

/** -2 d correlation / d square, which for `rbf` is the correlation itself. */
function maternSlope(square: number): number {
  const a = Math.sqrt(5 * square);
  return (5 / 3) * (1 + a) * Math.exp(-a);
}

/**
 * The covariance depends on points and lengthscales through the squared distance alone. So the gradient of `rbf` holds
 * for any other with -2 dk / d square in place of k, but for the slope by the outputscale, which belongs to k itself.
 */
function maternGradient(kernels: Kernels, job: CovarianceGradient): void {
  const { points, inverseLengthscales, outputscale, matrix, inverse, alpha, sums, count, dims } = job;
  kernels.scope(() => {
    const slopes = kernels.double(count * count);
    const shape = { rows: count, cols: count, dims };
    plainKernelMatrix(
      { a: points, b: points, inverseLengthscales, outputscale, matrix: slopes, ...shape },
      maternSlope,
    );
    kernels.rbfGradient({ ...job, matrix: slopes });
  });
  let sum = 0;
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) sum += (inverse[i * count + j]! - alpha[i]! * alpha[j]!) * matrix[i * count + j]!;
  sums[dims] = sum / (2 * count);
}
