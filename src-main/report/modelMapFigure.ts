/** Panels d to h: the maps of the model over the candidates, drawn in the frame of panel a. */
import type { ColormapName } from '../../src-shared/colormaps';
import type { Raster } from '../../src-shared/geometry';
import type { CandidateGrid, MapKind } from '../../src-shared/maps';
import type { SessionView } from '../../src-shared/session/view';
import { formatNumber } from '../../src-shared/units';
import { uprightColourBar } from './colourBar';
import { drawing } from './figure';
import type { Figure } from './figure';
import { frameBox, framePicture, scaleBar } from './frameImage';
import type { PixelArea } from './frameImage';
import { mapImage, valueRange } from './mapImage';
import { fallbackWords, mapWords } from './mapWords';
import { plainMarks } from './markers';

const SIDE = 280;
const WIDTH = 372;

const LETTERS: Readonly<Record<MapKind, string>> = {
  novelty: 'd',
  uncertainty: 'e',
  acquisition: 'f',
  imageNovelty: 'g',
  combined: 'h',
};

const COLOURS: Readonly<Record<MapKind, ColormapName>> = {
  novelty: 'viridis',
  uncertainty: 'magma',
  acquisition: 'viridis',
  imageNovelty: 'viridis',
  combined: 'viridis',
};

/** One map with its colour bar and the measured places; a sentence where the session holds no such map. */
export function modelMapFigure(view: SessionView, kind: MapKind): Figure {
  const words = mapWords(view.config, kind);
  const panel = { letter: LETTERS[kind], title: words.title, span: 'third' } as const;
  const values = view.maps?.layers[kind];
  if (view.maps === undefined || values === undefined)
    return { ...panel, drawings: [], caption: absence(view, words.title) };
  const { grid, step } = view.maps;
  const range = valueRange(values);
  if (range === undefined || values.length !== grid.rows * grid.cols)
    return { ...panel, drawings: [], caption: `The map of step ${step} holds no values that fit its candidates.` };
  const raster: Raster = view.frame ?? view.config.scan;
  const box = frameBox(raster, 6, 6, SIDE);
  const picture = drawing(
    WIDTH,
    box.top + box.height + 32,
    `Map of ${words.title.toLowerCase()} with the measured places`,
    framePicture(raster, box, mapImage(values, grid.cols, COLOURS[kind], range), coveredArea(grid)),
    plainMarks(view.points, raster, box),
    uprightColourBar({
      box: { left: box.left + box.width + 10, top: box.top, width: 11, height: box.height },
      colours: COLOURS[kind],
      range,
      title: words.unit,
    }),
    scaleBar(raster, box),
  );
  const reason = view.proposals.findLast(({ proposal }) => proposal.step === step)?.proposal.reason;
  const span = `Range ${formatNumber(range.low)} to ${formatNumber(range.high)}.`;
  return {
    ...panel,
    drawings: [picture],
    scale: { quantity: words.unit, ...range, colours: COLOURS[kind] },
    caption: [words.caption, fallbackWords(kind, reason), span].filter(Boolean).join(' '),
  };
}

/** The part of the frame that candidates stand for: each fills the square of one stride about its pixel. */
export function coveredArea(grid: CandidateGrid): PixelArea {
  const reach = (grid.stride - 1) / 2;
  return {
    firstRow: grid.originRow - reach,
    firstCol: grid.originCol - reach,
    rows: grid.rows * grid.stride,
    cols: grid.cols * grid.stride,
  };
}

function absence(view: SessionView, title: string): string {
  if (view.maps === undefined) return 'No maps were recorded in this session.';
  return `The policy ${view.config.policy} does not compute a map of ${title.toLowerCase()}.`;
}
