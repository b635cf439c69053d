/** Descriptors of a current-voltage loop and the class that they suggest (algorithm.md 9.1). */
import type { AutomaticLabel, LabelThresholds, LoopDescriptors } from '../../src-shared/analysis';
import { quantile } from '../numerics/stats';
import { branchesOf, type Branches } from './branches';
import { conductanceStep } from './conductanceStep';
import { labelOf } from './label';
import { loopAreas, openingCandidates, type OpeningCandidate } from './openings';

/** The current stays above the threshold for at least so many points, or the turn-on was noise. */
const TURN_ON_POINTS = 5;
const TURN_ON_NOISE_FACTOR = 4;

export interface LoopReading {
  readonly descriptors: LoopDescriptors;
  readonly label: AutomaticLabel;
}

/**
 * Reads one loop.
 *
 * @param volts            bias in the order of measurement, volts
 * @param amperes          finite currents
 * @param referenceAmperes see {@link referenceAmperes}
 */
export function readLoop(
  volts: ArrayLike<number>,
  amperes: ArrayLike<number>,
  referenceAmperes: number,
  thresholds: LabelThresholds,
): LoopReading {
  const branches = branchesOf(volts, amperes);
  const candidates = openingCandidates(branches, amperes, thresholds);
  const openings = candidates.filter(({ areaShare }) => areaShare >= thresholds.openingAreaShare);
  const descriptors = describe(branches, openings, referenceAmperes, thresholds);
  return { descriptors, label: labelOf({ descriptors, candidates, referenceAmperes }, thresholds) };
}

/** 95th percentile of the largest currents of some curves, amperes; 0 for none. Curves with missing values do not count. */
export function referenceAmperes(curves: readonly ArrayLike<number>[]): number {
  const largest = curves.map((curve) => largestOf(curve)).filter(Number.isFinite);
  return largest.length === 0 ? 0 : quantile(largest, 0.95);
}

function describe(
  branches: Branches,
  openings: readonly OpeningCandidate[],
  reference: number,
  thresholds: LabelThresholds,
): LoopDescriptors {
  const { volts, forward, back, mean, noiseAmperes } = branches;
  const level = Math.max(thresholds.turnOnShare * reference, TURN_ON_NOISE_FACTOR * noiseAmperes);
  const turnOn = (branch: Float64Array): number | undefined => firstAbove(volts, branch, level);
  return {
    noiseAmperes,
    maxAmperes: Math.max(largestOf(forward), back === undefined ? -Infinity : largestOf(back)),
    amperesAtOneVolt: currentAt(branches, 1),
    turnOnVolts: turnOn(mean),
    turnOnForwardVolts: turnOn(forward),
    turnOnReturnVolts: back === undefined ? undefined : turnOn(back),
    conductanceStep: conductanceStep(branches, thresholds.diamondTurnOnVolts),
    openings: openings.map(({ areaShare: _, ...opening }) => opening),
    crossingsVolts: crossings(openings),
    ...loopAreas(branches, thresholds),
  };
}

/** First bias from which some points in a row lie above a level. */
function firstAbove(volts: Float64Array, branch: Float64Array, level: number): number | undefined {
  let inRow = 0;
  for (let i = 0; i < branch.length; i++) {
    inRow = branch[i]! > level ? inRow + 1 : 0;
    if (inRow === TURN_ON_POINTS) return volts[i - TURN_ON_POINTS + 1];
  }
  return undefined;
}

/** Midways between neighbouring openings of opposite sign. */
function crossings(openings: readonly OpeningCandidate[]): number[] {
  return openings.flatMap((opening, k) => {
    const before = openings[k - 1];
    return before === undefined || before.sign === opening.sign ? [] : [(before.toVolts + opening.fromVolts) / 2];
  });
}

function currentAt({ volts, mean }: Branches, bias: number): number | undefined {
  const after = volts.findIndex((value) => value >= bias - 1e-9);
  if (after < 0 || volts[0]! > bias) return undefined;
  const before = Math.max(0, after - 1);
  const span = volts[after]! - volts[before]!;
  const part = span > 0 ? (bias - volts[before]!) / span : 0;
  return mean[before]! * (1 - part) + mean[after]! * part;
}

function largestOf(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) return NaN;
    if (values[i]! > largest) largest = values[i]!;
  }
  return largest;
}
