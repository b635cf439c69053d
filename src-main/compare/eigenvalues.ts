/** Eigenvalues of small symmetric matrices. */

const MOST_SWEEPS = 60;

/**
 * The eigenvalues of a symmetric matrix, in no particular order, by cyclic Jacobi rotations (Golub & Van Loan 8.5).
 *
 * @param matrix row-major, count x count; stays as it is
 */
export function symmetricEigenvalues(matrix: Float64Array, count: number): Float64Array {
  const a = Float64Array.from(matrix);
  const small = 1e-30 * squares(a, count, true);
  for (let sweep = 0; sweep < MOST_SWEEPS && squares(a, count, false) > small; sweep++)
    for (let p = 0; p < count - 1; p++) for (let q = p + 1; q < count; q++) rotate(a, count, p, q);
  return Float64Array.from({ length: count }, (_, k) => a[k * count + k]!);
}

/** Turns the plane of p and q so that their common element becomes 0. */
function rotate(a: Float64Array, count: number, p: number, q: number): void {
  const apq = a[p * count + q]!;
  if (apq === 0) return;
  const theta = (a[q * count + q]! - a[p * count + p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < count; k++) {
    const [x, y] = [a[p * count + k]!, a[q * count + k]!];
    a[p * count + k] = c * x - s * y;
    a[q * count + k] = s * x + c * y;
  }
  for (let k = 0; k < count; k++) {
    const [x, y] = [a[k * count + p]!, a[k * count + q]!];
    a[k * count + p] = c * x - s * y;
    a[k * count + q] = s * x + c * y;
  }
}

function squares(a: Float64Array, count: number, diagonal: boolean): number {
  let sum = 0;
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) if (diagonal || i !== j) sum += a[i * count + j]! ** 2;
  return sum;
}
