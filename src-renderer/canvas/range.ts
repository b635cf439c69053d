/** The range of values that a colour table is spread over. */

export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** Smallest and largest finite value; undefined where there is none. */
export function fullRange(values: ArrayLike<number>): ValueRange | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : undefined;
}

/**
 * The range between two quantiles of the finite values, by linear interpolation between order statistics, so that a few
 * spikes do not flatten the rest of the picture. Undefined where no value is finite.
 */
export function quantileRange(values: Float32Array, lowQuantile: number, highQuantile: number): ValueRange | undefined {
  const sorted = values.filter((value) => Number.isFinite(value)).sort();
  if (sorted.length === 0) return undefined;
  return { low: quantile(sorted, lowQuantile), high: quantile(sorted, highQuantile) };
}

function quantile(sorted: Float32Array, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.min(sorted.length - 1, Math.floor(place));
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (place - below);
}
