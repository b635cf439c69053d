/** How different the measured patches and curves are from each other, step by step: Figure 4c. */
import type { Edit, MadeEdit } from '../../../src-shared/session/edits';
import type { DiversityPoint, SessionView } from '../../../src-shared/session/view';
import { fullRange } from '../../canvas/range';
import { text } from '../../messages';
import type { Chart } from '../../plot/figure';
import type { CurveColors } from '../../plot/theme';

export interface DiversitySeries {
  readonly steps: readonly number[];
  readonly structural: readonly number[];
  readonly spectral: readonly number[];
  /** Steps in which somebody vetoed a proposal, one entry for each veto. */
  readonly vetoSteps: readonly number[];
  /** Steps that were next when the steering, a region or the training set was changed. */
  readonly steeringSteps: readonly number[];
  readonly regionSteps: readonly number[];
  readonly rejectionSteps: readonly number[];
}

/** One value for each step; all seeds together are step 0, where the last of them counts. */
export function diversitySeries(session: Pick<SessionView, 'diversity' | 'vetoes' | 'edits'>): DiversitySeries {
  const byStep = new Map<number, DiversityPoint>();
  for (const point of session.diversity) byStep.set(point.step, point);
  const kept = [...byStep.values()].sort((a, b) => a.step - b.step);
  return {
    steps: kept.map((point) => point.step),
    structural: kept.map((point) => point.structural),
    spectral: kept.map((point) => point.spectral),
    vetoSteps: session.vetoes.map((rule) => rule.step),
    ...editSteps(session.edits),
  };
}

/** The steps of the edits that stand and change what is chosen, by kind. */
function editSteps(
  edits: readonly MadeEdit[],
): Pick<DiversitySeries, 'steeringSteps' | 'regionSteps' | 'rejectionSteps'> {
  const standing = edits.filter(({ undone }) => !undone);
  const steps = (wanted: (edit: Edit) => boolean): number[] =>
    standing.filter(({ edit }) => wanted(edit)).map(({ step }) => step);
  return {
    steeringSteps: steps(({ kind }) => kind === 'steering.changed'),
    regionSteps: steps((edit) => edit.kind === 'rule.set' && edit.rule.rule.scope === 'region'),
    rejectionSteps: steps(({ kind }) => kind === 'curve.rejected'),
  };
}

/** The chart: two line styles, each with its own axis because the numbers have nothing in common. */
export function diversityChart(series: DiversitySeries, plannedSteps: number, colors: CurveColors): Chart {
  const { steps, structural, spectral, vetoSteps, steeringSteps, regionSteps, rejectionSteps } = series;
  return {
    curves: [
      {
        id: 'structural',
        hover: text.diversity.hover,
        name: text.diversity.structural,
        x: steps,
        y: structural,
        color: colors.ink,
        width: 2,
        dash: 'solid',
      },
      {
        id: 'spectral',
        hover: text.diversity.hover,
        name: text.diversity.spectral,
        x: steps,
        y: spectral,
        color: colors.vermilion,
        width: 2,
        dash: 'dash',
        right: true,
      },
    ],
    arrows: [],
    marks: [
      { x: vetoSteps, name: text.diversity.veto, color: colors.ink },
      { x: steeringSteps, name: text.diversity.steering, color: colors.ink, symbol: 'triangle-up' },
      { x: regionSteps, name: text.diversity.region, color: colors.ink, symbol: 'square-open' },
      { x: rejectionSteps, name: text.diversity.rejection, color: colors.ink, symbol: 'circle-open' },
    ],
    x: { title: text.diversity.stepAxis, range: [0, Math.max(plannedSteps, steps.at(-1) ?? 0, 1)] },
    y: { title: text.diversity.structuralAxis, range: diversityRange(structural) },
    right: { title: text.diversity.spectralAxis, color: colors.vermilion, range: diversityRange(spectral) },
  };
}

/** Room above and below the curve, as a share of its height. */
const ROOM = 0.08;

/** The ends of an axis for values of a mean distance: never below 0, and with a height where all are the same. */
export function diversityRange(values: readonly number[]): readonly [low: number, high: number] {
  const own = fullRange(values);
  if (own === undefined) return [0, 1];
  if (own.high === own.low) return [0, own.high > 0 ? 2 * own.high : 1];
  const room = ROOM * (own.high - own.low);
  return [Math.max(0, own.low - room), own.high + room];
}

/** The newest values in words; undefined before the first. */
export function newestDiversity(
  series: DiversitySeries,
): { readonly step: number; readonly structural: number; readonly spectral: number } | undefined {
  const last = series.steps.length - 1;
  const [step, structural, spectral] = [series.steps[last], series.structural[last], series.spectral[last]];
  if (step === undefined || structural === undefined || spectral === undefined) return undefined;
  return { step, structural, spectral };
}
