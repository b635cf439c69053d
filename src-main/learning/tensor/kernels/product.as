/**
 * C = A B in single precision with any strides. B is packed once into panels of eight columns; each tile of 16 x 128
 * then packs strips of four rows of A and keeps 4 x 8 sums in registers. More sums, or a loop written out, would not
 * fit into the sixteen registers and run at half the speed.
 */
import { sigmoid32, tanh32 } from './exponential';
import { madd32 } from './fused';
import { argument, pointer, stripScratch, tileScratch } from './layout';

const PANEL: i32 = 8;
const STRIP: i32 = 4;
const TILE_ROWS: i32 = 16;
const TILE_COLS: i32 = 128;
/** Longest part of the inner dimension that is packed at once. */
const DEPTH: i32 = 1024;

/** Arguments: 1 A, 2 its row stride, 3 its column stride, 4 B, 5 and 6 its strides, 7 packed B, 8 C, 9 rows, 10 inner, 11 cols. */
const BIAS: i32 = 12;
const ACTIVATION: i32 = 13;
const SLOPE_OF: i32 = 14;

/** One panel of B, element (p, j) at packed[p * 8 + j]; columns past the end become 0. */
export function packPanel(tile: i32): void {
  const b = pointer(4);
  const rowStride = <usize>argument(5) << 2;
  const colStride = <usize>argument(6) << 2;
  const inner = argument(10);
  const first = tile * PANEL;
  const width = min(PANEL, argument(11) - first);
  let to = pointer(7) + (<usize>(tile * PANEL) * <usize>inner << 2);
  let from = b + <usize>first * colStride;
  if (width == PANEL && colStride == 4) {
    for (let p = 0; p < inner; p++, from += rowStride, to += 32) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
    return;
  }
  for (let j = 0; j < PANEL; j++) {
    let source = from + <usize>j * colStride;
    let target = to + (<usize>j << 2);
    for (let p = 0; p < inner; p++, source += rowStride, target += 32)
      store<f32>(target, j < width ? load<f32>(source) : 0);
  }
}

/** One tile of C with its bias and activation, or with the slope of an activation. */
export function productTile(tile: i32, thread: i32): void {
  const inner = argument(10);
  const rows = argument(9);
  const cols = argument(11);
  const across = (cols + TILE_COLS - 1) / TILE_COLS;
  const row = (tile / across) * TILE_ROWS;
  const col = (tile % across) * TILE_COLS;
  const height = min(TILE_ROWS, rows - row);
  const panels = (min(TILE_COLS, cols - col) + PANEL - 1) / PANEL;
  const strip = stripScratch(thread);
  const sums = tileScratch(thread);
  for (let from = 0; from == 0 || from < inner; from += DEPTH) {
    const depth = min(DEPTH, inner - from);
    for (let i = 0; i < height; i += STRIP) {
      packStrip(strip, row + i, min(STRIP, rows - row - i), from, depth);
      for (let panel = 0; panel < panels; panel++) {
        const b = pointer(7) + (<usize>(col + panel * PANEL) * <usize>inner + <usize>(from * PANEL) << 2);
        multiplyStrip(strip, b, depth, sums + (<usize>(i * TILE_COLS + panel * STRIP * PANEL) << 2), from == 0);
      }
    }
  }
  for (let i = 0; i < height; i++)
    for (let panel = 0; panel < panels; panel++) {
      const at = (i & ~3) * TILE_COLS + panel * STRIP * PANEL + (i & 3) * PANEL;
      finishRow(sums + (<usize>at << 2), row + i, col + panel * PANEL);
    }
}

/** Four rows of A, interleaved: element (i, p) at strip[p * 4 + i]; rows past the end become 0. */
function packStrip(strip: usize, row: i32, count: i32, from: i32, depth: i32): void {
  const rowStride = <usize>argument(2) << 2;
  const colStride = <usize>argument(3) << 2;
  let a = pointer(1) + <usize>row * rowStride + <usize>from * colStride;
  if (count == STRIP && rowStride == 4) {
    for (let p = 0; p < depth; p++, a += colStride, strip += 16) v128.store(strip, v128.load(a));
    return;
  }
  if (count == STRIP && colStride == 4) {
    let p = 0;
    for (; p + 4 <= depth; p += 4, a += 16, strip += 64) transpose(a, rowStride, strip);
    for (; p < depth; p++, a += 4, strip += 16)
      for (let i: usize = 0; i < 4; i++) store<f32>(strip + (i << 2), load<f32>(a + i * rowStride));
    return;
  }
  for (let p = 0; p < depth; p++, a += colStride, strip += 16)
    for (let i = 0; i < STRIP; i++)
      store<f32>(strip + (<usize>i << 2), i < count ? load<f32>(a + <usize>i * rowStride) : 0);
}

@inline
function transpose(a: usize, rowStride: usize, to: usize): void {
  const r0 = v128.load(a);
  const r1 = v128.load(a + rowStride);
  const r2 = v128.load(a + 2 * rowStride);
  const r3 = v128.load(a + 3 * rowStride);
  const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(to, v128.shuffle<i64>(low01, low23, 1, 3), 16);
  v128.store(to, v128.shuffle<i64>(high01, high23, 0, 2), 32);
  v128.store(to, v128.shuffle<i64>(high01, high23, 1, 3), 48);
}

/** sums[4 x 8] = (fresh ? 0 : sums) + strip of A times panel of B. */
function multiplyStrip(a: usize, b: usize, depth: i32, sums: usize, fresh: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  if (!fresh) {
    c00 = v128.load(sums);
    c01 = v128.load(sums, 16);
    c10 = v128.load(sums, 32);
    c11 = v128.load(sums, 48);
    c20 = v128.load(sums, 64);
    c21 = v128.load(sums, 80);
    c30 = v128.load(sums, 96);
    c31 = v128.load(sums, 112);
  }
  const end = a + (<usize>depth << 4);
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = madd32(x, b0, c00);
    c01 = madd32(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd32(x, b0, c10);
    c11 = madd32(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd32(x, b0, c20);
    c21 = madd32(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd32(x, b0, c30);
    c31 = madd32(x, b1, c31);
    a += 16;
    b += 32;
  }
  v128.store(sums, c00);
  v128.store(sums, c01, 16);
  v128.store(sums, c10, 32);
  v128.store(sums, c11, 48);
  v128.store(sums, c20, 64);
  v128.store(sums, c21, 80);
  v128.store(sums, c30, 96);
  v128.store(sums, c31, 112);
}

/** Eight sums of one row into C. The sums may be spoilt. */
function finishRow(sums: usize, row: i32, col: i32): void {
  const cols = argument(11);
  const width = min(PANEL, cols - col);
  const offset = <usize>(row * cols + col) << 2;
  const bias = pointer(BIAS) + (<usize>col << 2);
  const slopeOf = pointer(SLOPE_OF) + offset;
  const c = pointer(8) + offset;
  if (width == PANEL) {
    v128.store(c, finish(v128.load(sums), bias, slopeOf));
    v128.store(c, finish(v128.load(sums, 16), bias + 16, slopeOf + 16), 16);
    return;
  }
  for (let j: usize = 0; j < <usize>width; j++) {
    let value = v128.load32_splat(sums + (j << 2));
    value = finishLane(value, bias + (j << 2), slopeOf + (j << 2));
    store<f32>(c + (j << 2), f32x4.extract_lane(value, 0));
  }
}

@inline
function finish(value: v128, bias: usize, slopeOf: usize): v128 {
  if (argument(BIAS)) value = activate(f32x4.add(value, v128.load(bias)));
  if (argument(SLOPE_OF)) value = f32x4.mul(value, slope(v128.load(slopeOf)));
  return value;
}

@inline
function finishLane(value: v128, bias: usize, slopeOf: usize): v128 {
  if (argument(BIAS)) value = activate(f32x4.add(value, v128.load32_splat(bias)));
  if (argument(SLOPE_OF)) value = f32x4.mul(value, slope(v128.load32_splat(slopeOf)));
  return value;
}

function activate(x: v128): v128 {
  const kind = argument(ACTIVATION);
  if (kind == 1) return f32x4.max(x, f32x4.splat(0));
  if (kind == 2) return tanh32(x);
  if (kind == 3) return sigmoid32(x);
  return x;
}

/** Slope of an activation as a function of its value. */
function slope(y: v128): v128 {
  const one = f32x4.splat(1);
  const kind = argument(ACTIVATION);
  if (kind == 1) return v128.and(f32x4.gt(y, f32x4.splat(0)), one);
  if (kind == 2) return f32x4.sub(one, f32x4.mul(y, y));
  if (kind == 3) return f32x4.mul(y, f32x4.sub(one, y));
  return one;
}
