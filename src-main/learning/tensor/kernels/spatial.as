/**
 * The spatial decoder, forward and backward, in blocks of pixels whose hidden maps stay in the cache: they would take
 * 55 MB each for 210 patches of 256 pixels. A tile is a range of samples with sums of its own, so that the order of
 * every sum is the same for any number of threads.
 */
import { sigmoid32, softplus32, tanhRational32 } from './exponential';
import { madd32 } from './fused';
import { argument, number, pointer } from './layout';

/** Pixels in a block. */
const ROWS: i32 = 64;
/** From one row of a block to the next: 256 units and a gap, because rows 1 KiB apart would share few cache sets. */
const LINE: usize = 1088;
const BLOCK: usize = 64 * LINE;
/** Scratch of a thread: three blocks, then the slope of each pixel's logit. */
const SCRATCH: usize = 3 * BLOCK + 4096;

/** Parts of the sums of a tile, in units of 4 bytes, for a layer of h units; see wasm/spatial.ts. */
@inline
function sumsAt(sums: usize, squares: i32, lines: i32): usize {
  const h = argument(21);
  return sums + (<usize>(squares * h * h + lines * h) << 2);
}

/**
 * Arguments: 1 places, 2 offsets, 3 place weights, 4 packed first weights, 5 first bias, 6 packed second weights,
 * 7 second bias, 8 output weights, 9 output bias, 10 and 11 second and first weights packed for the way back,
 * 12 targets, 13 sums, 14 slopes of the offsets, 15 slopes of the places, 16 decoded, 17 losses, 18 scratch,
 * 19 samples, 20 pixels, 21 units, 22 length of the sums of a tile, 23 whether there is a way back;
 * number 0: factor of the logits' slopes.
 */
export function spatialTile(tile: i32, tiles: i32, thread: i32): void {
  const samples = argument(19);
  const pixels = argument(20);
  const h = argument(21);
  const back = argument(23) != 0;
  const first = pointer(18) + <usize>thread * SCRATCH;
  const sums = pointer(13) + (<usize>tile * <usize>argument(22) << 2);
  if (back) memory.fill(sums, 0, <usize>argument(22) << 2);
  const end = (samples * (tile + 1)) / tiles;
  for (let sample = (samples * tile) / tiles; sample < end; sample++) {
    if (back) {
      memory.fill(pointer(14) + (<usize>(sample * h) << 2), 0, <usize>h << 2);
      store<f64>(pointer(17) + (<usize>sample << 3), 0);
    }
    for (let start = 0; start < pixels; start += ROWS) {
      const count = min(ROWS, pixels - start);
      forwardBlock(sample, sample * pixels + start, count, first);
      if (back) backwardBlock(sample, sample * pixels + start, count, first, sums);
    }
  }
}

function forwardBlock(sample: i32, pixel: i32, count: i32, first: usize): void {
  const rows = (count + 3) & ~3;
  const second = first + BLOCK;
  const third = second + BLOCK;
  placeLayer(sample, pixel, count, rows, first);
  denseLayer(first, pointer(4), pointer(5), second, rows);
  denseLayer(second, pointer(6), pointer(7), third, rows);
  for (let r = 0; r < count; r++)
    store<f32>(pointer(16) + (<usize>(pixel + r) << 2), logit(third + <usize>r * LINE));
}

/** tanh(offset + x weights_x + y weights_y); rows past `count` become 0. */
function placeLayer(sample: i32, pixel: i32, count: i32, rows: i32, to: usize): void {
  const h = argument(21);
  const bytes = <usize>h << 2;
  const offsets = pointer(2) + <usize>sample * bytes;
  const weights = pointer(3);
  for (let r = 0; r < rows; r++) {
    const line = to + <usize>r * LINE;
    if (r >= count) {
      memory.fill(line, 0, bytes);
      continue;
    }
    const place = pointer(1) + (<usize>(pixel + r) << 3);
    const x = v128.load32_splat(place);
    const y = v128.load32_splat(place, 4);
    for (let at: usize = 0; at < bytes; at += 16) {
      const sum = madd32(y, v128.load(weights + bytes + at), v128.load(offsets + at));
      v128.store(line + at, tanhRational32(madd32(x, v128.load(weights + at), sum)));
    }
  }
}

/** tanh(from packed + bias) */
function denseLayer(from: usize, packed: usize, bias: usize, to: usize, rows: i32): void {
  const h = argument(21);
  const bytes = <usize>h << 2;
  for (let at: usize = 0; at < bytes; at += 32) {
    for (let r = 0; r < rows; r += 4) multiplyRows(from + <usize>r * LINE, packed, h, bias + at, to + <usize>r * LINE + at);
    packed += bytes << 3;
  }
  for (let r = 0; r < rows; r++) {
    const line = to + <usize>r * LINE;
    for (let at: usize = 0; at < bytes; at += 16) v128.store(line + at, tanhRational32(v128.load(line + at)));
  }
}

/** to[4 x 8] = bias + rows of A times a packed panel. */
function multiplyRows(a: usize, b: usize, depth: i32, bias: usize, to: usize): void {
  let c00 = v128.load(bias);
  let c01 = v128.load(bias, 16);
  let c10 = c00;
  let c11 = c01;
  let c20 = c00;
  let c21 = c01;
  let c30 = c00;
  let c31 = c01;
  const end = a + (<usize>depth << 2);
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = madd32(x, b0, c00);
    c01 = madd32(x, b1, c01);
    x = v128.load32_splat(a, LINE);
    c10 = madd32(x, b0, c10);
    c11 = madd32(x, b1, c11);
    x = v128.load32_splat(a, 2 * LINE);
    c20 = madd32(x, b0, c20);
    c21 = madd32(x, b1, c21);
    x = v128.load32_splat(a, 3 * LINE);
    c30 = madd32(x, b0, c30);
    c31 = madd32(x, b1, c31);
    a += 4;
    b += 32;
  }
  v128.store(to, c00);
  v128.store(to, c01, 16);
  v128.store(to, c10, LINE);
  v128.store(to, c11, LINE + 16);
  v128.store(to, c20, 2 * LINE);
  v128.store(to, c21, 2 * LINE + 16);
  v128.store(to, c30, 3 * LINE);
  v128.store(to, c31, 3 * LINE + 16);
}

/** Output weights times a row, and the output bias. */
function logit(line: usize): f32 {
  const bytes = <usize>argument(21) << 2;
  const weights = pointer(8);
  let even = f32x4.splat(0);
  let odd = even;
  for (let at: usize = 0; at < bytes; at += 32) {
    even = madd32(v128.load(line + at), v128.load(weights + at), even);
    odd = madd32(v128.load(line + at, 16), v128.load(weights + at, 16), odd);
  }
  return load<f32>(pointer(9)) + lanes(f32x4.add(even, odd));
}

@inline
function lanes(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

function backwardBlock(sample: i32, pixel: i32, count: i32, first: usize, sums: usize): void {
  const rows = (count + 3) & ~3;
  const second = first + BLOCK;
  const third = second + BLOCK;
  const slopes = third + BLOCK;
  logitSlopes(sample, pixel, count, rows, slopes, sums);
  outputGradient(third, slopes, rows, sums);
  addProduct(second, third, rows, sumsAt(sums, 1, 0));
  denseBack(third, pointer(10), second, rows);
  addRows(second, rows, sumsAt(sums, 2, 0));
  addProduct(first, second, rows, sumsAt(sums, 0, 0));
  denseBack(second, pointer(11), first, rows);
  placeGradient(sample, pixel, count, first, sums);
}

/** Slopes of the cross-entropy by the logits, 0 in rows past `count`; its sum goes to the loss of the sample. */
function logitSlopes(sample: i32, pixel: i32, count: i32, rows: i32, slopes: usize, sums: usize): void {
  const factor = <f32>number(0);
  const loss = pointer(17) + (<usize>sample << 3);
  const bias = sumsAt(sums, 2, 5);
  let total: f64 = 0;
  let slopeSum: f32 = 0;
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 2;
    if (r >= count) {
      store<f32>(slopes + at, 0);
      continue;
    }
    const x = load<f32>(pointer(16) + (<usize>pixel << 2) + at);
    const target = load<f32>(pointer(12) + (<usize>pixel << 2) + at);
    const wide = f32x4.splat(x);
    const slope = factor * (f32x4.extract_lane(sigmoid32(wide), 0) - target);
    total += <f64>f32x4.extract_lane(softplus32(wide), 0) - <f64>x * <f64>target;
    store<f32>(slopes + at, slope);
    slopeSum += slope;
  }
  store<f64>(loss, load<f64>(loss) + total);
  store<f32>(bias, load<f32>(bias) + slopeSum);
}

/** Sums of the output weights and of the second bias; the block becomes its slopes. */
function outputGradient(block: usize, slopes: usize, rows: i32, sums: usize): void {
  const bytes = <usize>argument(21) << 2;
  const weights = pointer(8);
  const ofWeights = sumsAt(sums, 2, 2);
  const ofBias = sumsAt(sums, 2, 1);
  const one = f32x4.splat(1);
  for (let at: usize = 0; at < bytes; at += 16) {
    const weight = v128.load(weights + at);
    let weightSum = v128.load(ofWeights + at);
    let biasSum = v128.load(ofBias + at);
    let line = block + at;
    for (let r = 0; r < rows; r++, line += LINE) {
      const value = v128.load(line);
      const slope = v128.load32_splat(slopes + (<usize>r << 2));
      weightSum = madd32(value, slope, weightSum);
      const inner = f32x4.mul(f32x4.mul(slope, weight), f32x4.sub(one, f32x4.mul(value, value)));
      biasSum = f32x4.add(biasSum, inner);
      v128.store(line, inner);
    }
    v128.store(ofWeights + at, weightSum);
    v128.store(ofBias + at, biasSum);
  }
}

/** to[h] += the rows of a block */
function addRows(block: usize, rows: i32, to: usize): void {
  const bytes = <usize>argument(21) << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    let sum = v128.load(to + at);
    let line = block + at;
    for (let r = 0; r < rows; r++, line += LINE) sum = f32x4.add(sum, v128.load(line));
    v128.store(to + at, sum);
  }
}

/** to[h x h] += transpose of `values` times `slopes` */
function addProduct(values: usize, slopes: usize, rows: i32, to: usize): void {
  const bytes = <usize>argument(21) << 2;
  for (let col: usize = 0; col < bytes; col += 32)
    for (let row: usize = 0; row < bytes; row += 16)
      addTile(values + row, slopes + col, rows, to + (row >> 2) * bytes + col, bytes);
}

function addTile(a: usize, b: usize, depth: i32, to: usize, stride: usize): void {
  let c00 = v128.load(to);
  let c01 = v128.load(to, 16);
  let c10 = v128.load(to + stride);
  let c11 = v128.load(to + stride, 16);
  let c20 = v128.load(to + 2 * stride);
  let c21 = v128.load(to + 2 * stride, 16);
  let c30 = v128.load(to + 3 * stride);
  let c31 = v128.load(to + 3 * stride, 16);
  const end = a + <usize>depth * LINE;
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
    a += LINE;
    b += LINE;
  }
  v128.store(to, c00);
  v128.store(to, c01, 16);
  v128.store(to + stride, c10);
  v128.store(to + stride, c11, 16);
  v128.store(to + 2 * stride, c20);
  v128.store(to + 2 * stride, c21, 16);
  v128.store(to + 3 * stride, c30);
  v128.store(to + 3 * stride, c31, 16);
}

/** values = slopes packed^T, times the slope of the tanh that made `values` */
function denseBack(slopes: usize, packed: usize, values: usize, rows: i32): void {
  const h = argument(21);
  const bytes = <usize>h << 2;
  for (let at: usize = 0; at < bytes; at += 32) {
    for (let r = 0; r < rows; r += 4) multiplyBack(slopes + <usize>r * LINE, packed, h, values + <usize>r * LINE + at);
    packed += bytes << 3;
  }
}

/** As {@link multiplyRows} without bias, each sum times 1 - y^2 of the value y that it replaces. */
function multiplyBack(a: usize, b: usize, depth: i32, to: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = a + (<usize>depth << 2);
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = madd32(x, b0, c00);
    c01 = madd32(x, b1, c01);
    x = v128.load32_splat(a, LINE);
    c10 = madd32(x, b0, c10);
    c11 = madd32(x, b1, c11);
    x = v128.load32_splat(a, 2 * LINE);
    c20 = madd32(x, b0, c20);
    c21 = madd32(x, b1, c21);
    x = v128.load32_splat(a, 3 * LINE);
    c30 = madd32(x, b0, c30);
    c31 = madd32(x, b1, c31);
    a += 4;
    b += 32;
  }
  slopeInto(to, c00);
  slopeInto(to + 16, c01);
  slopeInto(to + LINE, c10);
  slopeInto(to + LINE + 16, c11);
  slopeInto(to + 2 * LINE, c20);
  slopeInto(to + 2 * LINE + 16, c21);
  slopeInto(to + 3 * LINE, c30);
  slopeInto(to + 3 * LINE + 16, c31);
}

@inline
function slopeInto(to: usize, sum: v128): void {
  const value = v128.load(to);
  v128.store(to, f32x4.mul(sum, f32x4.sub(f32x4.splat(1), f32x4.mul(value, value))));
}

/** Slopes by offsets, place weights and places from the slopes of the first layer. */
function placeGradient(sample: i32, pixel: i32, count: i32, block: usize, sums: usize): void {
  const bytes = <usize>argument(21) << 2;
  const places = pointer(1) + (<usize>pixel << 3);
  const ofOffsets = pointer(14) + <usize>sample * bytes;
  const ofX = sumsAt(sums, 2, 3);
  const ofY = sumsAt(sums, 2, 4);
  for (let at: usize = 0; at < bytes; at += 16) {
    let plain = v128.load(ofOffsets + at);
    let byX = v128.load(ofX + at);
    let byY = v128.load(ofY + at);
    for (let r = 0; r < count; r++) {
      const slope = v128.load(block + <usize>r * LINE + at);
      plain = f32x4.add(plain, slope);
      byX = madd32(slope, v128.load32_splat(places + (<usize>r << 3)), byX);
      byY = madd32(slope, v128.load32_splat(places + (<usize>r << 3), 4), byY);
    }
    v128.store(ofOffsets + at, plain);
    v128.store(ofX + at, byX);
    v128.store(ofY + at, byY);
  }
  if (argument(15) == 0) return;
  const weights = pointer(3);
  for (let r = 0; r < count; r++) {
    const line = block + <usize>r * LINE;
    let x = f32x4.splat(0);
    let y = x;
    for (let at: usize = 0; at < bytes; at += 16) {
      const slope = v128.load(line + at);
      x = madd32(slope, v128.load(weights + at), x);
      y = madd32(slope, v128.load(weights + bytes + at), y);
    }
    const to = pointer(15) + (<usize>(pixel + r) << 3);
    store<f32>(to, lanes(x));
    store<f32>(to, lanes(y), 4);
  }
}

/** Rows that one tile of {@link crossEntropyTile} takes. */
const ENTROPY_ROWS: i32 = 16;

/** Arguments: 1 logits (slopes afterwards), 2 targets, 3 losses, 4 rows, 5 cols; number 0: factor of the slopes. */
export function crossEntropyTile(tile: i32): void {
  const cols = argument(5);
  const end = min(argument(4), (tile + 1) * ENTROPY_ROWS);
  const factor = f32x4.splat(<f32>number(0));
  for (let row = tile * ENTROPY_ROWS; row < end; row++) {
    let at = <usize>(row * cols) << 2;
    let total: f64 = 0;
    let j = 0;
    for (; j + 4 <= cols; j += 4, at += 16) {
      const x = v128.load(pointer(1) + at);
      const target = v128.load(pointer(2) + at);
      total += <f64>lanes(f32x4.sub(softplus32(x), f32x4.mul(x, target)));
      v128.store(pointer(1) + at, f32x4.mul(factor, f32x4.sub(sigmoid32(x), target)));
    }
    for (; j < cols; j++, at += 4) {
      const x = v128.load32_splat(pointer(1) + at);
      const target = v128.load32_splat(pointer(2) + at);
      total += <f64>f32x4.extract_lane(f32x4.sub(softplus32(x), f32x4.mul(x, target)), 0);
      store<f32>(pointer(1) + at, f32x4.extract_lane(f32x4.mul(factor, f32x4.sub(sigmoid32(x), target)), 0));
    }
    store<f64>(pointer(3) + (<usize>row << 3), total);
  }
}
