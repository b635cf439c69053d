/** A scale bar of a round length. */

/** The largest 1, 2 or 5 times a power of ten that is not longer than `longestMetres`; lengths in metres. */
export function scaleBarMetres(longestMetres: number): number {
  if (!(longestMetres > 0) || !Number.isFinite(longestMetres)) return 0;
  const power = 10 ** Math.floor(Math.log10(longestMetres));
  const factor = [5, 2, 1].find((step) => step * power <= longestMetres * (1 + 1e-9)) ?? 1;
  // Rounded to the digits that are meant, so that 5e-7 does not read 499.99 nm.
  return Number((factor * power).toPrecision(3));
}
