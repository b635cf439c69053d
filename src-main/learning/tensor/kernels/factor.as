/**
 * Cholesky factor, triangular solves and the inverse in double precision. All of it is made of scalar products of rows,
 * two rows against four, which are contiguous in row-major matrices.
 */
import { madd64 } from './fused';
import { argument, pointer, tileScratch } from './layout';

const BLOCK: i32 = 4;
/** Rows of a tile. */
const ROWS: i32 = 16;

/**
 * Takes the products of two rows x and y with four rows of b off 2 x 4 numbers: out[r][c] -= x_r . b_c over `count`
 * (even) entries. Where a row does not exist, the caller passes another one and drops the result.
 */
@inline
function dots(x: usize, y: usize, b0: usize, b1: usize, b2: usize, b3: usize, count: i32, out: usize): void {
  let s00 = f64x2.splat(0);
  let s01 = s00;
  let s02 = s00;
  let s03 = s00;
  let s10 = s00;
  let s11 = s00;
  let s12 = s00;
  let s13 = s00;
  const end = <usize>count << 3;
  for (let at: usize = 0; at < end; at += 16) {
    const p = v128.load(x + at);
    const q = v128.load(y + at);
    let l = v128.load(b0 + at);
    s00 = madd64(p, l, s00);
    s10 = madd64(q, l, s10);
    l = v128.load(b1 + at);
    s01 = madd64(p, l, s01);
    s11 = madd64(q, l, s11);
    l = v128.load(b2 + at);
    s02 = madd64(p, l, s02);
    s12 = madd64(q, l, s12);
    l = v128.load(b3 + at);
    s03 = madd64(p, l, s03);
    s13 = madd64(q, l, s13);
  }
  v128.store(out, pairs(s00, s01));
  v128.store(out, pairs(s02, s03), 16);
  v128.store(out, pairs(s10, s11), 32);
  v128.store(out, pairs(s12, s13), 48);
}

@inline
function pairs(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<i64>(a, b, 0, 2), v128.shuffle<i64>(a, b, 1, 3));
}

@inline
function rowAt(matrix: usize, n: i32, row: i32): usize {
  return matrix + (<usize>row * <usize>n << 3);
}

/**
 * Columns first .. first + 3 of x with L x = b for two rows, whose columns start .. first - 1 are solved. `first` and
 * `start` are multiples of four.
 */
@inline
function solveBlock(l: usize, n: i32, x: usize, y: usize, first: i32, start: i32, scratch: usize): void {
  const last = n - 1;
  const from = <usize>start << 3;
  dots(
    x + from,
    y + from,
    rowAt(l, n, first) + from,
    rowAt(l, n, min(first + 1, last)) + from,
    rowAt(l, n, min(first + 2, last)) + from,
    rowAt(l, n, min(first + 3, last)) + from,
    first - start,
    scratch,
  );
  const width = min(BLOCK, n - first);
  solveCorner(l, n, x, first, width, scratch);
  if (x != y) solveCorner(l, n, y, first, width, scratch + 32);
}

/** Solves with the 4 x 4 block on the diagonal after taking `dots` off. */
@inline
function solveCorner(l: usize, n: i32, x: usize, first: i32, width: i32, taken: usize): void {
  for (let j = 0; j < width; j++) {
    const row = rowAt(l, n, first + j) + (<usize>first << 3);
    const at = x + (<usize>(first + j) << 3);
    let sum = load<f64>(at) - load<f64>(taken + (<usize>j << 3));
    for (let k = 0; k < j; k++) sum -= load<f64>(row + (<usize>k << 3)) * load<f64>(x + (<usize>(first + k) << 3));
    store<f64>(at, sum / load<f64>(row + (<usize>j << 3)));
  }
}

/** Arguments: 1 L, 2 n, 3 rows of right hand sides, 4 their count. */
export function solveTile(tile: i32, thread: i32): void {
  const l = pointer(1);
  const n = argument(2);
  const scratch = tileScratch(thread);
  const end = min(argument(4), (tile + 1) * ROWS);
  for (let first = 0; first < n; first += BLOCK)
    for (let r = tile * ROWS; r < end; r += 2)
      solveBlock(l, n, rowAt(pointer(3), n, r), rowAt(pointer(3), n, min(r + 1, end - 1)), first, 0, scratch);
}

/**
 * Lower triangle of a[n x n] to its Cholesky factor, column block by column block. Returns 0 where a pivot is not
 * positive or not finite.
 */
export function factorCholesky(a: usize, n: i32): i32 {
  const scratch = tileScratch(0);
  for (let first = 0; first < n; first += BLOCK) {
    const width = min(BLOCK, n - first);
    if (!factorCorner(a, n, first, width, scratch)) return 0;
    for (let i = first + width; i < n; i += 2)
      solveBlock(a, n, rowAt(a, n, i), rowAt(a, n, min(i + 1, n - 1)), first, 0, scratch);
  }
  return 1;
}

function factorCorner(a: usize, n: i32, first: i32, width: i32, scratch: usize): bool {
  for (let j = 0; j < width; j++) {
    const x = rowAt(a, n, first + j);
    // Its own row among the four gives the pivot.
    dots(x, x, rowAt(a, n, first), rowAt(a, n, min(first + 1, n - 1)), rowAt(a, n, min(first + 2, n - 1)), rowAt(a, n, min(first + 3, n - 1)), first, scratch); // prettier-ignore
    solveCorner(a, n, x, first, j, scratch);
    let pivot = load<f64>(x + (<usize>(first + j) << 3)) - load<f64>(scratch + (<usize>j << 3));
    for (let k = 0; k < j; k++) {
      const value = load<f64>(x + (<usize>(first + k) << 3));
      pivot -= value * value;
    }
    if (!(pivot > 0) || pivot == Infinity) return false;
    store<f64>(x + (<usize>(first + j) << 3), sqrt<f64>(pivot));
  }
  return true;
}

/**
 * Columns of L^-1 as rows: row j of the result holds column j. Arguments: 1 L, 2 n, 3 result (n rows of `padded`
 * entries), 4 padded (even). Work is largest for the first rows, so these are given out first.
 */
export function invertTile(tile: i32, tiles: i32, thread: i32): void {
  const n = argument(2);
  const start = (tiles - 1 - tile) * ROWS;
  const end = min(n, start + ROWS);
  const stride = <usize>argument(4) << 3;
  const columns = pointer(3);
  for (let j = start; j < end; j++) {
    memory.fill(columns + <usize>j * stride, 0, stride);
    store<f64>(columns + <usize>j * stride + (<usize>j << 3), 1);
  }
  for (let first = start; first < n; first += BLOCK)
    for (let j = start; j < end; j += 2)
      solveBlock(
        pointer(1),
        n,
        columns + <usize>j * stride,
        columns + <usize>min(j + 1, end - 1) * stride,
        first,
        start,
        tileScratch(thread),
      );
}

/**
 * inverse = L^-T L^-1, both triangles, from {@link invertTile}. Arguments: 2 n, 3 columns of L^-1 as rows, 4 padded, 5
 * inverse. Entry (i, j) with j <= i sums from i on only: the rows are 0 before.
 */
export function gramTile(tile: i32, thread: i32): void {
  const n = argument(2);
  const padded = argument(4);
  const stride = <usize>padded << 3;
  const columns = pointer(3);
  const scratch = tileScratch(thread);
  const end = min(n, (tile + 1) * ROWS);
  for (let i = tile * ROWS; i < end; i += 2) {
    const from = <usize>i << 3;
    const next = min(i + 1, end - 1);
    const x = columns + <usize>i * stride + from;
    const y = columns + <usize>next * stride + from;
    for (let j = 0; j <= next; j += BLOCK) {
      const b0 = columns + <usize>j * stride + from;
      const b1 = columns + <usize>min(j + 1, n - 1) * stride + from;
      const b2 = columns + <usize>min(j + 2, n - 1) * stride + from;
      const b3 = columns + <usize>min(j + 3, n - 1) * stride + from;
      dots(x, y, b0, b1, b2, b3, padded - i, scratch);
      for (let c = 0; c < BLOCK; c++) {
        if (j + c <= i) mirror(i, j + c, load<f64>(scratch + (<usize>c << 3)));
        if (next > i && j + c <= next) mirror(next, j + c, load<f64>(scratch + 32 + (<usize>c << 3)));
      }
    }
  }
}

@inline
function mirror(i: i32, j: i32, value: f64): void {
  const n = argument(2);
  store<f64>(pointer(5) + (<usize>(i * n + j) << 3), value);
  store<f64>(pointer(5) + (<usize>(j * n + i) << 3), value);
}
