/** Panel c: structural and spectral diversity of what has been measured, against the step. */
import type { DiversityPoint, SessionView } from '../../src-shared/session/view';
import { formatNumber } from '../../src-shared/units';
import { drawing } from './figure';
import type { Figure } from './figure';
import { crossPath } from './markers';
import { element, text } from './markup';
import type { Markup } from './markup';
import { axisOver, linePath, plotAxes, plotX, plotY } from './plotAxes';
import type { Axis, Plot } from './plotAxes';
import { diversityFromSeeds } from './summary';

const WIDTH = 560;
const HEIGHT = 292;
const BOX = { left: 68, top: 8, width: 482, height: 210 };

/** Both diversity curves, with a mark at every step that saw a veto; a sentence where the seeds are not complete. */
export function diversityFigure(view: SessionView): Figure {
  const panel = { letter: 'c', title: 'Diversity of the measured set', span: 'full' } as const;
  const entries = diversityFromSeeds(view);
  if (entries.length === 0)
    return { ...panel, drawings: [], caption: 'No diversity was computed, because the seeds were not completed.' };
  return {
    ...panel,
    drawings: (['structural', 'spectral'] as const).map((kind) => diversityDrawing(view, entries, kind)),
    caption:
      'Mean distance between all pairs measured so far. Left: root mean square distance of the image patches, in units of the normalised height. ' +
      'Right: root mean square distance of the curves, in units of the reference current. Step 0 is the set of seeds; the dashed line carries its value on.' +
      (view.vetoes.length > 0 ? ' Crosses mark steps at which the operator vetoed a proposal.' : ''),
  };
}

function diversityDrawing(
  view: SessionView,
  entries: readonly DiversityPoint[],
  kind: 'structural' | 'spectral',
): Markup {
  const steps = entries.map((entry) => entry.step);
  const values = entries.map((entry) => entry[kind]);
  const plot: Plot = { box: BOX, x: stepAxis(steps), y: axisOver(values, `${kind} diversity`, 0.12) };
  const vetoed = vetoSteps(view, plot.x);
  const at0 = values[0]!;
  return drawing(
    WIDTH,
    HEIGHT,
    `${kind} diversity against step`,
    plotAxes(plot),
    ...(Number.isFinite(at0) ? [seedLine(plot, at0)] : []),
    element('path', { class: `diversity ${kind}`, d: linePath(plot, steps, values) }),
    ...values.map((value, i) => dot(plot, { step: steps[i]!, value }, values.length)),
    ...vetoed.map(({ step, count }) => vetoMark(plot, step, count)),
    legend(kind, vetoed.length > 0),
  );
}

function stepAxis(steps: readonly number[]): Axis {
  const last = steps.at(-1) ?? 0;
  const room = Math.max(0.5, last * 0.015);
  return { low: -room, high: last + room, title: 'step', whole: true };
}

function seedLine(plot: Plot, value: number): Markup {
  const y = plotY(plot, value);
  return element('line', { class: 'reference', x1: BOX.left, y1: y, x2: BOX.left + BOX.width, y2: y });
}

/** Dots for single values while they can be told apart. */
function dot(plot: Plot, at: { readonly step: number; readonly value: number }, count: number): Markup {
  if (count > 60 || !Number.isFinite(at.value)) return text('');
  const name = element('title', {}, text(`step ${at.step}: ${formatNumber(at.value, 4)}`));
  return element('circle', { class: 'dot', cx: plotX(plot, at.step), cy: plotY(plot, at.value), r: 2.5 }, name);
}

/** Steps with vetoes that the axis shows, with how many there were. */
function vetoSteps(view: SessionView, axis: Axis): readonly { readonly step: number; readonly count: number }[] {
  const counts = new Map<number, number>();
  for (const { step } of view.vetoes) {
    // A proposal vetoed in the last, unfinished step belongs after the last point; the axis ends there.
    const shown = Math.min(step, Math.floor(axis.high));
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return [...counts].map(([step, count]) => ({ step, count }));
}

function vetoMark(plot: Plot, step: number, count: number): Markup {
  const y = BOX.top + BOX.height - 9;
  const name = element('title', {}, text(`step ${step}: ${count} ${count === 1 ? 'veto' : 'vetoes'}`));
  return element('path', { class: 'veto-key', d: crossPath(plotX(plot, step), y, 4) }, name);
}

function legend(kind: 'structural' | 'spectral', vetoes: boolean): Markup {
  const y = BOX.top + BOX.height + 62;
  const left = BOX.left;
  return element(
    'g',
    {},
    element('path', { class: `diversity ${kind}`, d: `M${left} ${y}H${left + 34}` }),
    element('text', { x: left + 42, y: y + 4 }, text(kind)),
    element('line', { class: 'reference', x1: left + 130, y1: y, x2: left + 164, y2: y }),
    element('text', { x: left + 172, y: y + 4 }, text('after the seeds')),
    ...(vetoes
      ? [
          element('path', { class: 'veto-key', d: crossPath(left + 302, y, 4) }),
          element('text', { x: left + 314, y: y + 4 }, text('veto by the operator')),
        ]
      : []),
  );
}
