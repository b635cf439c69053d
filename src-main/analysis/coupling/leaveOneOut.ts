/** How well one table predicts another, each point left out of its own prediction. */
import { factorCholesky, invertFromCholesky } from '../../numerics/cholesky';
import { median } from '../../numerics/stats';
import { rowDistance, type Table } from './pointTable';

/** Width of the kernel in units of the median distance, and the noise beside its variance of 1. */
const WIDTH = 0.5;
const NOISE = 0.3;
/** Points that predict each other: a matrix of this size is inverted in some hundredths of a second. */
const GROUP = 300;

/** Squared errors of the targets, summed over their columns, of every point; `order` pairs target rows with predictors. */
export type Predictor = (targets: Table, order: readonly number[]) => Float64Array;

/** The points in groups of up to {@link GROUP}, neighbours in order spread over all groups. */
export function groupsOf(count: number): number[][] {
  const groups = Math.ceil(count / GROUP);
  return Array.from({ length: groups }, (_, g) =>
    Array.from({ length: count }, (_, k) => k).filter((k) => k % groups === g),
  );
}

/**
 * Kernel ridge regression with a Gaussian kernel. The error of a point by a fit without it is exact and free: residual
 * over the diagonal of the inverse (Rasmussen & Williams 2006, 5.4.2). Targets must be centred.
 */
export async function leaveOneOut(features: Table, pause: () => Promise<void>): Promise<Predictor> {
  const groups: { readonly points: readonly number[]; readonly inverse: Float64Array }[] = [];
  for (const points of groupsOf(features.rows)) {
    await pause();
    groups.push({ points, inverse: inverseKernel(features, points) });
  }
  return (targets, order) => {
    const errors = new Float64Array(features.rows);
    for (const { points, inverse } of groups)
      for (let i = 0; i < points.length; i++)
        for (let c = 0; c < targets.cols; c++) {
          let residual = 0;
          for (let j = 0; j < points.length; j++)
            residual += inverse[i * points.length + j]! * targets.values[order[points[j]!]! * targets.cols + c]!;
          errors[points[i]!]! += (residual / inverse[i * points.length + i]!) ** 2;
        }
    return errors;
  };
}

function inverseKernel(features: Table, points: readonly number[]): Float64Array {
  const n = points.length;
  const distances = new Float64Array(n * n);
  const apart: number[] = [];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const distance = rowDistance(features, points[i]!, features, points[j]!);
      distances[i * n + j] = distance;
      apart.push(distance);
    }
  const width = WIDTH * median(apart);
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const near = width > 0 ? Math.exp(-0.5 * (distances[i * n + j]! / width) ** 2) : 1;
      kernel[i * n + j] = near;
      kernel[j * n + i] = near;
    }
    kernel[i * n + i] = 1 + NOISE;
  }
  // With this much noise on the diagonal the matrix is always positive definite.
  if (!factorCholesky(kernel, n)) throw new Error('A kernel matrix with noise on its diagonal must factor.');
  const inverse = new Float64Array(n * n);
  invertFromCholesky(kernel, n, inverse);
  return inverse;
}
