/** Distances between current-voltage curves. */

/** Root mean square difference of two curves of equal length, in their unit. */
export function rmsDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let v = 0; v < a.length; v++) sum += (a[v]! - b[v]!) ** 2;
  return Math.sqrt(sum / a.length);
}

/** The curve of mean values at each bias. */
export function meanCurve(curves: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(curves[0]?.length ?? 0);
  for (const curve of curves) for (let v = 0; v < mean.length; v++) mean[v] = mean[v]! + curve[v]! / curves.length;
  return mean;
}
