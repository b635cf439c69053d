/** Marks of places in a frame: shape tells the kind, colour the step; a dark ring and a white one keep them visible. */
import { cssColorAt, fractionOf } from '../../src-shared/colormaps';
import type { Raster } from '../../src-shared/geometry';
import type { VetoRule } from '../../src-shared/proposal';
import type { MeasuredPoint } from '../../src-shared/session/view';
import { figurePoint } from './frameImage';
import { coordinate, element, text } from './markup';
import type { Markup } from './markup';
import type { Box } from './plotAxes';

/** Radius of a mark in a box: smaller where many must share the space, never too small to be seen. */
function markRadius(box: Box, count: number): number {
  const share = 0.22 * Math.sqrt((box.width * box.height) / Math.max(1, count));
  return Math.min(0.0115 * Math.max(box.width, box.height), Math.max(1.3, share));
}

/** Every measured place as a white mark with a dark ring. */
export function plainMarks(points: readonly MeasuredPoint[], raster: Raster, box: Box): Markup {
  const radius = markRadius(box, points.length) * 0.78;
  return element(
    'g',
    { class: 'plain-mark', 'stroke-width': coordinate(radius * 0.45) },
    ...points.map(({ at }) => {
      const { x, y } = figurePoint(raster, box, at);
      return element('circle', { cx: x, cy: y, r: radius });
    }),
  );
}

/** Seeds as white squares, steps as circles coloured from `firstStep` to `lastStep`, places chosen by a person as diamonds. */
export function stepMarks(
  points: readonly MeasuredPoint[],
  place: { readonly raster: Raster; readonly box: Box },
  steps: { readonly low: number; readonly high: number },
): Markup {
  const radius = markRadius(place.box, points.length);
  return element(
    'g',
    { class: 'step-mark', 'stroke-width': coordinate(radius * 0.35) },
    ...points.map((point) => {
      const { x, y } = figurePoint(place.raster, place.box, point.at);
      const fill =
        point.origin === 'seed' ? undefined : cssColorAt('viridis', fractionOf(point.step, steps.low, steps.high));
      return markShape(point.origin, { x, y, radius, fill }, element('title', {}, text(markTitle(point))));
    }),
  );
}

/** Vetoed places as crosses. */
export function vetoMarks(vetoes: readonly VetoRule[], raster: Raster, box: Box): Markup {
  const arm = 0.013 * Math.max(box.width, box.height);
  const crosses = vetoes.map(({ at, reason, step }) => {
    const { x, y } = figurePoint(raster, box, at);
    const title = element('title', {}, text(`vetoed at step ${step}: ${reason}`));
    const d = crossPath(x, y, arm);
    return element(
      'g',
      {},
      title,
      element('path', { class: 'veto-halo', d }),
      element('path', { class: 'veto-cross', d }),
    );
  });
  return element('g', {}, ...crosses);
}

/** A cross about a point as the `d` of a path. */
export function crossPath(x: number, y: number, arm: number): string {
  const c = (value: number): string => coordinate(value);
  return `M${c(x - arm)} ${c(y - arm)}L${c(x + arm)} ${c(y + arm)}M${c(x - arm)} ${c(y + arm)}L${c(x + arm)} ${c(y - arm)}`;
}

interface Mark {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly fill?: string | undefined;
}

/** The shape for where a point came from, also used in legends. */
export function markShape(origin: MeasuredPoint['origin'], { x, y, radius, fill }: Mark, ...inside: Markup[]): Markup {
  switch (origin) {
    case 'seed':
      return element('rect', { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, fill }, ...inside);
    case 'model':
      return element('circle', { cx: x, cy: y, r: radius, fill }, ...inside);
    case 'human': {
      const reach = radius * 1.35;
      const corners = [
        [x, y - reach],
        [x + reach, y],
        [x, y + reach],
        [x - reach, y],
      ] as const;
      const points = corners.map(([cx, cy]) => `${coordinate(cx)},${coordinate(cy)}`).join(' ');
      return element('polygon', { points, fill }, ...inside);
    }
  }
}

function markTitle(point: MeasuredPoint): string {
  const name = point.step === 0 ? `seed ${point.index + 1}` : `step ${point.step}`;
  return `${name}, pixel row ${point.at.row}, column ${point.at.col}`;
}
