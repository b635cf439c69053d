/** Hyperparameters of the Gaussian process in the free form that the optimiser moves. */

/** What the free numbers stand for. */
export interface Hyperparameters {
  readonly lengthscales: Float64Array;
  readonly outputscale: number;
  /** Variance of the noise without jitter. */
  readonly noise: number;
  /** Constant mean of the process. */
  readonly mean: number;
}

/** Free numbers in their order: one for each lengthscale, outputscale, noise, mean. They start at 0. */
export function hyperparameterCount(dims: number): number {
  return dims + 3;
}

/** lengthscale and outputscale = softplus(raw), noise = floor + softplus(raw), mean as it is. */
export function readHyperparameters(raw: Float64Array, dims: number, noiseFloor: number): Hyperparameters {
  return {
    lengthscales: raw.slice(0, dims).map(softplus),
    outputscale: softplus(raw[dims]!),
    noise: noiseFloor + softplus(raw[dims + 1]!),
    mean: raw[dims + 2]!,
  };
}

/** log(1 + e^x) without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** Slope of {@link softplus}, 1 / (1 + e^-x). */
export function softplusSlope(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
