/** The panels of a session as pictures that stand alone, each with a JSON file that says what it shows. */
import type { SessionView } from '../../src-shared/session/view';
import { MAP_KINDS, type CandidateGrid } from '../../src-shared/maps';
import type { Figure } from '../report/figure';
import { heightsNanometres } from '../report/topographyFigure';
import { manifoldPanels, type ReportManifold } from '../report/manifoldFigures';
import { sessionPanels } from '../report/panels';
import { drawingStyle } from '../report/style';
import { PROGRAM_VERSION } from '../version';
import { mapPicture, type MapPicture } from './picture/mapPicture';

export interface PanelPicture {
  /** Name of the file without its ending: `figure-4a`, `figure-4b-2`. */
  readonly name: string;
  readonly svg: string;
  /** The picture as PNG; maps only. */
  readonly png: Uint8Array | undefined;
}

export interface PanelFiles {
  readonly pictures: readonly PanelPicture[];
  readonly sidecarName: string;
  readonly sidecar: string;
}

/** The panels that have something to draw; with a trained manifold also those of Figures 5 and 6. */
export function panelFiles(view: SessionView, manifold?: ReportManifold): PanelFiles[] {
  return [...sessionPanels(view), ...(manifold === undefined ? [] : manifoldPanels(view, manifold))]
    .filter(({ drawings }) => drawings.length > 0)
    .map((figure) => filesOf(view, figure, manifold));
}

function filesOf(view: SessionView, figure: Figure, manifold: ReportManifold | undefined): PanelFiles {
  const base = `figure-${panelOf(figure)}`;
  const pictures = figure.drawings.map((drawing, k) => ({
    name: figure.drawings.length === 1 ? base : `${base}-${k + 1}`,
    svg: standAlone(drawing),
    png: mapPng(view, figure),
  }));
  const names = pictures.map(({ name }) => name);
  return {
    pictures,
    sidecarName: `${base}.json`,
    sidecar: `${JSON.stringify({ ...sidecarOf(view, figure, names), ...trainingOf(figure, manifold) }, null, 1)}\n`,
  };
}

/** How the networks behind a panel of Figures 5 and 6 were trained, and where in the latent plane its cells lie. */
function trainingOf({ letter }: Figure, manifold: ReportManifold | undefined) {
  if (manifold === undefined || letter.length === 1) return {};
  const { settings, profile, epochsDone, points, spectrumRange } = manifold.summary;
  const grid = letter === '6c' ? manifold.refined : manifold.grid;
  return {
    dualVae: { settings, profile, epochsDone, points, currentRangeAmperes: spectrumRange },
    ...(grid === undefined || !letter.startsWith('6')
      ? {}
      : { latent: { axes: grid.axes, rows: [...grid.rowValues], columns: [...grid.colValues] } }),
  };
}

/** Number and letter as in the paper: those of Figure 4 are called by their letter alone. */
function panelOf({ letter }: Figure): string {
  return letter.length > 1 ? letter : `4${letter}`;
}

/** The picture as a file of its own: its size in points of the drawing, white behind it, its style inside it. */
function standAlone(drawing: string): string {
  const [, width, height] = /^<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(drawing) ?? [];
  if (width === undefined || height === undefined) throw new Error('A drawing of the report has no size.');
  const start = drawing.indexOf('>') + 1;
  const open = drawing.slice(0, start - 1) + ` width="${width}" height="${height}">`;
  const paper = `<rect width="${width}" height="${height}" fill="#ffffff"/>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}<style>${drawingStyle()}</style>${paper}${drawing.slice(start)}\n`;
}

/** The map of a panel as PNG; undefined for panels that show no map. */
function mapPng(view: SessionView, { scale, letter, title }: Figure): Uint8Array | undefined {
  const { frame, maps, points } = view;
  if (scale === undefined) return undefined;
  const values = mapValues(view, letter);
  const raster = frame ?? view.config.scan;
  if (values === undefined) return undefined;
  const whole = { firstRow: 0, firstCol: 0, stride: 1, cols: raster.cols };
  const step = letter === 'a' || maps === undefined ? '' : `, step ${maps.step}`;
  return mapPicture({
    title: `4${letter} ${title}${step}${view.instrument.simulated ? ' (simulated)' : ''}`,
    frame: raster,
    area: letter === 'a' || maps === undefined ? whole : candidateArea(maps.grid),
    values,
    quantity: scale.quantity,
    range: scale,
    colours: scale.colours,
    points: points.map(({ at }) => at),
  });
}

function mapValues({ frame, maps }: SessionView, letter: string): ArrayLike<number> | undefined {
  if (letter === 'a') return frame === undefined ? undefined : heightsNanometres(frame);
  const kind = MAP_KINDS['defgh'.indexOf(letter)];
  return kind === undefined ? undefined : maps?.layers[kind];
}

/** Each candidate stands for the square of one stride about its pixel. */
function candidateArea(grid: CandidateGrid): MapPicture['area'] {
  const reach = (grid.stride - 1) / 2;
  return { firstRow: grid.originRow - reach, firstCol: grid.originCol - reach, stride: grid.stride, cols: grid.cols };
}

function sidecarOf(view: SessionView, figure: Figure, pictures: readonly string[]) {
  const { frame, config, instrument, imported } = view;
  const isMap = figure.scale !== undefined;
  return {
    panel: panelOf(figure),
    title: figure.title,
    caption: figure.caption,
    pictures,
    session: view.id,
    name: config.name,
    instrument: instrument.name,
    simulated: instrument.simulated,
    ...(imported === undefined ? {} : { importedFrom: imported.file, assumptions: imported.assumptions }),
    points: view.points.length,
    step: (isMap && figure.letter !== 'a' ? view.maps?.step : view.points.at(-1)?.step) ?? 0,
    ...(isMap ? { scale: figure.scale } : {}),
    ...(frame === undefined || !isMap
      ? {}
      : {
          frame: {
            rows: frame.rows,
            cols: frame.cols,
            widthMetres: frame.widthMetres,
            heightMetres: frame.heightMetres,
          },
        }),
    program: `Curioscope ${PROGRAM_VERSION}`,
  };
}
