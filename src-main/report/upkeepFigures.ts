/** Panels i and j: what was looked at between the measurements, the wear of the tip and the drift of the sample. */
import type { SessionView } from '../../src-shared/session/view';
import { formatQuantity } from '../../src-shared/units';
import { drawing, type Figure } from './figure';
import { crossPath } from './markers';
import { element, text, type Markup } from './markup';
import { axisOver, linePath, plotAxes, plotX, plotY, type Plot } from './plotAxes';

const WIDTH = 560;
const HEIGHT = 262;
const BOX = { left: 68, top: 8, width: 482, height: 202 };

/** One value against the number of curves measured when it was found. */
interface Reading {
  readonly curves: number;
  readonly value: number;
  readonly alarm: boolean;
}

/** The panels of what was looked at; none where nothing was. */
export function upkeepFigures(view: SessionView): Figure[] {
  return [...wearFigures(view), ...driftFigures(view)];
}

/** Current at the reference place in percent of the first one there, with the bounds beyond which the run was held. */
function wearFigures({ references, config }: SessionView): Figure[] {
  if (references.length === 0) return [];
  const readings = references.map(({ curves, share, alarm }) => ({ curves, value: 100 * (share ?? NaN), alarm }));
  const allowed = 100 * config.reference.alarmShare;
  const alarms = readings.filter(({ alarm }) => alarm).length;
  return [
    {
      letter: 'i',
      title: 'Wear of the tip',
      span: 'half',
      drawings: [trend('current at the reference place against curves', 'current, % of the first', readings, [100])],
      caption:
        `Root mean square current at the reference place, the seed with the largest current, swept again every ${config.reference.everyCurves} curves; ` +
        `100 % (dashed) is its first curve. A change of more than ${allowed.toFixed(0)} % holds the run${alarms === 0 ? '; there was none' : `: ${alarms} ${alarms === 1 ? 'time' : 'times'}, marked by a cross`}.`,
    },
  ];
}

/** How far the sample had moved since the survey at each look. */
function driftFigures({ drift }: SessionView): Figure[] {
  if (drift.length === 0) return [];
  const nanometres = ({ xMetres, yMetres }: { xMetres: number; yMetres: number }) => 1e9 * Math.hypot(xMetres, yMetres);
  const readings = drift.map(({ curves, shift, registered, alarm }) => ({
    ...{ curves, alarm },
    value: registered ? nanometres(shift) : NaN,
  }));
  const { shift } = drift.at(-1)!;
  const lost = drift.filter(({ registered }) => !registered).length;
  return [
    {
      letter: 'j',
      title: 'Drift of the sample',
      span: 'half',
      drawings: [trend('shift since the survey against curves', 'shift since the survey, nm', readings, [0])],
      caption:
        `How far the sample had moved, found by taking a part of the frame again; every place was shifted by that much from then on. ` +
        `At the end x ${formatQuantity(shift.xMetres, 'm')}, y ${formatQuantity(shift.yMetres, 'm')}.` +
        (drift.some(({ alarm }) => alarm) ? ' Crosses mark alarms.' : '') +
        (lost > 0 ? ` The part was not found again ${lost} ${lost === 1 ? 'time' : 'times'}; the run was held.` : ''),
    },
  ];
}

function trend(name: string, title: string, readings: readonly Reading[], marks: readonly number[]): Markup {
  const last = readings.at(-1)!.curves;
  const values = readings.map(({ value }) => value);
  const plot: Plot = {
    box: BOX,
    x: { low: 0, high: last * 1.02, title: 'curves measured', whole: true },
    y: axisOver([...values, ...marks], title, 0.12),
  };
  const curves = readings.map((reading) => reading.curves);
  return drawing(
    WIDTH,
    HEIGHT,
    name,
    plotAxes(plot),
    ...marks.map((mark) => {
      const y = plotY(plot, mark);
      return element('line', { class: 'reference', x1: BOX.left, y1: y, x2: BOX.left + BOX.width, y2: y });
    }),
    element('path', { class: 'diversity structural', d: linePath(plot, curves, values) }),
    ...readings.map((reading) => markOf(plot, reading)),
  );
}

function markOf(plot: Plot, { curves, value, alarm }: Reading): Markup {
  const [x, y] = [plotX(plot, curves), Number.isFinite(value) ? plotY(plot, value) : BOX.top + BOX.height - 9];
  if (alarm) return element('path', { class: 'veto-key', d: crossPath(x, y, 4) });
  if (!Number.isFinite(value)) return text('');
  return element('circle', { class: 'dot', cx: x, cy: y, r: 2.5 });
}
