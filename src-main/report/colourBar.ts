/** The key of a colour table: a bar with ticks and what its numbers mean. */
import type { ColormapName } from '../../src-shared/colormaps';
import { barImage } from './mapImage';
import type { ValueRange } from './mapImage';
import { coordinate, element, text } from './markup';
import type { Markup } from './markup';
import { pngDataUrl } from './png';
import type { Box } from './plotAxes';
import { niceTicks, tickLabel, wholeTicks } from './ticks';

export interface ColourBar {
  readonly box: Box;
  readonly colours: ColormapName;
  readonly range: ValueRange;
  readonly title: string;
}

/** An upright bar, high end at the top, numbers and title on its right. */
export function uprightColourBar({ box, colours, range, title }: ColourBar): Markup {
  const ticks = niceTicks(range.low, range.high, Math.max(2, Math.floor(box.height / 55)));
  const right = box.left + box.width;
  const [x, y] = [right + 46, box.top + box.height / 2];
  return element(
    'g',
    {},
    barPicture(box, colours, 'up'),
    ...ticks.values.map((value) => {
      const at = box.top + box.height * (1 - placeIn(range, value));
      return element(
        'g',
        {},
        element('line', { class: 'tick', x1: right, y1: at, x2: right + 4, y2: at }),
        element('text', { x: right + 7, y: at + 4 }, text(tickLabel(value, ticks.decimals))),
      );
    }),
    element(
      'text',
      {
        class: 'title',
        x,
        y,
        transform: `rotate(-90 ${coordinate(x)} ${coordinate(y)})`,
        'text-anchor': 'middle',
        'dominant-baseline': 'hanging',
      },
      text(title),
    ),
  );
}

/** A lying bar for things that are counted, low end at the left, numbers below and the title on its left. */
export function lyingColourBar({ box, colours, range, title }: ColourBar): Markup {
  const ticks = wholeTicks(range.low, range.high, 4);
  const bottom = box.top + box.height;
  return element(
    'g',
    {},
    barPicture(box, colours, 'right'),
    ...ticks.values.map((value) => {
      const at = box.left + box.width * placeIn(range, value);
      return element(
        'g',
        {},
        element('line', { class: 'tick', x1: at, y1: bottom, x2: at, y2: bottom + 4 }),
        element('text', { x: at, y: bottom + 17, 'text-anchor': 'middle' }, text(tickLabel(value, 0))),
      );
    }),
    element('text', { class: 'title', x: box.left - 8, y: bottom - 1, 'text-anchor': 'end' }, text(title)),
  );
}

function barPicture(box: Box, colours: ColormapName, direction: 'up' | 'right'): Markup {
  const place = { x: box.left, y: box.top, width: box.width, height: box.height };
  const href = pngDataUrl(barImage(colours, direction));
  return element(
    'g',
    {},
    element('image', { href, preserveAspectRatio: 'none', ...place }),
    element('rect', { class: 'frame', ...place }),
  );
}

/** Where a value lies in a range from 0 to 1; the middle where the range is one value. */
function placeIn({ low, high }: ValueRange, value: number): number {
  return high > low ? (value - low) / (high - low) : 0.5;
}
