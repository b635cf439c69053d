/** Panel a: the height map with every measured place, seeds as squares, steps as circles coloured by step. */
import type { Frame } from '../../src-shared/scan';
import type { MeasuredPoint, SessionView } from '../../src-shared/session/view';
import { levelHeights } from '../learning/levelling';
import { lyingColourBar, uprightColourBar } from './colourBar';
import { drawing } from './figure';
import type { Figure } from './figure';
import { frameBox, framePicture, scaleBar } from './frameImage';
import { mapImage, valueRange } from './mapImage';
import { crossPath, markShape, stepMarks, vetoMarks } from './markers';
import { element, join, text } from './markup';
import type { Markup } from './markup';
import type { Box } from './plotAxes';
import { settingQuantity } from './settingNumber';

const SIDE = 440;
const WIDTH = 560;
const LEFT = 12;

/** Topography with measured places; a sentence where the survey frame is missing. */
export function topographyFigure(view: SessionView): Figure {
  const panel = { letter: 'a', title: 'Topography and measured places', span: 'half' } as const;
  const { frame } = view;
  const heights = frame === undefined ? undefined : heightsNanometres(frame);
  const range = heights === undefined ? undefined : valueRange(heights, 0.01, 0.99);
  if (frame === undefined || heights === undefined || range === undefined)
    return { ...panel, drawings: [], caption: 'No survey frame was recorded in this session.' };
  const box = frameBox(frame, LEFT, 8, SIDE);
  const image = mapImage(heights, frame.cols, 'cividis', range);
  const steps = stepRange(view.points);
  const picture = drawing(
    WIDTH,
    box.top + box.height + 66,
    'Height map of the frame with the measured places',
    framePicture(frame, box, image, { firstRow: 0, firstCol: 0, rows: frame.rows, cols: frame.cols }),
    stepMarks(view.points, { raster: frame, box }, steps),
    vetoMarks(view.vetoes, frame, box),
    uprightColourBar({
      box: { left: box.left + box.width + 14, top: box.top, width: 14, height: box.height },
      colours: 'cividis',
      range,
      title: 'height (nm)',
    }),
    scaleBar(frame, box),
    legend(view, box),
    stepBar(view.points, box, steps),
  );
  const scale = { quantity: 'height (nm)', ...range, colours: 'cividis' } as const;
  return { ...panel, drawings: [picture], caption: caption(view, frame, heights), scale };
}

/** Levelled as the model sees them, in nanometres. */
function heightsNanometres(frame: Frame): Float64Array {
  return levelHeights(frame).map((height) => height * 1e9);
}

function stepRange(points: readonly MeasuredPoint[]): { low: number; high: number } {
  return { low: 1, high: points.reduce((highest, point) => Math.max(highest, point.step), 1) };
}

function stepBar(points: readonly MeasuredPoint[], frame: Box, range: { low: number; high: number }): Markup {
  if (range.high < 2 || points.every((point) => point.step === 0)) return join([]);
  const box = { left: LEFT + SIDE - 170, top: frame.top + frame.height + 9, width: 170, height: 10 };
  return lyingColourBar({ box, colours: 'viridis', range, title: 'step' });
}

/** Only what is in the picture is in the legend. */
function legend(view: SessionView, frame: Box): Markup {
  const names = { seed: 'seed', model: 'step', human: 'chosen by a person' } as const;
  const top = frame.top + frame.height + 52;
  let left = frame.left;
  const entries: Markup[] = [];
  const add = (mark: Markup, name: string): void => {
    entries.push(mark, element('text', { x: left + 14, y: top + 4 }, text(name)));
    left += 38 + name.length * 6.6;
  };
  for (const origin of ['seed', 'model', 'human'] as const) {
    if (!view.points.some((point) => point.origin === origin)) continue;
    add(
      element(
        'g',
        { class: 'step-mark', 'stroke-width': 1.6 },
        markShape(origin, { x: left + 5, y: top, radius: 4.5 }),
      ),
      names[origin],
    );
  }
  if (view.vetoes.length > 0) add(element('path', { class: 'veto-key', d: crossPath(left + 5, top, 5) }), 'vetoed');
  return element('g', {}, ...entries);
}

function caption(view: SessionView, frame: Frame, heights: Float64Array): string {
  const size = `${settingQuantity(frame.widthMetres, 'm')} × ${settingQuantity(frame.heightMetres, 'm')}`;
  const missing = heights.some((height) => !Number.isFinite(height));
  return [
    `Height map of ${size} (${frame.cols} × ${frame.rows} pixels), levelled as the model sees it: less its plane and the median of each line. The colours span the 1st to the 99th percentile.`,
    placesWords(view.points),
    ...(missing ? ['Grey: not scanned.'] : []),
  ].join(' ');
}

function placesWords(points: readonly MeasuredPoint[]): string {
  const seeds = points.filter((point) => point.step === 0).length;
  const steps = points.length - seeds;
  if (points.length === 0) return 'No curve was measured.';
  if (steps === 0) return `Squares are the measured seeds (${seeds}).`;
  return `Squares are the seeds (${seeds}), circles the steps (${steps}) coloured in the order in which they were measured.`;
}
