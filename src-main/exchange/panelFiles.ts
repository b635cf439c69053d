/** The panels of a session as pictures that stand alone, each with a JSON file that says what it shows. */
import type { SessionView } from '../../src-shared/session/view';
import type { Figure } from '../report/figure';
import { coordinate, element, text } from '../report/markup';
import { manifoldPanels, type ReportManifold } from '../report/manifoldFigures';
import { sessionPanels } from '../report/panels';
import { drawingStyle } from '../report/style';
import { PROGRAM_VERSION } from '../version';

export interface PanelPicture {
  /** Name of the file without its ending: `figure-4a`, `figure-4b-2`. */
  readonly name: string;
  readonly svg: string;
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
    svg: standAlone(drawing, titleOf(view, figure)),
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

/** What the picture shows, of which step where it is no manifold, and whether of a simulated instrument. */
function titleOf(view: SessionView, figure: Figure): string {
  const step = figure.letter.length > 1 ? 0 : stepOf(view, figure);
  return `${panelOf(figure)} ${figure.title}${step === 0 ? '' : `, step ${step}`}${view.instrument.simulated ? ' (simulated)' : ''}`;
}

/** Height of the line with the title, size of its letters, and their usual width over that size. */
const TITLE = { line: 22, size: 12, advance: 0.58 };

/** The picture as a file of its own: its size in points, its title over it, white behind it, its style inside it. */
function standAlone(drawing: string, title: string): string {
  const head = /^<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>/.exec(drawing);
  if (head === null) throw new Error('A drawing of the report has no size.');
  const [width, height] = [Number(head[1]), Number(head[2])];
  const { line, size, advance } = TITLE;
  const whole = { x: 0, y: -line, width, height: height + line };
  const open = head[0].replace(
    /viewBox="[^"]*"/,
    `viewBox="0 ${-line} ${width} ${whole.height}" width="${width}" height="${whole.height}"`,
  );
  const letters = Math.min(size, (width - 12) / (advance * title.length));
  const paper = element('rect', { ...whole, fill: '#ffffff' });
  const heading = element('text', { x: 6, y: -7, style: `font-size:${coordinate(letters)}px` }, text(title));
  const style = `<style>${drawingStyle()}</style>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}${style}${paper}${heading}${drawing.slice(head[0].length)}\n`;
}

/** The step that a panel shows: maps are of the newest maps, the rest of the newest point. */
function stepOf({ points, maps }: SessionView, { scale, letter }: Figure): number {
  return (scale !== undefined && letter !== 'a' ? maps?.step : points.at(-1)?.step) ?? 0;
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
    step: stepOf(view, figure),
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
