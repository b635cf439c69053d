/** Axes of a line plot: scales, ticks, grid and titles, as SVG. */
import { coordinate, element, join, text } from './markup';
import type { Markup } from './markup';
import { niceTicks, tickLabel, wholeTicks } from './ticks';
import type { Ticks } from './ticks';

/** The rectangle that an image or a plot fills inside its figure, in figure units. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One axis: what it spans, what it is called, and whether it counts whole things. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly title: string;
  readonly whole?: boolean;
}

export interface Plot {
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
}

/** Where a value of the x axis lies in the figure. */
export function plotX({ box, x }: Plot, value: number): number {
  return box.left + (box.width * (value - x.low)) / (x.high - x.low);
}

/** Where a value of the y axis lies in the figure. */
export function plotY({ box, y }: Plot, value: number): number {
  return box.top + box.height * (1 - (value - y.low) / (y.high - y.low));
}

/** An axis over values with some room at both ends; [0, 1] where no value is finite, and never empty. */
export function axisOver(values: Iterable<number>, title: string, room = 0.05): Axis {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return { low: 0, high: 1, title };
  const margin = high > low ? (high - low) * room : Math.max(Math.abs(low) * room, 1e-3);
  return { low: low - margin, high: high + margin, title };
}

/** Grid, ticks with numbers, frame and titles of a plot. */
export function plotAxes(plot: Plot): Markup {
  const { box, x, y } = plot;
  const bottom = box.top + box.height;
  const across = ticksOf(x, box.width / 75);
  const up = ticksOf(y, box.height / 38);
  return element(
    'g',
    {},
    ...across.values.map((value) => tickAcross(plot, value, tickLabel(value, across.decimals))),
    ...up.values.map((value) => tickUp(plot, value, tickLabel(value, up.decimals))),
    element('rect', { class: 'frame', x: box.left, y: box.top, width: box.width, height: box.height }),
    element(
      'text',
      { class: 'title', x: box.left + box.width / 2, y: bottom + 38, 'text-anchor': 'middle' },
      text(x.title),
    ),
    sideTitle(box, y.title),
  );
}

/** The line through points of a plot as the `d` of a path; broken where a value is not finite. */
export function linePath(plot: Plot, xs: ArrayLike<number>, ys: ArrayLike<number>): string {
  let path = '';
  let drawing = false;
  for (let i = 0; i < xs.length; i++) {
    const usable = Number.isFinite(xs[i]) && Number.isFinite(ys[i]);
    if (usable) {
      // A lone point between two gaps still shows, because round line ends draw a move and a line of no length.
      const here = `${coordinate(plotX(plot, xs[i]!))} ${coordinate(plotY(plot, ys[i]!))}`;
      path += drawing ? `L${here}` : `M${here}L${here}`;
    }
    drawing = usable;
  }
  return path;
}

function ticksOf(axis: Axis, count: number): Ticks {
  const wanted = Math.max(2, Math.floor(count));
  return axis.whole === true ? wholeTicks(axis.low, axis.high, wanted) : niceTicks(axis.low, axis.high, wanted);
}

function tickAcross(plot: Plot, value: number, label: string): Markup {
  const { top, height } = plot.box;
  const at = plotX(plot, value);
  return join([
    element('line', { class: 'grid', x1: at, y1: top, x2: at, y2: top + height }),
    element('line', { class: 'tick', x1: at, y1: top + height, x2: at, y2: top + height + 4 }),
    element('text', { x: at, y: top + height + 18, 'text-anchor': 'middle' }, text(label)),
  ]);
}

function tickUp(plot: Plot, value: number, label: string): Markup {
  const { left, width } = plot.box;
  const at = plotY(plot, value);
  return join([
    element('line', { class: 'grid', x1: left, y1: at, x2: left + width, y2: at }),
    element('line', { class: 'tick', x1: left - 4, y1: at, x2: left, y2: at }),
    element('text', { x: left - 8, y: at + 4, 'text-anchor': 'end' }, text(label)),
  ]);
}

function sideTitle({ left, top, height }: Box, title: string): Markup {
  const [x, y] = [left - 54, top + height / 2];
  const turn = `rotate(-90 ${coordinate(x)} ${coordinate(y)})`;
  return element('text', { class: 'title', x, y, transform: turn, 'text-anchor': 'middle' }, text(title));
}
