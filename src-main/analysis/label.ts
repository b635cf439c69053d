/** The class that descriptors suggest, with the margin to the threshold that comes nearest to changing it. */
import type { AutomaticLabel, CurveLabel, LabelThresholds, LoopDescriptors } from '../../src-shared/analysis';
import type { OpeningCandidate } from './openings';

/** A distance in bias at which a threshold no longer matters, volts. */
const CLEAR_VOLTS = 0.25;

export interface LabelEvidence {
  readonly descriptors: Pick<LoopDescriptors, 'maxAmperes' | 'turnOnVolts' | 'conductanceStep'>;
  /** All openings, also those whose area is too small to count. */
  readonly candidates: readonly OpeningCandidate[];
  readonly referenceAmperes: number;
}

interface Margin {
  readonly by: keyof LabelThresholds;
  /** 0 on the threshold, 1 or more far from it. */
  readonly size: number;
}

/** Windows as published: null by current, diamond by turn-on, heart by two openings, club by one. */
export function labelOf(evidence: LabelEvidence, thresholds: LabelThresholds): AutomaticLabel {
  const { maxAmperes, turnOnVolts, conductanceStep } = evidence.descriptors;
  const nullLevel = thresholds.nullShare * evidence.referenceAmperes;
  const current: Margin = { by: 'nullShare', size: relative(maxAmperes, nullLevel) };
  if (!(maxAmperes >= nullLevel && maxAmperes > 0)) return decided('null', [current]);
  if (turnOnVolts === undefined) return decided('other', [current]);
  const turnOn: Margin = {
    by: 'diamondTurnOnVolts',
    size: Math.abs(turnOnVolts - thresholds.diamondTurnOnVolts) / CLEAR_VOLTS,
  };
  if (turnOnVolts >= thresholds.diamondTurnOnVolts) return decided('diamond', [current, turnOn]);
  const step: Margin = {
    by: 'diamondStepShare',
    size: relative(conductanceStep?.share ?? 0, thresholds.diamondStepShare),
  };
  if ((conductanceStep?.share ?? 0) >= thresholds.diamondStepShare) return decided('diamond', [current, step]);
  const margins = [current, turnOn, step, ...evidence.candidates.map((opening) => openingMargin(opening, thresholds))];
  return decided(byOpenings(evidence.candidates, thresholds), margins);
}

function byOpenings(candidates: readonly OpeningCandidate[], thresholds: LabelThresholds): CurveLabel {
  const counted = candidates.filter(({ areaShare }) => areaShare >= thresholds.openingAreaShare);
  const low = counted.filter(({ centroidVolts }) => centroidVolts < thresholds.lowBandVolts).length;
  const middle = counted.filter(
    ({ centroidVolts }) => centroidVolts >= thresholds.lowBandVolts && centroidVolts <= thresholds.middleBandVolts,
  ).length;
  if (low > 0 && middle > 0) return 'heart';
  return low === 0 && middle === 1 ? 'club' : 'other';
}

/** How near an opening is to being counted otherwise: by its area, or by the band of its centre. */
function openingMargin(opening: OpeningCandidate, thresholds: LabelThresholds): Margin {
  const area: Margin = { by: 'openingAreaShare', size: relative(opening.areaShare, thresholds.openingAreaShare) };
  if (opening.areaShare < thresholds.openingAreaShare) return area;
  const borders = (['lowBandVolts', 'middleBandVolts'] as const).map((by) => ({
    by,
    size: Math.abs(opening.centroidVolts - thresholds[by]) / CLEAR_VOLTS,
  }));
  return smallest([area, ...borders]);
}

/** |x - t| over t. */
function relative(value: number, threshold: number): number {
  return threshold > 0 ? Math.abs(value - threshold) / threshold : 1;
}

function smallest(margins: readonly Margin[]): Margin {
  return margins.reduce((least, margin) => (margin.size < least.size ? margin : least));
}

function decided(label: CurveLabel, margins: readonly Margin[]): AutomaticLabel {
  const least = smallest(margins);
  return { label, confidence: Math.min(1, least.size), decidedBy: least.by };
}
