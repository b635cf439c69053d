/** The algebra of a Gaussian process in plain TypeScript: the reference of the compiled kernels, and their fall-back. */
import type { RbfGradient, RbfMatrix, RowReduction } from './kernels';

export function plainRbfMatrix(job: RbfMatrix): void {
  plainKernelMatrix(job, rbfCorrelation);
}

/** Correlation of two points by their squared distance in lengthscales. */
export function rbfCorrelation(square: number): number {
  return Math.exp(-0.5 * square);
}

/** As `rbfMatrix`, with any function of the squared distance in lengthscales in place of exp(-square / 2). */
export function plainKernelMatrix(job: RbfMatrix, correlation: (square: number) => number): void {
  const { a, b, inverseLengthscales, outputscale, matrix, rows, cols, dims } = job;
  // The matrix of points with themselves is symmetric: half of the exponentials is enough.
  const symmetric = a === b;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < (symmetric ? i + 1 : cols); j++) {
      let square = 0;
      for (let d = 0; d < dims; d++) {
        const difference = (a[i * dims + d]! - b[j * dims + d]!) * inverseLengthscales[d]!;
        square += difference * difference;
      }
      const value = outputscale * correlation(square);
      matrix[i * cols + j] = value;
      if (symmetric) matrix[j * cols + i] = value;
    }
}

export function plainRbfGradient(job: RbfGradient): void {
  const { points, inverseLengthscales, matrix, inverse, alpha, pointGradient, sums, count, dims } = job;
  sums.fill(0);
  pointGradient.fill(0);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const slope = (inverse[i * count + j]! - alpha[i]! * alpha[j]!) / (2 * count);
      const weighted = slope * matrix[i * count + j]!;
      sums[dims] = sums[dims]! + weighted;
      if (i === j) sums[dims + 1] = sums[dims + 1]! + slope;
      for (let d = 0; d < dims; d++) {
        const scale = inverseLengthscales[d]! * inverseLengthscales[d]!;
        const difference = points[i * dims + d]! - points[j * dims + d]!;
        const pull = weighted * difference * scale;
        pointGradient[i * dims + d] = pointGradient[i * dims + d]! - 2 * pull;
        sums[d] = sums[d]! + pull * difference;
      }
    }
  }
}

export function plainReduceRows({ matrix, vector, out, rows, cols }: RowReduction): void {
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < cols; j++) {
      const value = matrix[i * cols + j]!;
      sum += value * (vector === undefined ? value : vector[j]!);
    }
    out[i] = sum;
  }
}
