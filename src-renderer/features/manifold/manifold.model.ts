/** From what is known of a session and its manifold to what is drawn: pairs, colours, tiles, parts of the plane. */
import type { AnalysisReport, CurveLabel, PointAnalysis } from '../../../src-shared/analysis';
import { cssColorAt, fractionOf, type ColormapName } from '../../../src-shared/colormaps';
import type {
  CouplingMap,
  CouplingPoint,
  CouplingReport,
  ManifoldEmbedding,
  ManifoldGrid,
  ManifoldGridRequest,
} from '../../../src-shared/manifold';
import type { SessionView } from '../../../src-shared/session/view';
import { fullRange, type ValueRange } from '../../canvas/range';
import type { ColourKind } from '../../store/manifoldWindow';
import type { LatentPoint } from './scatter.model';
import type { Pair } from './drawScatter';
import type { TileBox } from './tiles.model';

/** What is known of the session on the screen and its manifold, as far as marks are concerned. */
export interface Knowledge {
  readonly session: SessionView;
  readonly embedding: ManifoldEmbedding;
  readonly coupling: CouplingReport | undefined;
  readonly report: AnalysisReport | undefined;
  readonly axes: readonly [number, number];
}

/** Numbers as colours; labels have colours of their own. */
export interface ColourScale {
  readonly table: ColormapName;
  readonly range: ValueRange;
  valueOf(index: number): number | undefined;
}

const TABLES: Readonly<Record<Exclude<ColourKind, 'label'>, ColormapName>> = {
  step: 'viridis',
  novelty: 'viridis',
  mismatch: 'magma',
  features: 'diverging',
  latent: 'diverging',
};

/** Okabe-Ito colours, in the light theme and in the dark one; a letter or a word always goes with them. */
const LABEL_COLORS: Readonly<Record<'light' | 'dark', Readonly<Record<CurveLabel, string>>>> = {
  light: { club: '#0072b2', heart: '#d55e00', diamond: '#a3437c', null: '#6b737b', other: '#1e2227' },
  dark: { club: '#56b4e9', heart: '#ff8a3d', diamond: '#e4a0c6', null: '#858d95', other: '#e8eaec' },
};

/** The colour of a label; what has none is drawn like what is missing. */
export function labelColor(label: CurveLabel | undefined, theme: 'light' | 'dark'): string {
  return label === undefined ? LABEL_COLORS[theme].null : LABEL_COLORS[theme][label];
}

/** The label in force: what a person said, else what the program says. */
export function labelOf(point: PointAnalysis | undefined): CurveLabel | undefined {
  return point?.human ?? point?.automatic?.label;
}

/** The coupling map that a colour stands for. */
export function couplingOf(coupling: CouplingReport | undefined, colour: ColourKind): CouplingMap | undefined {
  if (colour === 'features') return coupling?.features;
  return colour === 'latent' ? coupling?.latent : undefined;
}

/** The scale that gives points their colours; undefined for labels and where the numbers are missing. */
export function colourScale(colour: ColourKind, knowledge: Knowledge): ColourScale | undefined {
  if (colour === 'label') return undefined;
  const values = numbersOf(colour, knowledge);
  const range = colour === 'features' || colour === 'latent' ? { low: -1, high: 1 } : fullRange([...values.values()]);
  return range === undefined ? undefined : { table: TABLES[colour], range, valueOf: (index) => values.get(index) };
}

function numbersOf(
  colour: Exclude<ColourKind, 'label'>,
  { session, embedding, coupling }: Knowledge,
): ReadonlyMap<number, number> {
  const { points } = embedding;
  const known = (valueOf: (index: number, place: number) => number | undefined): ReadonlyMap<number, number> => {
    const entries = points.map((index, place) => [index, valueOf(index, place)] as const);
    return new Map(entries.filter((entry): entry is readonly [number, number] => entry[1] !== undefined));
  };
  switch (colour) {
    case 'step':
      return known((index) => session.points[index]?.step);
    case 'novelty':
      return known((index) => session.novelty[index]);
    case 'mismatch':
      return known((_, place) => embedding.mismatch[place]);
    case 'features':
    case 'latent': {
      const byIndex = verdicts(couplingOf(coupling, colour));
      return known((index) => byIndex.get(index)?.coupling);
    }
  }
}

/** Coupling by index of the point. */
export function verdicts(map: CouplingMap | undefined): ReadonlyMap<number, CouplingPoint> {
  return new Map(map?.points.map((point) => [point.index, point]));
}

/** Where a value of the first or second shown component lies: x grows with the second, y with the first. */
export function shownPlace(z: ArrayLike<number>, axes: readonly [number, number], from = 0): LatentPoint {
  return { x: z[from + axes[1]] ?? Number.NaN, y: z[from + axes[0]] ?? Number.NaN };
}

/** All trained points as pairs of marks. */
export function pairsOf(knowledge: Knowledge, colour: ColourKind, theme: 'light' | 'dark'): readonly Pair[] {
  const { embedding, report, axes, coupling } = knowledge;
  const colorOf = pointColors(knowledge, colour, theme);
  const byIndex = verdicts(couplingOf(coupling, colour));
  return embedding.points.map((index, place) => ({
    index,
    image: shownPlace(embedding.image, axes, place * embedding.latent),
    spectrum: shownPlace(embedding.spectrum, axes, place * embedding.latent),
    color: colorOf(index, report?.points[index]),
    doubtful: byIndex.get(index)?.verdict === 'noConclusion',
  }));
}

/** The colour of each measured point, also of those that had no part in training. */
export function pointColors(
  knowledge: Knowledge,
  colour: ColourKind,
  theme: 'light' | 'dark',
): (index: number, analysis: PointAnalysis | undefined) => string {
  const scale = colourScale(colour, knowledge);
  const missing = theme === 'light' ? '#cdd1d5' : '#43494f';
  return (index, analysis) => {
    if (colour === 'label') return labelColor(labelOf(analysis), theme);
    const value = scale?.valueOf(index);
    if (scale === undefined || value === undefined) return missing;
    return cssColorAt(scale.table, fractionOf(value, scale.range.low, scale.range.high));
  };
}

/** The part of the plane that a box of cells covers, out to the borders of its outer cells. */
export function boxRanges(grid: ManifoldGrid, box: TileBox): NonNullable<ManifoldGridRequest['box']> {
  const rows = cellEdges(grid.rowValues);
  const cols = cellEdges(grid.colValues);
  return {
    // The row value falls downwards.
    row: [rows[box.rowTo + 1]!, rows[box.rowFrom]!],
    col: [cols[box.colFrom]!, cols[box.colTo + 1]!],
  };
}

/** Borders of the cells about a row of values: half-way between neighbours, as far again outside. */
export function cellEdges(values: ArrayLike<number>): readonly number[] {
  const count = values.length;
  const middle = Array.from({ length: count - 1 }, (_, i) => (values[i]! + values[i + 1]!) / 2);
  const first = 2 * values[0]! - (middle[0] ?? values[0]!);
  const last = 2 * values[count - 1]! - (middle.at(-1) ?? values[count - 1]!);
  return [first, ...middle, last];
}

/** The cell of a grid in which a place of the latent space lies on the two shown axes; undefined outside. */
export function tileOf(grid: ManifoldGrid, z: ArrayLike<number>): number | undefined {
  const row = between(cellEdges(grid.rowValues), z[grid.axes[0]]!);
  const col = between(cellEdges(grid.colValues), z[grid.axes[1]]!);
  return row === undefined || col === undefined ? undefined : row * grid.size + col;
}

function between(edges: readonly number[], value: number): number | undefined {
  for (let i = 0; i + 1 < edges.length; i++) {
    const low = Math.min(edges[i]!, edges[i + 1]!);
    const high = Math.max(edges[i]!, edges[i + 1]!);
    if (value >= low && value <= high) return i;
  }
  return undefined;
}

/** Trained points whose patch lies in one of the cells. */
export function pointsInBox(
  embedding: ManifoldEmbedding,
  { row, col }: NonNullable<ManifoldGridRequest['box']>,
  axes: readonly [number, number],
): readonly number[] {
  return embedding.points.filter((_, place) => {
    const { x, y } = shownPlace(embedding.image, axes, place * embedding.latent);
    return x >= col[0] && x <= col[1] && y >= row[0] && y <= row[1];
  });
}
