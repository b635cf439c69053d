/**
 * The tensor seam: the few dense operations that carry everything heavy. Networks and Gaussian processes are written
 * against this interface and run on any implementation of it.
 *
 * All matrices are row-major without gaps. Arrays must come from {@link Kernels.single} and {@link Kernels.double} of
 * the same kernels. Every sum has a fixed order that depends on the shapes only, so results are the same bit for bit
 * for any number of threads.
 */
import type { Reals } from '../../numerics/product';

export type { Reals };

/** `sigmoid` is 1 / (1 + exp(-x)). */
export type Activation = 'linear' | 'relu' | 'tanh' | 'sigmoid';

/** output[rows x cols] = activation(input[rows x inner] weights[inner x cols] + bias[cols]) */
export interface Dense {
  readonly input: Reals;
  readonly weights: Reals;
  readonly bias: Reals;
  readonly output: Reals;
  readonly rows: number;
  readonly inner: number;
  readonly cols: number;
  readonly activation: Activation;
}

/**
 * inputGradient[rows x inner] = (outputGradient[rows x cols] weights^T) times the slope of the activation that made
 * the input, which is a function of the input itself.
 */
export interface DenseInputGradient {
  readonly outputGradient: Reals;
  readonly weights: Reals;
  readonly input: Reals;
  readonly inputGradient: Reals;
  readonly rows: number;
  readonly inner: number;
  readonly cols: number;
  /** Activation of the layer that made `input`. */
  readonly activation: Activation;
}

/** weightGradient[inner x cols] = input^T outputGradient, biasGradient[cols] = column sums of outputGradient */
export interface DenseWeightGradient {
  readonly input: Reals;
  readonly outputGradient: Reals;
  readonly weightGradient: Reals;
  readonly biasGradient: Reals;
  readonly rows: number;
  readonly inner: number;
  readonly cols: number;
}

/** One step of Adam (Kingma & Ba 2015, algorithm 1) in place; `step` counts from 1. */
export interface AdamStep {
  readonly values: Reals;
  readonly gradient: Reals;
  readonly firstMoment: Reals;
  readonly secondMoment: Reals;
  readonly rate: number;
  readonly step: number;
}

/**
 * matrix[rows x cols]: entry (i, j) = outputscale exp(-1/2 sum_d ((a_id - b_jd) inverseLengthscales_d)^2), with
 * a[rows x dims], b[cols x dims].
 */
export interface RbfMatrix {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly inverseLengthscales: Float64Array;
  readonly outputscale: number;
  readonly matrix: Float64Array;
  readonly rows: number;
  readonly cols: number;
  readonly dims: number;
}

/**
 * What the slope W = dl/dK of a loss by the kernel matrix says about what the matrix was made of, where
 * W = (inverse - alpha alpha^T) / 2 count.
 *
 * pointGradient[count x dims] = dl/dz; sums[d] = dl/dlog(lengthscale_d) for d < dims, sums[dims] = dl/dlog(outputscale),
 * sums[dims + 1] = the trace of W, that is dl/dnoise.
 */
export interface RbfGradient {
  readonly points: Float64Array;
  readonly inverseLengthscales: Float64Array;
  readonly matrix: Float64Array;
  readonly inverse: Float64Array;
  readonly alpha: Float64Array;
  readonly pointGradient: Float64Array;
  readonly sums: Float64Array;
  readonly count: number;
  readonly dims: number;
}

/** out[i] = sum over the columns j of matrix_ij vector_j, or of matrix_ij^2 without a vector; matrix[rows x cols]. */
export interface RowReduction {
  readonly matrix: Float64Array;
  readonly vector: Float64Array | undefined;
  readonly out: Float64Array;
  readonly rows: number;
  readonly cols: number;
}

export interface Kernels {
  /** Which implementation answers, for the log and for benchmarks. */
  readonly name: string;
  readonly threads: number;
  /** A new array of zeros in single precision. */
  single(length: number): Float32Array;
  /** A new array of zeros in double precision. */
  double(length: number): Float64Array;
  /** Runs `work`; arrays that it took are given back when it returns or throws, so nothing of them may be kept. */
  scope<T>(work: () => T): T;
  dense(job: Dense): void;
  denseInputGradient(job: DenseInputGradient): void;
  denseWeightGradient(job: DenseWeightGradient): void;
  adam(job: AdamStep): void;
  rbfMatrix(job: RbfMatrix): void;
  rbfGradient(job: RbfGradient): void;
  reduceRows(job: RowReduction): void;
  /** Lower triangle of a[n x n] replaced by its Cholesky factor; false where it is not positive definite. */
  cholesky(a: Float64Array, n: number): boolean;
  /** inverse[n x n] of A from its Cholesky factor. */
  invert(factor: Float64Array, n: number, inverse: Float64Array): void;
  /** Each row b of rows[count x n] replaced by x with L x = b. */
  solveLowerRows(factor: Float64Array, n: number, rows: Float64Array, count: number): void;
}
