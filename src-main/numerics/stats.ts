/** Order statistics and the normal distribution. */
import { selectInPlace } from './select';

/** The smallest and the largest finite value, or undefined where none is finite. */
export function finiteRange(values: ArrayLike<number>): { readonly min: number; readonly max: number } | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : undefined;
}

/**
 * The q-quantile, linear between order statistics (Hyndman & Fan 1996, type 7). Throws RangeError for no values, for a
 * value that is NaN or for q outside 0 to 1.
 */
export function quantile(values: ArrayLike<number>, q: number): number {
  if (values.length === 0) throw new RangeError('values: expected at least one, given none');
  if (!(q >= 0 && q <= 1)) throw new RangeError(`q: expected 0 to 1, given ${q}`);
  const own = values instanceof Float64Array ? values.slice() : Float64Array.from(values);
  for (let k = 0; k < own.length; k++)
    if (Number.isNaN(own[k]!)) throw new RangeError('values: expected numbers, given NaN');
  const at = q * (own.length - 1);
  const low = Math.floor(at);
  const below = selectInPlace(own, low);
  if (at === low) return below;
  let above = Infinity;
  for (let k = low + 1; k < own.length; k++) if (own[k]! < above) above = own[k]!;
  return below + (at - low) * (above - below);
}

/** The median; throws as {@link quantile}. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** Phi(x), the standard normal distribution function, to about 1e-15 and with full relative accuracy in the lower tail. */
export function normalCumulative(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (Math.abs(x) < 3) return 0.5 + normalDensity(x) * oddSeries(x);
  return x < 0 ? lowerTail(-x) : 1 - lowerTail(x);
}

/** x + x^3/3 + x^5/(3 5) + ... (Abramowitz & Stegun 26.2.11). */
function oddSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return sum;
}

/** Phi(-x) for x >= 3 by the continued fraction of Laplace (Abramowitz & Stegun 26.2.14). */
function lowerTail(x: number): number {
  let fraction = x;
  for (let k = 80; k >= 1; k--) fraction = x + k / fraction;
  return normalDensity(x) / fraction;
}
