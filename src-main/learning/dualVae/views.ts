/** The eight symmetries of a square patch: turned by quarters and mirrored. */
import type { Reals } from '../tensor/kernels';

/** For each symmetry the source pixel of every pixel; the first is the patch as it is. */
export function patchViews(side: number): readonly Int32Array[] {
  const last = side - 1;
  const sources: ((i: number, j: number) => readonly [number, number])[] = [
    (i, j) => [i, j],
    (i, j) => [j, last - i],
    (i, j) => [last - i, last - j],
    (i, j) => [last - j, i],
    (i, j) => [i, last - j],
    (i, j) => [last - i, j],
    (i, j) => [j, i],
    (i, j) => [last - j, last - i],
  ];
  return sources.map((source) =>
    Int32Array.from({ length: side * side }, (_, k) => {
      const [row, col] = source(Math.floor(k / side), k % side);
      return row * side + col;
    }),
  );
}

/** Copies one patch, seen as `view`, into `out` from `to` on. */
export function copyView(
  patches: ArrayLike<number>,
  index: number,
  view: Int32Array,
  out: { readonly values: Reals; readonly to: number },
): void {
  const from = index * view.length;
  for (let k = 0; k < view.length; k++) out.values[out.to + k] = patches[from + view[k]!]!;
}
