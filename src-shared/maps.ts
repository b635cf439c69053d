/** Maps of the model over the candidates, as the paper's Figure 4 d-h shows them. */
import { z } from './zod';

export const MAP_KINDS = ['novelty', 'uncertainty', 'acquisition', 'imageNovelty', 'combined'] as const;
export type MapKind = (typeof MAP_KINDS)[number];

/** The lattice of candidates in the frame: candidate (i, j) sits on pixel (originRow + i * stride, originCol + j * stride). */
export const CandidateGrid = z
  .object({
    rows: z.int().positive(),
    cols: z.int().positive(),
    originRow: z.int().min(0),
    originCol: z.int().min(0),
    stride: z.int().positive(),
  })
  .readonly();
export type CandidateGrid = z.infer<typeof CandidateGrid>;

/**
 * The maps of one step. Each layer is row-major over the candidate grid. Novelty and uncertainty cover every candidate;
 * the other three hold NaN where a place is measured or vetoed. Layers that a policy does not compute are absent.
 */
export interface MapSet {
  readonly step: number;
  readonly grid: CandidateGrid;
  readonly layers: Readonly<Partial<Record<MapKind, Float32Array>>>;
}

/** The pixel of the frame on which a candidate sits. */
export function candidatePixel(grid: CandidateGrid, candidate: number): { row: number; col: number } {
  return {
    row: grid.originRow + Math.floor(candidate / grid.cols) * grid.stride,
    col: grid.originCol + (candidate % grid.cols) * grid.stride,
  };
}

/** The candidate nearest to a (fractional) pixel, or undefined where the pixel lies more than one stride outside the grid. */
export function nearestCandidate(grid: CandidateGrid, at: { row: number; col: number }): number | undefined {
  const i = Math.round((at.row - grid.originRow) / grid.stride);
  const j = Math.round((at.col - grid.originCol) / grid.stride);
  if (i < 0 || j < 0 || i >= grid.rows || j >= grid.cols) return undefined;
  return i * grid.cols + j;
}
