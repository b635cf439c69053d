/** Where the two branches of a loop lie apart: the openings that name a class, and the areas of the bias bands. */
import type { LabelThresholds, LoopOpening } from '../../src-shared/analysis';
import { quantile } from '../numerics/stats';
import type { Branches } from './branches';

/** An opening is at least this wide, and a gap up to this wide does not end it: 6 and 4 points of the published sweep. */
const WIDTH_VOLTS = 0.072;
const GAP_VOLTS = 0.048;
/** Branches nearer than this are together, amperes. */
const FLOOR_AMPERES = 5e-12;
const NOISE_FACTOR = 3;

/** A wide enough stretch of one sign, before it is known whether its area counts. */
export interface OpeningCandidate extends LoopOpening {
  /** Share of the area of the whole loop. */
  readonly areaShare: number;
}

export interface LoopAreas {
  readonly loopArea: number;
  readonly bandArea: { readonly low: number; readonly intermediate: number; readonly high: number };
}

/** Every stretch of bias in which the branches lie apart, from low bias to high. */
export function openingCandidates(
  branches: Branches,
  amperes: ArrayLike<number>,
  thresholds: Pick<LabelThresholds, 'openingShare'>,
): OpeningCandidate[] {
  const gap = differenceOf(branches);
  if (gap === undefined) return [];
  const range = quantile(amperes, 0.99) - quantile(amperes, 0.01);
  const tau = Math.max(thresholds.openingShare * range, NOISE_FACTOR * branches.noiseAmperes, FLOOR_AMPERES);
  const { volts, stepVolts } = branches;
  const total = areaOf(gap, 0, gap.length - 1, stepVolts);
  const widest = Math.round(GAP_VOLTS / stepVolts);
  const narrowest = Math.max(2, Math.round(WIDTH_VOLTS / stepVolts));
  return joinRuns(runsAbove(gap, tau), widest)
    .filter(({ from, to }) => to - from + 1 >= narrowest)
    .map(({ from, to, sign }) => {
      const area = areaOf(gap, from, to, stepVolts);
      let weight = 0;
      let moment = 0;
      let peakAmperes = 0;
      for (let i = from; i <= to; i++) {
        const size = Math.abs(gap[i]!);
        weight += size;
        moment += size * volts[i]!;
        peakAmperes = Math.max(peakAmperes, size);
      }
      const centroidVolts = moment / weight;
      const areaShare = area / total;
      return { fromVolts: volts[from]!, toVolts: volts[to]!, centroidVolts, area, areaShare, peakAmperes, sign };
    });
}

/** Integral of the distance of the branches, whole and by band, V x A; zeros for a ramp. */
export function loopAreas(
  branches: Branches,
  { bandLowVolts, bandHighVolts }: Pick<LabelThresholds, 'bandLowVolts' | 'bandHighVolts'>,
): LoopAreas {
  const bandArea = { low: 0, intermediate: 0, high: 0 };
  const gap = differenceOf(branches);
  gap?.forEach((difference, i) => {
    const bias = branches.volts[i]!;
    const band = bias < bandLowVolts ? 'low' : bias <= bandHighVolts ? 'intermediate' : 'high';
    bandArea[band] += Math.abs(difference) * branches.stepVolts;
  });
  return { loopArea: bandArea.low + bandArea.intermediate + bandArea.high, bandArea };
}

function differenceOf({ forward, back }: Branches): Float64Array | undefined {
  return back?.map((current, i) => current - forward[i]!);
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly sign: 1 | -1;
}

function runsAbove(gap: Float64Array, tau: number): Run[] {
  const runs: Run[] = [];
  for (let i = 0; i < gap.length; i++) {
    if (Math.abs(gap[i]!) <= tau) continue;
    const sign = gap[i]! > 0 ? 1 : -1;
    const last = runs.at(-1);
    if (last?.to === i - 1 && last.sign === sign) runs[runs.length - 1] = { ...last, to: i };
    else runs.push({ from: i, to: i, sign });
  }
  return runs;
}

/** Joins neighbours of one sign over gaps of up to `widest` points. */
function joinRuns(runs: readonly Run[], widest: number): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last?.sign === run.sign && run.from - last.to - 1 <= widest)
      joined[joined.length - 1] = { ...last, to: run.to };
    else joined.push(run);
  }
  return joined;
}

function areaOf(gap: Float64Array, from: number, to: number, stepVolts: number): number {
  let sum = 0;
  for (let i = from; i <= to; i++) sum += Math.abs(gap[i]!);
  return sum * stepVolts;
}
