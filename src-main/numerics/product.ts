/**
 * The dense matrix product on which the plain kernels stand: C = A B, C += A B or C -= A B with any strides.
 *
 * Operands are packed into double precision strips of four rows or columns, so one inner loop serves single and double
 * precision, products with transposed operands and parts of larger matrices. The order of every sum is fixed.
 */

export type Reals = Float32Array | Float64Array;

/** A matrix laid out in an array: element (i, j) is values[offset + i * rowStride + j * colStride]. */
export interface Matrix {
  readonly values: Reals;
  readonly offset: number;
  readonly rowStride: number;
  readonly colStride: number;
}

/** Sizes of a product: A is rows x inner, B is inner x cols, C is rows x cols. */
export interface ProductSize {
  readonly rows: number;
  readonly inner: number;
  readonly cols: number;
}

export type ProductMode = 'set' | 'add' | 'subtract';

const STRIP = 4;

/** A row-major matrix that begins at `offset`, with rows `rowStride` apart. */
export function rowMajor(values: Reals, rowStride: number, offset = 0): Matrix {
  return { values, offset, rowStride, colStride: 1 };
}

/** The transpose, without moving anything. */
export function transposed({ values, offset, rowStride, colStride }: Matrix): Matrix {
  return { values, offset, rowStride: colStride, colStride: rowStride };
}

/** Puts A B into C, adds it or takes it off. C must not overlap A or B. */
export function multiply(
  { a, b, c }: { readonly a: Matrix; readonly b: Matrix; readonly c: Matrix },
  size: ProductSize,
  mode: ProductMode = 'set',
): void {
  const { rows, inner, cols } = size;
  const strips = Math.ceil(cols / STRIP);
  const packedB = new Float64Array(strips * STRIP * inner);
  for (let s = 0; s < strips; s++) packStrip(transposed(b), s * STRIP, { count: cols, inner }, packedB);
  const packedA = new Float64Array(STRIP * inner);
  const tile = new Float64Array(STRIP * STRIP);
  for (let i = 0; i < rows; i += STRIP) {
    packStrip({ ...a, offset: a.offset + i * a.rowStride }, 0, { count: rows - i, inner }, packedA);
    for (let s = 0; s < strips; s++) {
      multiplyTile({ a: packedA, b: packedB, bOffset: s * STRIP * inner, inner }, tile);
      storeTile(tile, { matrix: c, row: i, col: s * STRIP, rows, cols }, mode);
    }
  }
}

/** Copies four rows of `matrix` from `first` on, interleaved; rows past `count` become 0. */
function packStrip(
  matrix: Matrix,
  first: number,
  { count, inner }: { readonly count: number; readonly inner: number },
  packed: Float64Array,
): void {
  const { values, offset, rowStride, colStride } = matrix;
  const start = first * inner;
  for (let lane = 0; lane < STRIP; lane++) {
    const row = first + lane;
    let at = offset + row * rowStride;
    for (let p = 0, to = start + lane; p < inner; p++, to += STRIP, at += colStride)
      packed[to] = row < count ? values[at]! : 0;
  }
}

/** A packed strip of A and, from `bOffset` on, a packed strip of B. */
interface Strips {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly bOffset: number;
  readonly inner: number;
}

/** tile[4 x 4] = strip of A times strip of B; sixteen sums held in registers. */
// prettier-ignore
function multiplyTile({ a, b, bOffset, inner }: Strips, tile: Float64Array): void {
  let c00 = 0, c01 = 0, c02 = 0, c03 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0;
  let c20 = 0, c21 = 0, c22 = 0, c23 = 0, c30 = 0, c31 = 0, c32 = 0, c33 = 0;
  for (let o = 0, q = bOffset; o < STRIP * inner; o += STRIP, q += STRIP) {
    const b0 = b[q]!, b1 = b[q + 1]!, b2 = b[q + 2]!, b3 = b[q + 3]!;
    let x = a[o]!;
    c00 += x * b0; c01 += x * b1; c02 += x * b2; c03 += x * b3;
    x = a[o + 1]!;
    c10 += x * b0; c11 += x * b1; c12 += x * b2; c13 += x * b3;
    x = a[o + 2]!;
    c20 += x * b0; c21 += x * b1; c22 += x * b2; c23 += x * b3;
    x = a[o + 3]!;
    c30 += x * b0; c31 += x * b1; c32 += x * b2; c33 += x * b3;
  }
  tile[0] = c00; tile[1] = c01; tile[2] = c02; tile[3] = c03;
  tile[4] = c10; tile[5] = c11; tile[6] = c12; tile[7] = c13;
  tile[8] = c20; tile[9] = c21; tile[10] = c22; tile[11] = c23;
  tile[12] = c30; tile[13] = c31; tile[14] = c32; tile[15] = c33;
}

interface TilePlace {
  readonly matrix: Matrix;
  readonly row: number;
  readonly col: number;
  readonly rows: number;
  readonly cols: number;
}

function storeTile(tile: Float64Array, { matrix, row, col, rows, cols }: TilePlace, mode: ProductMode): void {
  const { values, offset, rowStride, colStride } = matrix;
  const height = Math.min(STRIP, rows - row);
  const width = Math.min(STRIP, cols - col);
  for (let i = 0; i < height; i++) {
    let at = offset + (row + i) * rowStride + col * colStride;
    for (let j = 0; j < width; j++, at += colStride) {
      const value = tile[i * STRIP + j]!;
      if (mode === 'set') values[at] = value;
      else values[at] = mode === 'add' ? values[at]! + value : values[at]! - value;
    }
  }
}
