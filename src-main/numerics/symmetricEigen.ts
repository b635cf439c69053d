/** Eigenvalues and eigenvectors of dense symmetric matrices. */

/** Eigenvalues in descending order; row k of `vectors` is the unit vector of value k. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** count x count, one eigenvector in a row. */
  readonly vectors: Float64Array;
}

/**
 * All eigenvalues and eigenvectors: reduction to tridiagonal form by Householder reflections, then QL steps with
 * Wilkinson's shift (Golub & Van Loan, Matrix computations, 8.3). About 9 count^3 operations. Vectors point so that
 * their largest component is positive, so equal matrices give equal vectors.
 *
 * @param matrix row-major, count x count; only the lower triangle is read, and it stays as it is
 */
export function symmetricEigen(matrix: Float64Array, count: number): SymmetricEigen {
  const { diagonal, below, basis } = tridiagonalise(matrix, count, true);
  diagonalise(diagonal, below, basis);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b]! - diagonal[a]! || a - b);
  const vectors = new Float64Array(count * count);
  order.forEach((from, to) => {
    const row = basis.subarray(from * count, (from + 1) * count);
    const sign = row[indexOfLargest(row)]! < 0 ? -1 : 1;
    vectors.set(
      row.map((value) => sign * value),
      to * count,
    );
  });
  return { values: Float64Array.from(order, (k) => diagonal[k]!), vectors };
}

/** The eigenvalues alone, descending: about 4/3 count^3 operations. */
export function symmetricEigenvalues(matrix: Float64Array, count: number): Float64Array {
  const { diagonal, below } = tridiagonalise(matrix, count, false);
  diagonalise(diagonal, below, undefined);
  return diagonal.sort().reverse();
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** below[k] couples k and k + 1; the last is 0. */
  readonly below: Float64Array;
  /** Q^T of A = Q T Q^T, row-major; empty without vectors. */
  readonly basis: Float64Array;
}

/** A = Q T Q^T: one reflection for each column clears what is under its subdiagonal. */
function tridiagonalise(matrix: Float64Array, n: number, withBasis: boolean): Tridiagonal {
  const a = Float64Array.from(matrix);
  const below = new Float64Array(n);
  const basis = new Float64Array(withBasis ? n * n : 0);
  if (withBasis) for (let k = 0; k < n; k++) basis[k * n + k] = 1;
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = 0; k + 1 < n; k++) {
    const beta = reflector(a, n, k, v);
    below[k] = beta.length;
    if (beta.scale === 0) continue;
    reflectBoth(a, n, k + 1, { v, p, scale: beta.scale });
    if (withBasis) reflectRows(basis, n, k + 1, { v, p, scale: beta.scale });
  }
  return { diagonal: Float64Array.from({ length: n }, (_, k) => a[k * n + k]!), below, basis };
}

/**
 * The reflection I - scale v v^T that turns column k below the diagonal into (length, 0, ..., 0); scale 0 where there is
 * nothing to clear.
 */
function reflector(a: Float64Array, n: number, k: number, v: Float64Array): { scale: number; length: number } {
  const head = a[(k + 1) * n + k]!;
  let largest = 0;
  for (let i = k + 2; i < n; i++) largest = Math.max(largest, Math.abs(a[i * n + k]!));
  if (largest === 0) return { scale: 0, length: head };
  largest = Math.max(largest, Math.abs(head));
  let sum = 0;
  for (let i = k + 1; i < n; i++) {
    v[i] = a[i * n + k]! / largest;
    sum += v[i]! * v[i]!;
  }
  const length = v[k + 1]! > 0 ? -Math.sqrt(sum) : Math.sqrt(sum);
  const product = sum - v[k + 1]! * length; // half of |v|^2 once v is complete
  v[k + 1] = v[k + 1]! - length;
  return { scale: 1 / product, length: length * largest };
}

interface Reflection {
  readonly v: Float64Array;
  /** Room for one vector. */
  readonly p: Float64Array;
  readonly scale: number;
}

/** A <- H A H in the lower triangle of the block from `first` on. */
function reflectBoth(a: Float64Array, n: number, first: number, { v, p, scale }: Reflection): void {
  p.fill(0, first);
  for (let i = first; i < n; i++) {
    const row = i * n;
    let sum = 0;
    for (let j = first; j < i; j++) {
      sum += a[row + j]! * v[j]!;
      p[j] = p[j]! + a[row + j]! * v[i]!;
    }
    p[i] = p[i]! + sum + a[row + i]! * v[i]!;
  }
  let overlap = 0;
  for (let i = first; i < n; i++) {
    p[i] = p[i]! * scale;
    overlap += p[i]! * v[i]!;
  }
  const half = 0.5 * scale * overlap;
  for (let i = first; i < n; i++) p[i] = p[i]! - half * v[i]!;
  for (let i = first; i < n; i++) {
    const row = i * n;
    for (let j = first; j <= i; j++) a[row + j] = a[row + j]! - v[i]! * p[j]! - p[i]! * v[j]!;
  }
}

/** B <- H B for the rows from `first` on. */
function reflectRows(b: Float64Array, n: number, first: number, { v, p, scale }: Reflection): void {
  p.fill(0);
  for (let i = first; i < n; i++) {
    const weight = v[i]! * scale;
    for (let j = 0; j < n; j++) p[j] = p[j]! + weight * b[i * n + j]!;
  }
  for (let i = first; i < n; i++) for (let j = 0; j < n; j++) b[i * n + j] = b[i * n + j]! - v[i]! * p[j]!;
}

/** QL steps on the tridiagonal matrix until nothing is left beside the diagonal; rows of `basis` are turned along. */
function diagonalise(diagonal: Float64Array, below: Float64Array, basis: Float64Array | undefined): void {
  const n = diagonal.length;
  const rounds = { left: 60 * Math.max(1, n) };
  for (let first = 0; first < n; first++) {
    for (let last = blockEnd(diagonal, below, first); last > first; last = blockEnd(diagonal, below, first)) {
      if (rounds.left-- === 0) throw new RangeError('matrix: expected finite numbers, given some that are not');
      stepQL({ diagonal, below, basis }, first, last);
    }
  }
}

/** The last index of the block that starts at `first` and hangs together. */
function blockEnd(diagonal: Float64Array, below: Float64Array, first: number): number {
  let last = first;
  while (last + 1 < diagonal.length) {
    const size = Math.abs(diagonal[last]!) + Math.abs(diagonal[last + 1]!);
    if (Math.abs(below[last]!) <= Number.EPSILON * size || below[last] === 0) break;
    last++;
  }
  return last;
}

type Rotated = Pick<Tridiagonal, 'diagonal' | 'below'> & { readonly basis: Float64Array | undefined };

/** One implicit QL step on the block first .. last: the shift enters at its end, the bulge is chased to its start. */
function stepQL({ diagonal: d, below: e, basis }: Rotated, first: number, last: number): void {
  const n = d.length;
  const gap = (d[first + 1]! - d[first]!) / (2 * e[first]!);
  const root = Math.hypot(gap, 1);
  const shift = d[first]! - e[first]! / (gap + (gap < 0 ? -root : root));
  let bulge = d[last]! - shift;
  let [s, c, moved] = [1, 1, 0];
  for (let i = last - 1; i >= first; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    const r = Math.hypot(f, bulge);
    e[i + 1] = r;
    if (r === 0) {
      // The block falls apart here; what has been moved so far is put down.
      d[i + 1] = d[i + 1]! - moved;
      e[last] = 0;
      return;
    }
    s = f / r;
    c = bulge / r;
    const kept = d[i + 1]! - moved;
    const t = (d[i]! - kept) * s + 2 * c * b;
    moved = s * t;
    d[i + 1] = kept + moved;
    bulge = c * t - b;
    if (basis !== undefined) rotateRows(basis, n, i, { c, s });
  }
  d[first] = d[first]! - moved;
  e[first] = bulge;
  e[last] = 0;
}

function rotateRows(
  basis: Float64Array,
  n: number,
  i: number,
  { c, s }: { readonly c: number; readonly s: number },
): void {
  const upper = i * n;
  const lower = upper + n;
  for (let j = 0; j < n; j++) {
    const [x, y] = [basis[upper + j]!, basis[lower + j]!];
    basis[lower + j] = s * x + c * y;
    basis[upper + j] = c * x - s * y;
  }
}

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (Math.abs(values[k]!) > Math.abs(values[best]!)) best = k;
  return best;
}
