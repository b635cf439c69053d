/** The RBF kernel matrix, what its slopes say about its points, and row sums. Double precision. */
import { exp64 } from './exponential';
import { madd64 } from './fused';
import { argument, number, pointer, rowScratch } from './layout';

/** Rows of a tile. */
const ROWS: i32 = 16;

/**
 * Arguments: 1 a (scaled, rows x dims), 2 b (scaled, dims x padded columns), 3 matrix, 4 rows, 5 cols, 6 dims, 7 padded
 * columns (even); numbers: 0 outputscale.
 */
export function rbfTile(tile: i32): void {
  const cols = argument(5);
  const end = min(argument(4), (tile + 1) * ROWS);
  for (let i = tile * ROWS; i < end; i++) {
    const row = pointer(3) + (<usize>i * <usize>cols << 3);
    for (let j = 0; j < cols; j += 2) {
      const value = f64x2.mul(exp64(f64x2.mul(f64x2.splat(-0.5), squares(i, j))), f64x2.splat(number(0)));
      const at = row + (<usize>j << 3);
      if (j + 1 < cols) v128.store(at, value);
      else store<f64>(at, f64x2.extract_lane(value, 0));
    }
  }
}

/** Squared distances of point i of a to the points j and j + 1 of b. */
@inline
function squares(i: i32, j: i32): v128 {
  const dims = argument(6);
  const stride = <usize>argument(7) << 3;
  let a = pointer(1) + (<usize>(i * dims) << 3);
  let b = pointer(2) + (<usize>j << 3);
  let sum = f64x2.splat(0);
  for (let d = 0; d < dims; d++, a += 8, b += stride) {
    const difference = f64x2.sub(v128.load64_splat(a), v128.load(b));
    sum = madd64(difference, difference, sum);
  }
  return sum;
}

/**
 * Arguments: 1 points (dims x padded count), 2 squared inverse lengthscales, 3 matrix, 4 inverse, 5 alpha, 6 gradient by
 * the points, 7 sums of each row (dims + 2), 8 count, 9 dims, 10 padded count (even).
 */
export function rbfGradientTile(tile: i32, thread: i32): void {
  const count = argument(8);
  const dims = argument(9);
  const weighted = rowScratch(thread);
  const end = min(count, (tile + 1) * ROWS);
  for (let i = tile * ROWS; i < end; i++) {
    const sums = pointer(7) + (<usize>i * <usize>(dims + 2) << 3);
    store<f64>(sums + (<usize>dims << 3), weighRow(i, weighted));
    store<f64>(sums + (<usize>(dims + 1) << 3), slopeAt(i, i));
    for (let d = 0; d < dims; d++) {
      const pull = pullRow(i, d, weighted, sums + (<usize>d << 3));
      store<f64>(pointer(6) + (<usize>(i * dims + d) << 3), pull);
    }
  }
}

/** Slope of the loss by entry (i, j) of the matrix. */
@inline
function slopeAt(i: i32, j: i32): f64 {
  const count = argument(8);
  const inverse = load<f64>(pointer(4) + (<usize>(i * count + j) << 3));
  const product = load<f64>(pointer(5) + (<usize>i << 3)) * load<f64>(pointer(5) + (<usize>j << 3));
  return (inverse - product) / (2 * <f64>count);
}

/** Slopes times entries of row i into scratch, padded with 0 to an even count; returns their sum. */
function weighRow(i: i32, weighted: usize): f64 {
  const count = argument(8);
  const half = f64x2.splat(1 / (2 * <f64>count));
  const own = v128.load64_splat(pointer(5) + (<usize>i << 3));
  const offset = <usize>i * <usize>count << 3;
  let sum = f64x2.splat(0);
  let j = 0;
  for (; j + 2 <= count; j += 2) {
    const at = offset + (<usize>j << 3);
    const product = f64x2.mul(own, v128.load(pointer(5) + (<usize>j << 3)));
    const slopes = f64x2.mul(f64x2.sub(v128.load(pointer(4) + at), product), half);
    const value = f64x2.mul(slopes, v128.load(pointer(3) + at));
    v128.store(weighted + (<usize>j << 3), value);
    sum = f64x2.add(sum, value);
  }
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (j < count) {
    const value = slopeAt(i, j) * load<f64>(pointer(3) + offset + (<usize>j << 3));
    store<f64>(weighted + (<usize>j << 3), value);
    store<f64>(weighted + (<usize>j << 3), 0, 8);
    total += value;
  }
  return total;
}

/** Slope by coordinate d of point i; the slope by its lengthscale goes to `lengthscale`. */
function pullRow(i: i32, d: i32, weighted: usize, lengthscale: usize): f64 {
  const count = argument(8);
  const points = pointer(1) + (<usize>d * <usize>argument(10) << 3);
  const scale = load<f64>(pointer(2) + (<usize>d << 3));
  const own = v128.load64_splat(points + (<usize>i << 3));
  let pull = f64x2.splat(0);
  let spread = f64x2.splat(0);
  for (let j = 0; j < count; j += 2) {
    const difference = f64x2.sub(own, v128.load(points + (<usize>j << 3)));
    const part = f64x2.mul(v128.load(weighted + (<usize>j << 3)), difference);
    pull = f64x2.add(pull, part);
    spread = madd64(part, difference, spread);
  }
  store<f64>(lengthscale, scale * (f64x2.extract_lane(spread, 0) + f64x2.extract_lane(spread, 1)));
  return -2 * scale * (f64x2.extract_lane(pull, 0) + f64x2.extract_lane(pull, 1));
}

/** Arguments: 1 matrix, 2 vector or 0 for squares, 3 out, 4 rows, 5 cols, 6 is 1 for a matrix in single precision. */
export function rowSumTile(tile: i32): void {
  if (argument(6) == 1) return singleRowSumTile(tile);
  const cols = argument(5);
  const squares = argument(2) == 0;
  const end = min(argument(4), (tile + 1) * ROWS);
  for (let i = tile * ROWS; i < end; i++) {
    const row = pointer(1) + (<usize>i * <usize>cols << 3);
    const other = squares ? row : pointer(2);
    let low = f64x2.splat(0);
    let high = low;
    let j = 0;
    for (; j + 4 <= cols; j += 4) {
      const at = <usize>j << 3;
      low = madd64(v128.load(row + at), v128.load(other + at), low);
      high = madd64(v128.load(row + at, 16), v128.load(other + at, 16), high);
    }
    const both = f64x2.add(low, high);
    let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
    for (; j < cols; j++) sum += load<f64>(row + (<usize>j << 3)) * load<f64>(other + (<usize>j << 3));
    store<f64>(pointer(3) + (<usize>i << 3), sum);
  }
}

/** The sums of products for a matrix in single precision, of which twice as much comes through the memory in a second. */
function singleRowSumTile(tile: i32): void {
  const cols = argument(5);
  const vector = pointer(2);
  const end = min(argument(4), (tile + 1) * ROWS);
  for (let i = tile * ROWS; i < end; i++) {
    const row = pointer(1) + (<usize>i * <usize>cols << 2);
    let low = f64x2.splat(0);
    let high = low;
    let j = 0;
    for (; j + 4 <= cols; j += 4) {
      const from = row + (<usize>j << 2);
      const by = vector + (<usize>j << 3);
      low = madd64(f64x2.promote_low_f32x4(v128.load64_zero(from)), v128.load(by), low);
      high = madd64(f64x2.promote_low_f32x4(v128.load64_zero(from, 8)), v128.load(by, 16), high);
    }
    const both = f64x2.add(low, high);
    let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
    for (; j < cols; j++) sum += <f64>load<f32>(row + (<usize>j << 2)) * load<f64>(vector + (<usize>j << 3));
    store<f64>(pointer(3) + (<usize>i << 3), sum);
  }
}
