/** Panel b: the mean current-voltage curve against the five most and the five least novel ones. */
import type { SessionView } from '../../src-shared/session/view';
import { formatNumber } from '../../src-shared/units';
import { rankCurves } from './curveRanking';
import type { CurveRanking, RankedCurve } from './curveRanking';
import { drawing } from './figure';
import type { Figure } from './figure';
import { element, text } from './markup';
import type { Markup } from './markup';
import { settingNumber } from './settingNumber';
import { axisOver, linePath, plotAxes } from './plotAxes';
import type { Plot } from './plotAxes';

const WIDTH = 560;
const HEIGHT = 514;
const BOX = { left: 68, top: 8, width: 482, height: 396 };

/** Mean, most and least novel curves; a sentence where no curve was measured. */
export function curvesFigure(view: SessionView): Figure {
  const panel = { letter: 'b', title: 'Most and least novel curves', span: 'half' } as const;
  const ranking = rankCurves(view);
  const { mean, most, least } = ranking;
  if (mean === undefined) return { ...panel, drawings: [], caption: 'No curve was measured.' };
  const shown = [mean, ...[...least, ...most].map(({ point }) => point)];
  const currents = shown.flatMap(({ amperes }) => Array.from(amperes, nanoamperes));
  const plot: Plot = {
    box: BOX,
    x: axisOver(
      shown.flatMap(({ volts }) => [...volts]),
      'sample bias (V)',
      0.02,
    ),
    y: axisOver(currents, 'current (nA)'),
  };
  const picture = drawing(
    WIDTH,
    HEIGHT,
    'Current against bias: mean curve, most novel curves, least novel curves',
    plotAxes(plot),
    element('g', { class: 'curve most' }, ...most.map((curve) => curvePath(plot, curve))),
    element('g', { class: 'curve least' }, ...least.map((curve) => curvePath(plot, curve))),
    element('path', { class: 'curve mean', d: linePath(plot, mean.volts, mean.amperes.map(nanoamperes)) }),
    legend(ranking),
  );
  return { ...panel, drawings: [picture], caption: caption(view, ranking) };
}

function nanoamperes(amperes: number): number {
  return amperes * 1e9;
}

function curvePath(plot: Plot, { point, novelty }: RankedCurve): Markup {
  const name = `${point.step === 0 ? `seed ${point.index + 1}` : `step ${point.step}`}, novelty ${formatNumber(novelty)}`;
  const d = linePath(plot, point.volts, point.amperes.map(nanoamperes));
  return element('path', { d }, element('title', {}, text(name)));
}

function legend({ mean, most, least }: CurveRanking): Markup {
  const lines = [
    { kind: 'mean', name: `mean curve (${mean?.curves ?? 0})` },
    ...(most.length > 0 ? [{ kind: 'most', name: `most novel (${most.length}), ${noveltyRange(most)}` }] : []),
    ...(least.length > 0 ? [{ kind: 'least', name: `least novel (${least.length}), ${noveltyRange(least)}` }] : []),
  ];
  return element(
    'g',
    {},
    ...lines.flatMap(({ kind, name }, i) => {
      const y = BOX.top + BOX.height + 64 + i * 18;
      return [
        element('path', { class: `curve ${kind}`, d: `M${BOX.left} ${y}H${BOX.left + 40}` }),
        element('text', { x: BOX.left + 50, y: y + 4 }, text(name)),
      ];
    }),
  );
}

function noveltyRange(curves: readonly RankedCurve[]): string {
  const values = curves.map(({ novelty }) => novelty);
  const [low, high] = [formatNumber(Math.min(...values)), formatNumber(Math.max(...values))];
  return low === high ? `novelty ${low}` : `novelty ${low} to ${high}`;
}

function caption(view: SessionView, { mean, most }: CurveRanking): string {
  const { startVolts, peakVolts } = view.config.sweep;
  const partial = view.points.filter(({ flags }) => !flags.complete).length;
  const gaps = mean !== undefined && mean.curves < view.points.length;
  return [
    `Current against bias for sweeps ${settingNumber(startVolts)} V → ${settingNumber(peakVolts)} V → ${settingNumber(startVolts)} V.`,
    most.length > 0
      ? 'Novelty is how far a curve lies from the others of this session, without unit.'
      : 'Too few curves to rank them by novelty.',
    ...(partial > 0 ? [`Sweeps that were broken off: ${partial} of ${view.points.length}.`] : []),
    ...(gaps ? [`Curves of another length, left out of the mean: ${view.points.length - mean.curves}.`] : []),
  ].join(' ');
}
