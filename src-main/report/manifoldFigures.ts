/** The panels of the paper's Figures 5 and 6 for a session on which a Dual-VAE was trained. */
import { cssColorAt, fractionOf } from '../../src-shared/colormaps';
import type { CouplingReport, ManifoldEmbedding, ManifoldGrid, ManifoldSummary } from '../../src-shared/manifold';
import type { SessionView } from '../../src-shared/session/view';
import { formatNumber } from '../../src-shared/units';
import { median } from '../numerics/stats';
import { lyingColourBar } from './colourBar';
import { couplingFigure } from './couplingFigure';
import { drawing, type Figure } from './figure';
import { element, text, type Markup } from './markup';
import { axisOver, plotAxes, plotX, plotY, type Plot } from './plotAxes';
import { settingQuantity } from './settingNumber';
import { niceLengthBelow } from './ticks';
import { curveTiles, patchTiles, tileSide, type TileBox } from './tiles';

/** What the figures are drawn from: a trained Dual-VAE as it was looked at. */
export interface ReportManifold {
  readonly summary: ManifoldSummary;
  readonly embedding: ManifoldEmbedding;
  /** 10 x 10 cells over the whole plane. */
  readonly grid: ManifoldGrid;
  readonly coupling: CouplingReport;
  /** A part of the plane with more cells, where someone has chosen one. */
  readonly refined?: ManifoldGrid;
}

const WIDTH = 560;
const TILES: TileBox = { left: 28, top: 8, side: 500 };
/** Where the scale of the tiles is written, below the galleries and below the axes of the grids. */
const GALLERY_SCALE = 522;
const GRID_SCALE = 540;
/** Points in a gallery, 5 x 5 as published. */
const GALLERY = 5;

/** Latent scatter, galleries, manifolds and coupling, in the order of Figures 5 and 6. */
export function manifoldPanels(view: SessionView, manifold: ReportManifold): Figure[] {
  return [
    scatterFigure(view, manifold),
    couplingFigure(view, manifold.coupling),
    galleryFigure(view, manifold, 'patches'),
    galleryFigure(view, manifold, 'curves'),
    gridFigure(view, manifold, 'structure'),
    gridFigure(view, manifold, 'curves'),
    ...(manifold.refined === undefined ? [] : [refinedFigure(view, manifold.refined)]),
  ];
}

/** How the networks were trained, in a sentence. */
export function manifoldWords({ summary }: ReportManifold): string {
  const { settings, epochsDone, cancelled, points, excluded, profile, computedOn, terms } = summary;
  return [
    `Mode ${settings.mode}, ${profile}, coord ${settings.coord}, ${settings.latent} latents, seed ${settings.seed}: ${epochsDone} epochs${cancelled ? ' (cancelled)' : ''} on ${points.length} points.`,
    ...(excluded.length > 0 ? [`${excluded.length} points could not be used.`] : []),
    `Loss ${formatNumber(terms.first.total)} → ${formatNumber(terms.last.total)} nats per point. Computed on ${computedOn.device}.`,
  ].join(' ');
}

function scatterFigure(view: SessionView, { embedding }: ReportManifold): Figure {
  const { latent, image, spectrum, points } = embedding;
  const column = (values: Float32Array, c: number): number[] => points.map((_, k) => values[k * latent + c]!);
  const [across, up] = [1, 0];
  const plot: Plot = {
    box: { left: 68, top: 8, width: 482, height: 440 },
    x: axisOver([...column(image, across), ...column(spectrum, across)], 'latent Z1'),
    y: axisOver([...column(image, up), ...column(spectrum, up)], 'latent Z2'),
  };
  const steps = { low: 0, high: Math.max(1, ...points.map((index) => view.points[index]!.step)) };
  const pairs = points.map((index, k) => {
    const at = (values: Float32Array): readonly [number, number] => [
      plotX(plot, values[k * latent + across]!),
      plotY(plot, values[k * latent + up]!),
    ];
    return pairMarks(
      at(image),
      at(spectrum),
      cssColorAt('viridis', fractionOf(view.points[index]!.step, 0, steps.high)),
    );
  });
  const picture = drawing(
    WIDTH,
    536,
    'Latent positions of patches (circles) and curves (triangles), each pair joined by a line',
    plotAxes(plot),
    ...pairs.map(({ line }) => line),
    ...pairs.map(({ marks }) => marks),
    ...(steps.high < 2
      ? []
      : [
          lyingColourBar({
            box: { left: 250, top: 504, width: 220, height: 10 },
            colours: 'viridis',
            range: steps,
            title: 'step',
          }),
        ]),
  );
  const more = latent > 2 ? ` Two of ${latent} latents are drawn.` : '';
  return {
    letter: '5d',
    title: 'Latent space',
    span: 'half',
    drawings: [picture],
    caption: `Circles are patches, triangles their curves, lines join the pairs: a short line means that the structure tells the curve. Z1 is the second latent, as published. Median length ${formatNumber(median(embedding.mismatch))}.${more}`,
  };
}

function pairMarks(
  [ix, iy]: readonly [number, number],
  [sx, sy]: readonly [number, number],
  fill: string,
): { readonly line: Markup; readonly marks: Markup } {
  const triangle = [
    [sx, sy - 4.5],
    [sx + 4, sy + 3],
    [sx - 4, sy + 3],
  ];
  return {
    line: element('line', { class: 'pair', x1: ix, y1: iy, x2: sx, y2: sy }),
    marks: element(
      'g',
      { class: 'step-mark', 'stroke-width': '0.8' },
      element('circle', { cx: ix, cy: iy, r: 3.6, fill }),
      element('polygon', { points: triangle.map(([x, y]) => `${x!.toFixed(2)},${y!.toFixed(2)}`).join(' '), fill }),
    ),
  };
}

function galleryFigure(view: SessionView, { embedding }: ReportManifold, what: 'patches' | 'curves'): Figure {
  const { points, patchSize, patches, volts } = embedding;
  const shown = spread(points.length, GALLERY ** 2);
  const names = shown.map((k) => {
    const { step, index } = view.points[points[k]!]!;
    return step === 0 ? `seed ${index + 1}` : `step ${step}`;
  });
  const area = patchSize ** 2;
  const measured = shown.map((k) => view.points[points[k]!]!.amperes);
  const picked =
    what === 'patches'
      ? patchTiles(TILES, GALLERY, { size: patchSize, patches: gather(patches, shown, area), names })
      : curveTiles(TILES, GALLERY, { volts, curves: measured, names });
  const scale =
    what === 'patches'
      ? patchScale(view, { patchSize, across: GALLERY, top: GALLERY_SCALE })
      : [tileWords(GALLERY_SCALE, volts, measured)];
  const { span, drawings } = {
    span: 'half' as const,
    drawings: [drawing(WIDTH, GALLERY_SCALE + 26, `Gallery of ${what}`, picked, ...scale)],
  };
  const range = rangeWords(measured);
  return what === 'patches'
    ? {
        letter: '5b',
        title: 'Patches',
        span,
        drawings,
        caption: `${shown.length} of ${points.length} patches, spread evenly over the session; each grey scale spans its own patch, as the network sees it.`,
      }
    : {
        letter: '5c',
        title: 'Curves',
        span,
        drawings,
        caption: `The measured curves of the same places. Across: bias; up: current, ${range} in every tile.`,
      };
}

function gridFigure(view: SessionView, { grid, summary }: ReportManifold, what: 'structure' | 'curves'): Figure {
  const shared = { span: 'half', drawings: [gridDrawing(view, grid, what)] } as const;
  if (what === 'structure')
    return {
      ...shared,
      letter: '6a',
      title: 'Structure manifold',
      caption: `Patches decoded on a grid of quantiles of the prior. ${dimWords(grid)}`,
    };
  const { min, max } = summary.spectrumRange;
  return {
    ...shared,
    letter: '6b',
    title: 'Current-voltage manifold',
    caption: `Curves decoded at the same places, from ${formatNumber(min * 1e9)} to ${formatNumber(max * 1e9)} nA among the training curves; all tiles share ${rangeWords(curvesOf(grid))}. ${dimWords(grid)}`,
  };
}

function refinedFigure(view: SessionView, grid: ManifoldGrid): Figure {
  return {
    letter: '6c',
    title: 'Refined part of both manifolds',
    span: 'full',
    drawings: [gridDrawing(view, grid, 'structure'), gridDrawing(view, grid, 'curves')],
    caption: `The chosen part of the plane in ${grid.size} x ${grid.size} cells: patches, then curves, all of which share ${rangeWords(curvesOf(grid))}. ${dimWords(grid)}`,
  };
}

function gridDrawing(view: SessionView, grid: ManifoldGrid, what: 'structure' | 'curves'): Markup {
  const { size, patchSize, patches, volts, supported } = grid;
  const dimmed = [...supported].map((cell) => cell === 0);
  const names = grid.labels.map(({ label }, k) => (supported[k] === 1 ? label : `${label}, no data near`));
  const tiles =
    what === 'structure'
      ? patchTiles(TILES, size, { size: patchSize, patches, names, dimmed })
      : curveTiles(TILES, size, { volts, curves: curvesOf(grid), names, dimmed });
  const scale =
    what === 'structure'
      ? patchScale(view, { patchSize, across: size, top: GRID_SCALE })
      : [tileWords(GRID_SCALE, volts, curvesOf(grid))];
  return drawing(WIDTH, GRID_SCALE + 26, `Decoded ${what} over the latent plane`, tiles, ...gridAxes(grid), ...scale);
}

function curvesOf({ size, curves, volts: { length } }: ManifoldGrid): Float32Array[] {
  return Array.from({ length: size * size }, (_, k) => curves.subarray(k * length, (k + 1) * length));
}

function dimWords({ size, supported }: ManifoldGrid): string {
  const far = supported.reduce((count, cell) => count + (cell === 0 ? 1 : 0), 0);
  return `Dimmed cells (${far} of ${size * size}) have no data near and are extrapolated.`;
}

/** A bar that says how large the patches are; nothing without a frame. */
function patchScale(
  { frame }: SessionView,
  { patchSize, across, top }: { readonly patchSize: number; readonly across: number; readonly top: number },
): Markup[] {
  if (frame === undefined) return [];
  const patchMetres = (frame.widthMetres / frame.cols) * patchSize;
  const metres = niceLengthBelow(patchMetres);
  const width = (tileSide(TILES, across) * metres) / patchMetres;
  return [
    element('rect', { class: 'solid', x: TILES.left, y: top, width, height: 3 }),
    element('text', { x: TILES.left, y: top + 17 }, text(settingQuantity(metres, 'm'))),
    element(
      'text',
      { x: TILES.left + TILES.side, y: top + 17, 'text-anchor': 'end' },
      text('grey: height, each patch over its own range'),
    ),
  ];
}

/** What a tile of a curve spans. */
function tileWords(top: number, volts: Float64Array, curves: readonly ArrayLike<number>[]): Markup {
  const bias = `${formatNumber(Math.min(...volts))} to ${formatNumber(Math.max(...volts))} V`;
  return element('text', { x: TILES.left, y: top + 17 }, text(`Every tile: ${bias}, ${rangeWords(curves)}`));
}

/** What the rows and columns of a grid stand for. */
function gridAxes({ rowValues, colValues }: ManifoldGrid): Markup[] {
  const bottom = TILES.top + TILES.side;
  const value = (x: number, y: number, z: number, anchor: string): Markup =>
    element('text', { x, y, 'text-anchor': anchor }, text(z.toFixed(2).replace('-', '−')));
  const middle = TILES.top + TILES.side / 2;
  return [
    value(TILES.left, bottom + 16, colValues[0]!, 'start'),
    value(TILES.left + TILES.side, bottom + 16, colValues.at(-1)!, 'end'),
    element(
      'text',
      { class: 'title', x: TILES.left + TILES.side / 2, y: bottom + 16, 'text-anchor': 'middle' },
      text('latent Z1'),
    ),
    element(
      'text',
      { class: 'title', x: 18, y: middle, transform: `rotate(-90 18 ${middle})`, 'text-anchor': 'middle' },
      text(`latent Z2, ${rowValues.at(-1)!.toFixed(2)} to ${rowValues[0]!.toFixed(2)}`.replace('-', '−')),
    ),
  ];
}

function spread(count: number, wanted: number): number[] {
  const shown = Math.min(count, wanted);
  return Array.from({ length: shown }, (_, k) => Math.floor((k * count) / shown));
}

function gather(values: Float32Array, which: readonly number[], length: number): Float32Array {
  const out = new Float32Array(which.length * length);
  which.forEach((from, k) => out.set(values.subarray(from * length, (from + 1) * length), k * length));
  return out;
}

function rangeWords(curves: readonly ArrayLike<number>[]): string {
  let low = Infinity;
  let high = -Infinity;
  for (const curve of curves)
    for (let k = 0; k < curve.length; k++) {
      low = Math.min(low, curve[k]!);
      high = Math.max(high, curve[k]!);
    }
  return `${formatNumber(low * 1e9)} to ${formatNumber(high * 1e9)} nA`;
}
