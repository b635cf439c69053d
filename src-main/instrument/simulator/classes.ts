/** The classes of current-voltage curves and how they mix at a place of the film. */

/** Club: grain interior. Heart: symmetric boundary or junction. Diamond: asymmetric boundary. Null: no contact. */
export const CURVE_CLASSES = ['club', 'heart', 'diamond', 'null'] as const;
export type CurveClass = (typeof CURVE_CLASSES)[number];
export const CLASS_COUNT = CURVE_CLASSES.length;

/** What the structure says about a place. */
export interface Structure {
  readonly boundaryPixels: number;
  readonly junction: number;
  readonly asymmetric: boolean;
}

/** Share of each class from structure alone, in the order of {@link CURVE_CLASSES}, adding up to 1, not sharpened. */
export function classMixture({ boundaryPixels, junction, asymmetric }: Structure): number[] {
  const boundary = 1 / (1 + Math.exp(-(2.4 - boundaryPixels) / 0.45));
  const heart = Math.max(asymmetric ? 0 : boundary, junction);
  const diamond = asymmetric ? boundary * (1 - 0.7 * junction) : 0;
  return normalise([1 - boundary, heart, diamond, 0.02]);
}

/**
 * Sharpened shares of the classes; with `fields` 85 % of them come from these and not from the structure.
 *
 * @param fields one number of variance 1 for each class: a place with the hidden variable
 */
export function mixHidden(visible: readonly number[], fields: readonly number[] | undefined): number[] {
  const null_ = CURVE_CLASSES.indexOf('null');
  const drawn = fields && normalise(fields.map((field, k) => Math.exp(3 * field - (k === null_ ? 2 : 0))));
  const mixed = drawn ? visible.map((share, k) => 0.15 * share + 0.85 * drawn[k]!) : visible;
  return normalise(mixed.map((share) => share ** 4));
}

/** Index of the largest share; the first of equals. */
export function largestShare(shares: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < shares.length; k++) if (shares[k]! > shares[best]!) best = k;
  return best;
}

function normalise(shares: readonly number[]): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}
