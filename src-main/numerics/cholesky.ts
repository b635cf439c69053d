/** Cholesky factor and triangular solves in double precision, in blocks so that the product does most of the work. */
import { multiply, rowMajor, transposed } from './product';

const BLOCK = 24;

/**
 * Replaces the lower triangle of a symmetric matrix by its Cholesky factor L, L L^T = A (Golub & Van Loan 2013, 4.2).
 * The part above the diagonal is left as it was.
 *
 * @param a row-major, n x n; only the lower triangle is read
 * @returns false where a pivot is not positive or not finite; the matrix is then spoilt
 */
export function factorCholesky(a: Float64Array, n: number): boolean {
  for (let first = 0; first < n; first += BLOCK) {
    const width = Math.min(BLOCK, n - first);
    const panel = rowMajor(a, n, first * n + first);
    const left = rowMajor(a, n, first * n);
    if (first > 0)
      multiply({ a: left, b: transposed(left), c: panel }, { rows: n - first, inner: first, cols: width }, 'subtract');
    if (!factorDiagonal(a, n, first, width)) return false;
    for (let i = first + width; i < n; i++) solveBlockRow(a, n, { first, width }, { values: a, offset: i * n });
  }
  return true;
}

/**
 * Replaces each row b of a matrix by x with L x = b, that is B by B L^-T.
 *
 * @param l lower triangle, row-major, n x n
 * @param b row-major, rows x n
 */
export function solveLowerRows(l: Float64Array, n: number, b: Float64Array, rows: number): void {
  for (let first = 0; first < n; first += BLOCK) {
    const width = Math.min(BLOCK, n - first);
    if (first > 0)
      multiply(
        { a: rowMajor(b, n), b: transposed(rowMajor(l, n, first * n)), c: rowMajor(b, n, first) },
        { rows, inner: first, cols: width },
        'subtract',
      );
    for (let r = 0; r < rows; r++) solveBlockRow(l, n, { first, width }, { values: b, offset: r * n });
  }
}

/**
 * The inverse of A from its Cholesky factor, both triangles.
 *
 * @param l lower triangle of the factor, row-major, n x n
 * @param inverse receives A^-1, row-major, n x n
 */
export function invertFromCholesky(l: Float64Array, n: number, inverse: Float64Array): void {
  // Row j of `columns` is column j of L^-1; its first j entries are 0.
  const columns = new Float64Array(n * n);
  for (let first = 0; first < n; first += BLOCK) {
    const rows = Math.min(BLOCK, n - first);
    for (let j = first; j < first + rows; j++) columns[j * n + j] = 1;
    solveLowerStrip(l, n, columns, { first, rows });
  }
  for (let first = 0; first < n; first += BLOCK) {
    const rows = Math.min(BLOCK, n - first);
    const strip = rowMajor(columns, n, first * n + first);
    // A^-1 = L^-T L^-1: entry (i, j) sums over k >= max(i, j) only.
    multiply(
      { a: strip, b: transposed(rowMajor(columns, n, first)), c: rowMajor(inverse, n, first * n) },
      { rows, inner: n - first, cols: first + rows },
    );
  }
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) inverse[i * n + j] = inverse[j * n + i]!;
}

/** x with A x = b from the Cholesky factor of A. */
export function solveCholesky(l: Float64Array, n: number, b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= l[i * n + k]! * x[k]!;
    x[i] = sum / l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i]! / l[i * n + i]!;
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] = x[k]! - l[i * n + k]! * value;
  }
  return x;
}

/** log |A| from the Cholesky factor of A. */
export function logDeterminant(l: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log(l[i * n + i]!);
  return 2 * sum;
}

function factorDiagonal(a: Float64Array, n: number, first: number, width: number): boolean {
  for (let j = first; j < first + width; j++) {
    solveBlockRow(a, n, { first, width: j - first }, { values: a, offset: j * n });
    let pivot = a[j * n + j]!;
    for (let k = first; k < j; k++) pivot -= a[j * n + k]! ** 2;
    // The comparison is also false for NaN.
    if (!(pivot > 0) || pivot === Infinity) return false;
    a[j * n + j] = Math.sqrt(pivot);
  }
  return true;
}

/** Solves with the diagonal block of L for one row, whose earlier columns are already taken off. */
function solveBlockRow(
  l: Float64Array,
  n: number,
  { first, width }: { readonly first: number; readonly width: number },
  row: { readonly values: Float64Array; readonly offset: number },
): void {
  const { values, offset } = row;
  for (let j = first; j < first + width; j++) {
    let sum = values[offset + j]!;
    for (let k = first; k < j; k++) sum -= l[j * n + k]! * values[offset + k]!;
    values[offset + j] = sum / l[j * n + j]!;
  }
}

/** As {@link solveLowerRows} for rows that are 0 left of column `first`. */
function solveLowerStrip(
  l: Float64Array,
  n: number,
  b: Float64Array,
  { first, rows }: { readonly first: number; readonly rows: number },
): void {
  for (let at = first; at < n; at += BLOCK) {
    const width = Math.min(BLOCK, n - at);
    if (at > first)
      multiply(
        {
          a: rowMajor(b, n, first * n + first),
          b: transposed(rowMajor(l, n, at * n + first)),
          c: rowMajor(b, n, first * n + at),
        },
        { rows, inner: at - first, cols: width },
        'subtract',
      );
    for (let r = 0; r < rows; r++) solveBlockRow(l, n, { first: at, width }, { values: b, offset: (first + r) * n });
  }
}
