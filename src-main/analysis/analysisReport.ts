/** Descriptors and labels of every measured point of a session. */
import {
  CURVE_LABELS,
  type AnalysisReport,
  type CurveLabel,
  type LabelThresholds,
  type PointAnalysis,
} from '../../src-shared/analysis';
import type { SessionView } from '../../src-shared/session/view';
import { readLoop, referenceAmperes } from './loop';

/** Fewest points of a curve that can be read at all. */
const FEWEST_POINTS = 8;

/** Reads all loops of a session with some thresholds; people's labels are beside the automatic ones. */
export function analysisReport(
  { points, analysis }: Pick<SessionView, 'points' | 'analysis'>,
  thresholds: LabelThresholds = analysis.thresholds,
): AnalysisReport {
  const reference = referenceAmperes(points.map((point) => point.amperes));
  const readings = points.map(({ index, volts, amperes }): PointAnalysis => {
    const human = analysis.labels[index];
    const readable = amperes.length >= FEWEST_POINTS && amperes.length === volts.length;
    if (!readable || !amperes.every(Number.isFinite) || !volts.every(Number.isFinite))
      return { index, descriptors: undefined, automatic: undefined, human };
    const { descriptors, label } = readLoop(volts, amperes, reference, thresholds);
    return { index, descriptors, automatic: label, human };
  });
  return { thresholds, referenceAmperes: reference, points: readings, counts: countLabels(readings) };
}

/** The label that counts: a person's, else the automatic one. */
export function labelInForce({ human, automatic }: PointAnalysis): CurveLabel | undefined {
  return human ?? automatic?.label;
}

function countLabels(points: readonly PointAnalysis[]): Record<CurveLabel, number> {
  const count = (label: CurveLabel): number => points.filter((point) => labelInForce(point) === label).length;
  return Object.fromEntries(CURVE_LABELS.map((label) => [label, count(label)])) as Record<CurveLabel, number>;
}
