/** What the film is like at a place between its pixels. */
import type { SamplePoint } from '../../../src-shared/geometry';
import { sampleToPixel } from '../../../src-shared/geometry';
import { CLASS_COUNT } from './classes';
import type { Film } from './film';

/** What a tip at one place finds. */
export interface FilmPlace {
  readonly heightMetres: number;
  /** Share of each class of curve, adding up to 1. */
  readonly weights: readonly number[];
  /** Logarithm of the local conductance in units of its spread. */
  readonly conductance: number;
}

/** The four pixels about a place and their shares; beyond the outermost pixel centres the film goes on as it ends. */
interface Corner {
  readonly pixel: number;
  readonly share: number;
}

/** Height of the film at a place, metres: bilinear between pixel centres, exact on them. */
export function filmHeight(film: Film, at: SamplePoint): number {
  return mix(cornersAt(film, at), (pixel) => film.heightsMetres[pixel]!);
}

/** Everything that a measurement at a place depends on, bilinear between pixel centres. */
export function filmPlace(film: Film, at: SamplePoint): FilmPlace {
  const corners = cornersAt(film, at);
  return {
    heightMetres: mix(corners, (pixel) => film.heightsMetres[pixel]!),
    weights: Array.from({ length: CLASS_COUNT }, (_, k) => mix(corners, (p) => film.weights[p * CLASS_COUNT + k]!)),
    conductance: mix(corners, (pixel) => film.conductance[pixel]!),
  };
}

/** Index of the pixel of the film in which a place lies, or undefined outside the film. */
export function filmPixel(film: Film, at: SamplePoint): number | undefined {
  const { row, col } = sampleToPixel(film, at);
  if (!(row >= -0.5 && row <= film.rows - 0.5 && col >= -0.5 && col <= film.cols - 0.5)) return undefined;
  return Math.min(Math.floor(row + 0.5), film.rows - 1) * film.cols + Math.min(Math.floor(col + 0.5), film.cols - 1);
}

function cornersAt(film: Film, at: SamplePoint): Corner[] {
  const { row, col } = sampleToPixel(film, at);
  const rows = between(row, film.rows);
  const cols = between(col, film.cols);
  return rows.flatMap((r) => cols.map((c) => ({ pixel: r.index * film.cols + c.index, share: r.share * c.share })));
}

function between(position: number, count: number): { index: number; share: number }[] {
  const inside = Math.min(Math.max(position, 0), count - 1);
  const low = Math.min(Math.floor(inside), count - 2);
  return [
    { index: low, share: 1 - (inside - low) },
    { index: low + 1, share: inside - low },
  ];
}

function mix(corners: readonly Corner[], value: (pixel: number) => number): number {
  return corners.reduce((sum, { pixel, share }) => sum + share * value(pixel), 0);
}
