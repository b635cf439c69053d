/** Column sums and steps of Adam in single precision. */
import { argument, number, pointer } from './layout';

/** Columns that one tile sums. */
const COLUMNS: i32 = 128;
/** Parameters that one tile moves. */
const PARAMETERS: i32 = 8192;

/** Arguments: 1 matrix, 2 sums, 3 rows, 4 cols. Rows are added in their order. */
export function columnSumTile(tile: i32): void {
  const rows = argument(3);
  const cols = argument(4);
  const first = tile * COLUMNS;
  const end = min(cols, first + COLUMNS);
  let j = first;
  for (; j + 4 <= end; j += 4) {
    let sum = f32x4.splat(0);
    let at = pointer(1) + (<usize>j << 2);
    for (let i = 0; i < rows; i++, at += <usize>cols << 2) sum = f32x4.add(sum, v128.load(at));
    v128.store(pointer(2) + (<usize>j << 2), sum);
  }
  for (; j < end; j++) {
    let sum: f32 = 0;
    let at = pointer(1) + (<usize>j << 2);
    for (let i = 0; i < rows; i++, at += <usize>cols << 2) sum += load<f32>(at);
    store<f32>(pointer(2) + (<usize>j << 2), sum);
  }
}

/** Arguments: 1 values, 2 gradient, 3 and 4 moments, 5 count; numbers: 0 step size, 1 scale of the root. */
export function adamTile(tile: i32): void {
  const first = tile * PARAMETERS;
  const end = min(argument(5), first + PARAMETERS);
  const stepSize = <f32>number(0);
  const rootScale = <f32>number(1);
  let k = first;
  for (; k + 4 <= end; k += 4) {
    const at = <usize>k << 2;
    const g = v128.load(pointer(2) + at);
    const m = f32x4.add(
      f32x4.mul(f32x4.splat(0.9), v128.load(pointer(3) + at)),
      f32x4.mul(f32x4.splat(<f32>(1 - 0.9)), g),
    );
    const v = f32x4.add(
      f32x4.mul(f32x4.splat(0.999), v128.load(pointer(4) + at)),
      f32x4.mul(f32x4.splat(<f32>(1 - 0.999)), f32x4.mul(g, g)),
    );
    v128.store(pointer(3) + at, m);
    v128.store(pointer(4) + at, v);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(rootScale)), f32x4.splat(1e-8));
    const step = f32x4.div(f32x4.mul(f32x4.splat(stepSize), m), root);
    v128.store(pointer(1) + at, f32x4.sub(v128.load(pointer(1) + at), step));
  }
  for (; k < end; k++) {
    const at = <usize>k << 2;
    const g = load<f32>(pointer(2) + at);
    const m: f32 = 0.9 * load<f32>(pointer(3) + at) + <f32>(1 - 0.9) * g;
    const v: f32 = 0.999 * load<f32>(pointer(4) + at) + <f32>(1 - 0.999) * (g * g);
    store<f32>(pointer(3) + at, m);
    store<f32>(pointer(4) + at, v);
    const root: f32 = sqrt<f32>(v) * rootScale + <f32>1e-8;
    store<f32>(pointer(1) + at, load<f32>(pointer(1) + at) - (stepSize * m) / root);
  }
}
