/** The eight ways to lay a square patch: four turns, each also mirrored. */

/** The patch and its seven copies about its centre; `patch` is row-major, size x size. */
export function dihedralCopies(patch: Float32Array, size: number): readonly Float32Array[] {
  const turned = [patch];
  for (let turn = 1; turn < 4; turn++) turned.push(moved(turned[turn - 1]!, size, (i, j) => j * size + (size - 1 - i)));
  return [...turned, ...turned.map((copy) => moved(copy, size, (i, j) => i * size + (size - 1 - j)))];
}

/** The patch whose pixel (i, j) is pixel `from(i, j)` of the given one. */
function moved(patch: Float32Array, size: number, from: (i: number, j: number) => number): Float32Array {
  return Float32Array.from(patch, (_, p) => patch[from(Math.floor(p / size), p % size)]!);
}
