/** What a grid of decoded cells draws, and the words for a cell. */
import { useMemo } from 'react';
import type { ManifoldGrid } from '../../../src-shared/manifold';
import { fullRange, type ValueRange } from '../../canvas/range';
import { text } from '../../messages';
import { useWindow } from '../../store/context';
import type { OpenedCell } from '../../store/manifoldWindow';
import type { CurveTiles, PatchTiles } from './drawTiles';
import type { TileMarks } from './drawTileMarks';
import { labelColor, tileOf, type Knowledge } from './manifold.model';

const words = text.manifold.grids;
const NO_COUNTS: readonly number[] = [];
const NO_LETTERS: readonly string[] = [];

export interface GridTiles {
  readonly patches: PatchTiles;
  readonly curves: CurveTiles;
  readonly veiled: readonly boolean[];
  /** Currents at the edges of every tile, amperes. */
  readonly range: ValueRange;
}

/** Patches, curves and the veil over cells without data near. The grey and current ranges are those of the whole manifold. */
export function useGridTiles(grid: ManifoldGrid, whole: ManifoldGrid, theme: 'light' | 'dark'): GridTiles {
  return useMemo(() => {
    const full = fullRange(whole.curves) ?? { low: 0, high: 1e-9 };
    // No current at all is on the axis too, so that heights in different tiles mean something.
    const range = { low: Math.min(0, full.low), high: Math.max(0, full.high) };
    return {
      range,
      patches: {
        kind: 'patches',
        values: grid.patches,
        size: grid.patchSize,
        range: fullRange(whole.patches),
        table: 'grey',
      },
      curves: {
        kind: 'curves',
        values: grid.curves,
        volts: grid.volts,
        range,
        colors: grid.labels.map(({ label }) => labelColor(label, theme)),
      },
      veiled: Array.from(grid.supported, (supported) => supported === 0),
    };
  }, [grid, whole, theme]);
}

/** Marks of both grids: counts on the structures, letters on the curves. */
export function useGridMarks(
  { embedding, session }: Knowledge,
  grid: ManifoldGrid,
  which: OpenedCell['grid'],
): { readonly structure: TileMarks; readonly curves: TileMarks } {
  const opened = useWindow((state) => state.manifold.opened);
  const selected = useWindow((state) => state.selected);
  const group = useWindow((state) => state.manifold.group);
  const { bookmarks } = session.analysis;
  return useMemo(() => {
    const tileOfPoint = (index: number): number | undefined => {
      const place = embedding.points.indexOf(index);
      const from = place * embedding.latent;
      return place < 0 ? undefined : tileOf(grid, embedding.image.subarray(from, from + embedding.latent));
    };
    const known = (tiles: readonly (number | undefined)[]): readonly number[] => [
      ...new Set(tiles.filter((tile) => tile !== undefined)),
    ];
    const common = {
      bookmarked: known(bookmarks.filter(({ z }) => z.length === embedding.latent).map(({ z }) => tileOf(grid, z))),
      opened: opened?.grid === which ? opened.tile : opened && tileOf(grid, opened.z),
      linked: known([...(selected === undefined ? [] : [selected]), ...group].map(tileOfPoint)),
    };
    return {
      structure: { ...common, counts: Array.from(grid.counts), letters: NO_LETTERS },
      curves: {
        ...common,
        bookmarked: [],
        counts: NO_COUNTS,
        // A label of a curve that is only decoded is no finding.
        letters: grid.labels.map(({ label }, tile) =>
          grid.supported[tile] === 1 ? text.manifold.detail.letters[label] : '',
        ),
      },
    };
  }, [embedding, grid, which, opened, selected, group, bookmarks]);
}

/** "Row 3, column 7", counted from 1. */
export function placeWords(tile: number, side: number): string {
  return words.cell(Math.floor(tile / side) + 1, (tile % side) + 1);
}

/** What a person who cannot see the grid is told about a cell. */
export function spokenCell(grid: ManifoldGrid, tile: number): string {
  const label = grid.labels[tile];
  return words.spoken(
    placeWords(tile, grid.size),
    label === undefined ? '' : text.manifold.detail.labels[label.label],
    grid.counts[tile] ?? 0,
    grid.supported[tile] === 1,
  );
}
