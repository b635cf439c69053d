/** The two branches of a bias sweep on one axis, smoothed, as everything about loops needs them. */
import { median } from '../numerics/stats';

export interface Branches {
  /** Bias growing along the forward branch, volts. A sweep to negative bias is mirrored, current included. */
  readonly volts: Float64Array;
  readonly forward: Float64Array;
  /** Return branch on the same axis; undefined for a ramp that has none. */
  readonly back: Float64Array | undefined;
  /** Mean of both branches, amperes; the forward one where there is no other. */
  readonly mean: Float64Array;
  /** Distance of neighbouring points, volts. */
  readonly stepVolts: number;
  /** Noise of the recorded curve, amperes. */
  readonly noiseAmperes: number;
}

/** Half width over which a branch is smoothed, and the one for the noise: 2 and 4 points of the published sweep (12 mV). */
const SMOOTH_VOLTS = 0.024;
const NOISE_VOLTS = 0.048;
/** Median absolute deviation to standard deviation of a normal distribution. */
const MAD_TO_SIGMA = 1.4826;

/** Splits a sweep at its turning point. `volts` and `amperes` are in the order of measurement, finite, 3 or more. */
export function branchesOf(volts: ArrayLike<number>, amperes: ArrayLike<number>): Branches {
  const peak = turningPoint(volts);
  const sign = volts[peak]! >= volts[0]! || volts[peak]! > 0 ? 1 : -1;
  const upVolts = Float64Array.from({ length: peak + 1 }, (_, i) => sign * volts[i]!);
  const up = Float64Array.from({ length: peak + 1 }, (_, i) => sign * amperes[i]!);
  const stepVolts = (upVolts[peak]! - upVolts[0]!) / peak;
  const reach = Math.max(0, Math.round(SMOOTH_VOLTS / Math.abs(stepVolts)));
  const forward = movingMean(up, reach);
  const down = returnBranch(volts, amperes, peak, { sign, upVolts });
  const back = down === undefined ? undefined : movingMean(down, reach);
  const mean = back === undefined ? forward : forward.map((current, i) => (current + back[i]!) / 2);
  return { volts: upVolts, forward, back, mean, stepVolts, noiseAmperes: noiseOf(amperes, stepVolts) };
}

/** Mean over up to `reach` neighbours on either side; at the ends over those that are there, equally many on both sides. */
function movingMean(values: ArrayLike<number>, reach: number): Float64Array {
  return Float64Array.from({ length: values.length }, (_, i) => {
    const near = Math.min(reach, i, values.length - 1 - i);
    let sum = 0;
    for (let k = i - near; k <= i + near; k++) sum += values[k]!;
    return sum / (2 * near + 1);
  });
}

/** Index of the bias farthest from the start. */
function turningPoint(volts: ArrayLike<number>): number {
  let peak = 1;
  for (let i = 1; i < volts.length; i++)
    if (Math.abs(volts[i]! - volts[0]!) > Math.abs(volts[peak]! - volts[0]!)) peak = i;
  return peak;
}

/** The way back from the turning point on the axis of the way up, by linear interpolation where the points differ. */
function returnBranch(
  volts: ArrayLike<number>,
  amperes: ArrayLike<number>,
  peak: number,
  onto: { readonly sign: number; readonly upVolts: Float64Array },
): Float64Array | undefined {
  const count = volts.length - peak;
  if (count < 3) return undefined;
  const last = volts.length - 1;
  // From the end of the sweep to the peak the bias grows, as on the way up.
  const at = (k: number): number => onto.sign * volts[last - k]!;
  let k = 0;
  return onto.upVolts.map((bias) => {
    while (k < count - 2 && at(k + 1) < bias) k++;
    const span = at(k + 1) - at(k);
    const part = span > 0 ? Math.min(1, Math.max(0, (bias - at(k)) / span)) : 0;
    return onto.sign * (amperes[last - k]! * (1 - part) + amperes[last - k - 1]! * part);
  });
}

/** Robust spread about a moving mean (algorithm.md 9.1). */
function noiseOf(amperes: ArrayLike<number>, stepVolts: number): number {
  const reach = Math.max(1, Math.round(NOISE_VOLTS / Math.abs(stepVolts)));
  const smooth = movingMean(amperes, reach);
  const rest = smooth.map((value, i) => amperes[i]! - value);
  const centre = median(rest);
  return MAD_TO_SIGMA * median(rest.map((value) => Math.abs(value - centre)));
}
