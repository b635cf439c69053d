/** Principal components of a set of curves. */
import { symmetricEigen } from '../../numerics/symmetricEigen';
import { meanCurve } from './curveDistance';

/** Share of the total variance below which a component is rounding. */
const LEAST_SHARE = 1e-12;

export interface PrincipalComponents {
  readonly mean: Float64Array;
  /** Orthonormal, by falling variance; fewer than asked for where the curves span less. */
  readonly components: readonly Float64Array[];
  /** Variance of the scores (over n) of each component, squared unit of the curves. */
  readonly variances: readonly number[];
}

/**
 * The first components of some curves. Of their covariance and their matrix of inner products, which have the same
 * eigenvalues, the smaller one is taken apart: about 9 min(n, points)^3 operations.
 */
export function principalComponents(curves: readonly Float64Array[], count: number): PrincipalComponents {
  const mean = meanCurve(curves);
  const centred = curves.map((curve) => curve.map((value, v) => value - mean[v]!));
  const [n, length] = [curves.length, mean.length];
  const bySet = n <= length;
  const size = bySet ? n : length;
  const vectors = bySet ? centred : columns(centred, length);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) matrix[i * size + j] = dot(vectors[i]!, vectors[j]!) / n;
  const eigen = symmetricEigen(matrix, size);
  const total = eigen.values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const components: Float64Array[] = [];
  const variances: number[] = [];
  for (let k = 0; k < Math.min(count, size) && eigen.values[k]! > LEAST_SHARE * total; k++) {
    const own = eigen.vectors.subarray(k * size, (k + 1) * size);
    components.push(bySet ? combination(centred, own, Math.sqrt(n * eigen.values[k]!)) : own.slice());
    variances.push(eigen.values[k]!);
  }
  return { mean, components, variances };
}

/** How much of each component is in a curve. */
export function componentScores({ mean, components }: PrincipalComponents, curve: Float64Array): Float64Array {
  const centred = curve.map((value, v) => value - mean[v]!);
  return Float64Array.from(components, (component) => dot(component, centred));
}

/** Squared length of what the components leave of a curve, never negative. */
export function squaredResidual(model: PrincipalComponents, curve: Float64Array): number {
  const left = curve.map((value, v) => value - model.mean[v]!);
  // Taken away one by one, not as a difference of squares, which would lose the small ones.
  for (const component of model.components) {
    const score = dot(component, left);
    for (let v = 0; v < left.length; v++) left[v] = left[v]! - score * component[v]!;
  }
  return dot(left, left);
}

function combination(vectors: readonly Float64Array[], weights: Float64Array, length: number): Float64Array {
  const sum = new Float64Array(vectors[0]!.length);
  vectors.forEach((vector, i) => {
    const weight = weights[i]! / length;
    for (let v = 0; v < sum.length; v++) sum[v] = sum[v]! + weight * vector[v]!;
  });
  return sum;
}

function columns(rows: readonly Float64Array[], count: number): Float64Array[] {
  return Array.from({ length: count }, (_, v) => Float64Array.from(rows, (row) => row[v]!));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
