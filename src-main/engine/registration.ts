/**
 * How far the sample has moved since the survey: a part of the frame, taken again, is laid over the survey where the two
 * agree best. Pure.
 *
 * Agreement is the normalised cross-correlation of the heights, each line less its own mean on both sides, so that an
 * offset between lines (which every scanner has) does not pass for surface. The peak is refined to a fraction of a pixel
 * with a parabola through its neighbours in each direction.
 */
import { samplePoint, type Raster, type SamplePoint } from '../../src-shared/geometry';
import type { Frame } from '../../src-shared/scan';

/** Larger shifts than this are not looked for, pixels: the search must not hold up the process that hears of a stop. */
const SEARCH_PIXELS = 32;
/** Two images of one surface agree better than this even with noise and a worn tip. */
const LEAST_SCORE = 0.6;
/** A second place that fits as well but for this much makes the surface a repeating one, on which nothing can be told. */
const LEAST_LEAD = 0.1;

/** Shift to every side that a part of a small frame must be able to show, and the smallest part that tells anything. */
const ROOM_PIXELS = 8;
const SMALLEST_PIXELS = 16;

/** Where a part of the frame is found in it. */
export interface Registration {
  /** Add this to a place of the survey and the tip meets what the survey showed there; metres. */
  readonly shift: SamplePoint;
  /** Correlation at the best place, -1 to 1. */
  readonly score: number;
  /** Whether it is good enough, not at the border of the search, and the only one. */
  readonly registered: boolean;
}

/**
 * The part about the middle of a frame that is taken again, and its raster: so many pixels on a side, fewer in a small
 * frame, where a shift of 8 pixels must still leave it inside.
 */
export function partOf({ rows, cols, widthMetres, heightMetres }: Raster, pixels: number): Raster {
  const room = Math.min(rows, cols) - 2 * ROOM_PIXELS;
  const n = Math.min(pixels, Math.max(SMALLEST_PIXELS, room - (room % 16)));
  return { rows: n, cols: n, widthMetres: (widthMetres * n) / cols, heightMetres: (heightMetres * n) / rows };
}

/**
 * Finds a part, taken about the middle with pixels of the same size, in the survey. A sample that has moved so that the
 * part at q shows what the survey shows at q + d gives the shift -d.
 */
export function register(survey: Frame, part: Frame): Registration {
  const scores = correlations(survey, part);
  const best = scores.values.reduce((at, value, k) => (value > scores.values[at]! ? k : at), 0);
  const row = Math.floor(best / scores.cols);
  const col = best % scores.cols;
  const score = scores.values[best]!;
  const inside = row > 0 && row < scores.rows - 1 && col > 0 && col < scores.cols - 1;
  const registered = inside && score >= LEAST_SCORE && score - secondPeak(scores, best) >= LEAST_LEAD;
  const down = scores.top + row + (inside ? peakOffset(scores, best, scores.cols) : 0) - (survey.rows - part.rows) / 2;
  const right = scores.left + col + (inside ? peakOffset(scores, best, 1) : 0) - (survey.cols - part.cols) / 2;
  // Rows count down, y goes up; the tip must go the other way than the sample seems to have come.
  const x = -right * (survey.widthMetres / survey.cols);
  const y = down * (survey.heightMetres / survey.rows);
  return { shift: samplePoint(x === 0 ? 0 : x, y), score, registered };
}

/** Correlation by place of the part's first pixel in the survey; the first value belongs to (top, left). */
interface Scores {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly cols: number;
  readonly values: Float64Array;
}

function correlations(survey: Frame, part: Frame): Scores {
  const template = centredLines(part);
  const energy = template.reduce((sum, value) => sum + value * value, 0);
  const filled = centredLines(survey); // a gap counts as the mean of its line
  const spread = lineSpreads(filled, survey, part.cols);
  const rows = searched(survey.rows - part.rows);
  const cols = searched(survey.cols - part.cols);
  const values = new Float64Array(rows.count * cols.count);
  for (let r = 0; r < rows.count; r++)
    for (let c = 0; c < cols.count; c++) {
      const at = { row: rows.first + r, col: cols.first + c };
      let product = 0;
      let variance = 0;
      for (let i = 0; i < part.rows; i++) {
        const line = (at.row + i) * survey.cols + at.col;
        for (let j = 0; j < part.cols; j++) product += template[i * part.cols + j]! * filled[line + j]!;
        variance += spread[line]!;
      }
      const norm = Math.sqrt(energy * variance);
      values[r * cols.count + c] = norm > 0 ? product / norm : 0;
    }
  return { top: rows.first, left: cols.first, rows: rows.count, cols: cols.count, values };
}

/** Positions along one axis at which the part is tried, about the one without a shift. */
function searched(room: number): { readonly first: number; readonly count: number } {
  const first = Math.max(0, Math.ceil(room / 2) - SEARCH_PIXELS);
  const last = Math.min(room, Math.floor(room / 2) + SEARCH_PIXELS);
  return { first, count: last - first + 1 };
}

/** Heights of each line less the mean of the line; 0 where nothing was measured. */
function centredLines({ rows, cols, heightsMetres }: Frame): Float64Array {
  const centred = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    const line = heightsMetres.subarray(row * cols, (row + 1) * cols);
    const mean = meanOf(line);
    for (let col = 0; col < cols; col++) centred[row * cols + col] = Number.isNaN(line[col]!) ? 0 : line[col]! - mean;
  }
  return centred;
}

/** For each pixel: the sum of squares of the `width` heights from there on, less their own mean; 0 past the end. */
function lineSpreads(heights: Float64Array, { rows, cols }: Raster, width: number): Float64Array {
  const spreads = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++)
    for (let col = 0, sum = 0, squares = 0; col < cols; col++) {
      const height = heights[row * cols + col]!;
      sum += height;
      squares += height * height;
      const first = col - width + 1;
      if (first < 0) continue;
      spreads[row * cols + first] = Math.max(0, squares - (sum * sum) / width);
      const gone = heights[row * cols + first]!;
      sum -= gone;
      squares -= gone * gone;
    }
  return spreads;
}

function meanOf(values: Float32Array): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count > 0 ? sum / count : 0;
}

/** The highest local peak beside the best one; -1 where there is none. */
function secondPeak({ rows, cols, values }: Scores, best: number): number {
  let second = -1;
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) {
      const k = row * cols + col;
      const value = values[k]!;
      if (k === best || value <= second) continue;
      if (isPeak({ rows, cols, values }, row, col)) second = value;
    }
  return second;
}

function isPeak({ rows, cols, values }: Pick<Scores, 'rows' | 'cols' | 'values'>, row: number, col: number): boolean {
  const value = values[row * cols + col]!;
  for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
    for (let c = Math.max(0, col - 1); c <= Math.min(cols - 1, col + 1); c++)
      if (values[r * cols + c]! > value) return false;
  return true;
}

/** Where the parabola through a peak and its two neighbours has its top, pixels from the peak, at most half of one. */
function peakOffset({ values }: Scores, best: number, stride: number): number {
  const [before, here, after] = [values[best - stride]!, values[best]!, values[best + stride]!];
  const bend = before - 2 * here + after;
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
}
