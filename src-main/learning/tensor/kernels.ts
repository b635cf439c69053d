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
 *
 * Of a kernel that is another function of the squared distance, `matrix` is to hold -2 dk/d(squared distance); all but
 * sums[dims] are then its slopes.
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

/**
 * out[i] = sum over the columns j of matrix_ij vector_j, or of matrix_ij^2 without a vector, which takes a matrix in double
 * precision; matrix[rows x cols].
 */
export interface RowReduction {
  readonly matrix: Reals;
  readonly vector: Float64Array | undefined;
  readonly out: Float64Array;
  readonly rows: number;
  readonly cols: number;
}

/**
 * The decoder of an image pixel by pixel: h0 = tanh(offset + (x, y) placeWeights), h1 = tanh(h0 W1 + b1),
 * h2 = tanh(h1 W2 + b2), logit = h2 . w + b, for every pixel of every sample.
 *
 * `parameters` holds, in this order, W1 and W2 [hidden x hidden], b1, b2, w, the place weights [2 x hidden] and b.
 */
export interface SpatialDecoder {
  /** samples x pixels x 2 */
  readonly places: Reals;
  /** samples x hidden */
  readonly offsets: Reals;
  readonly parameters: Reals;
  /** Receives samples x pixels numbers. */
  readonly logits: Reals;
  readonly samples: number;
  readonly pixels: number;
  readonly hidden: number;
  /** Absent for decoding only. */
  readonly training?: SpatialTraining | undefined;
}

/** Loss = factor times the sum over samples and pixels of the binary cross-entropy of sigmoid(logit) and target. */
export interface SpatialTraining {
  /** samples x pixels, 0..1 */
  readonly targets: Reals;
  readonly factor: number;
  /** Receives the cross-entropy of each sample, without the factor. */
  readonly losses: Float64Array;
  /** Receives the slopes of the loss by `parameters`, by `offsets` and, where wanted, by `places`. */
  readonly gradient: Reals;
  readonly offsetGradient: Reals;
  readonly placeGradient?: Reals | undefined;
}

/**
 * losses[row] = sum over the columns of the binary cross-entropy of sigmoid(logit) and target (0..1); the logits become
 * factor times its slopes.
 */
export interface CrossEntropy {
  readonly logits: Reals;
  readonly targets: Reals;
  readonly losses: Float64Array;
  readonly factor: number;
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
  spatialDecoder(job: SpatialDecoder): void;
  crossEntropy(job: CrossEntropy): void;
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
