/** A second turn-on: the bias at which a place that conducts already becomes markedly steeper. */
import type { ConductanceStep } from '../../src-shared/analysis';
import type { Branches } from './branches';

/** Stretch of bias on either side over which the conductance is taken, volts. */
const REACH_VOLTS = 0.15;

/**
 * The sharpest rise of the slope of the mean branch at or above a bias. It finds injection over a barrier also where a
 * neighbouring path conducts from low bias on and hides the turn-on itself.
 */
export function conductanceStep({ volts, mean, stepVolts }: Branches, fromVolts: number): ConductanceStep | undefined {
  const reach = Math.max(2, Math.round(REACH_VOLTS / stepVolts));
  let best: { readonly at: number; readonly rise: number; readonly below: number } | undefined;
  for (let i = reach; i + reach < mean.length; i++) {
    if (volts[i]! < fromVolts) continue;
    const below = slope(mean, i - reach, i) / stepVolts;
    const rise = slope(mean, i, i + reach) / stepVolts - below;
    if (best === undefined || rise > best.rise) best = { at: i, rise, below };
  }
  if (best === undefined || !(best.rise > 0)) return undefined;
  return { volts: volts[best.at]!, share: best.below > 0 ? best.rise / best.below : Infinity };
}

/** Slope of a straight line through some points by least squares, per point. */
function slope(values: Float64Array, from: number, to: number): number {
  const middle = (from + to) / 2;
  let moment = 0;
  let weight = 0;
  for (let i = from; i <= to; i++) {
    moment += (i - middle) * values[i]!;
    weight += (i - middle) ** 2;
  }
  return moment / weight;
}
