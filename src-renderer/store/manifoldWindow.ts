/** What the window holds of the latent manifold: what it has asked for and what the person is looking at. Pure. */
import type { AnalysisReport, LabelThresholds } from '../../src-shared/analysis';
import type { WireError } from '../../src-shared/errors';
import type {
  CouplingReport,
  LikePlaces,
  ManifoldCell,
  ManifoldEmbedding,
  ManifoldGrid,
  ManifoldGridRequest,
} from '../../src-shared/manifold';

/** A whole manifold is shown in this many cells along each side, a refined part in that many: Figure 6. */
export const WHOLE_SIDE = 10;
export const REFINED_SIDE = 30;

/** A cell of one of the two grids. */
export interface OpenedCell {
  readonly grid: 'whole' | 'refined';
  readonly tile: number;
  readonly z: readonly number[];
}

export const COLOUR_KINDS = ['step', 'novelty', 'mismatch', 'label', 'features', 'latent'] as const;
export type ColourKind = (typeof COLOUR_KINDS)[number];
export const GRID_LAYOUTS = ['both', 'structure', 'curves', 'gallery'] as const;
export type GridLayout = (typeof GRID_LAYOUTS)[number];
/** Over which part of the plane the whole manifold is spread: quantiles of the prior as in the paper, or where data are. */
export const GRID_EXTENTS = ['prior', 'data'] as const;
export type GridExtent = (typeof GRID_EXTENTS)[number];
export const DETAIL_TABS = ['cell', 'thresholds', 'notes'] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

/** How the person looks at the manifold; it outlives another training and a visit to another view. */
export interface ManifoldLook {
  /** What the marks of points are coloured by; `features` and `latent` are the coupling in these spaces. */
  readonly colour: ColourKind;
  readonly layout: GridLayout;
  readonly extent: GridExtent;
  readonly tab: DetailTab;
}

export interface ManifoldWindow {
  readonly look: ManifoldLook;
  /** The training form is wanted although there is a manifold to browse. */
  readonly trainAgain: boolean;
  /** When the manifold was trained that everything below belongs to; undefined before it was asked for. */
  readonly loadedFor: string | undefined;
  /** Components along the rows (upwards) and the columns (to the right). */
  readonly axes: readonly [number, number];
  readonly embedding: ManifoldEmbedding | undefined;
  readonly coupling: CouplingReport | undefined;
  readonly whole: ManifoldGrid | undefined;
  readonly refined: ManifoldGrid | undefined;
  readonly opened: OpenedCell | undefined;
  /** The newest decoded cell and which one it is: `opened`, or the one before while that is on its way. */
  readonly cell: (ManifoldCell & { readonly of: OpenedCell }) | undefined;
  /** Measured points that were gathered with the lasso or a box of cells. */
  readonly group: readonly number[];
  /** Unmeasured places like the opened cell or the group. */
  readonly like: LikePlaces | undefined;
  readonly report: AnalysisReport | undefined;
  /** Labels as they would be with these thresholds; not saved. */
  readonly trial: { readonly thresholds: LabelThresholds; readonly report: AnalysisReport } | undefined;
  /** Why a question could not be answered, and which kind; another answer of this kind clears it. */
  readonly problem: { readonly of: string; readonly error: WireError } | undefined;
}

export const NO_MANIFOLD: ManifoldWindow = {
  look: { colour: 'step', layout: 'both', extent: 'prior', tab: 'cell' },
  trainAgain: false,
  loadedFor: undefined,
  axes: [0, 1],
  embedding: undefined,
  coupling: undefined,
  whole: undefined,
  refined: undefined,
  opened: undefined,
  cell: undefined,
  group: [],
  like: undefined,
  report: undefined,
  trial: undefined,
  problem: undefined,
};

/** The latent position of a cell: the grid's base with its two axes set. */
export function cellPosition(grid: ManifoldGrid, tile: number): readonly number[] {
  const z = Array.from(grid.base);
  z[grid.axes[0]] = grid.rowValues[Math.floor(tile / grid.size)]!;
  z[grid.axes[1]] = grid.colValues[tile % grid.size]!;
  return z;
}

/** The part of the shown plane that holds every embedding, patches and curves alike; undefined where it has no extent. */
export function dataBox(
  { latent, image, spectrum }: ManifoldEmbedding,
  [up, right]: readonly [number, number],
): NonNullable<ManifoldGridRequest['box']> | undefined {
  const span = (component: number): readonly [number, number] => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const values of [image, spectrum])
      for (let i = component; i < values.length; i += latent) {
        low = Math.min(low, values[i]!);
        high = Math.max(high, values[i]!);
      }
    return [low, high];
  };
  const [row, col] = [span(up), span(right)];
  return row[1] > row[0] && col[1] > col[0] ? { row, col } : undefined;
}

/** The report on the screen: with the thresholds being tried, else the saved one. */
export function shownReport(manifold: ManifoldWindow): AnalysisReport | undefined {
  return manifold.trial?.report ?? manifold.report;
}
