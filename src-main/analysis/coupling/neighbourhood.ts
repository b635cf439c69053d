/** Weights of the points about each point, and averages with them. */

export interface Neighbourhood {
  readonly count: number;
  /** count x count, each row adding up to 1. */
  readonly weights: Float64Array;
  /** (sum w)^2 / sum w^2 of each row. */
  readonly effective: Float64Array;
}

/** A neighbourhood from the weight that point k has for point i. */
export function neighbourhood(count: number, weight: (i: number, k: number) => number): Neighbourhood {
  const weights = new Float64Array(count * count);
  const effective = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    let squares = 0;
    for (let k = 0; k < count; k++) {
      const w = weight(i, k);
      weights[i * count + k] = w;
      sum += w;
      squares += w * w;
    }
    for (let k = 0; k < count; k++) weights[i * count + k]! /= sum;
    effective[i] = (sum * sum) / squares;
  }
  return { count, weights, effective };
}

/** The weighted mean of some values about each point. */
export function localMean({ count, weights }: Neighbourhood, values: Float64Array): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += weights[i * count + k]! * values[k]!;
    return sum;
  });
}
