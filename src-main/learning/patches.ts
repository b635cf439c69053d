/** Patches: the square of pixels about each candidate that the model sees. They are gathered when needed, never all at once. */
import { ConsoleError } from '../../src-shared/errors';
import type { PatchSettings } from '../../src-shared/experiment';
import type { PixelPoint } from '../../src-shared/geometry';
import { candidatePixel, nearestCandidate, type CandidateGrid } from '../../src-shared/maps';
import type { Frame } from '../../src-shared/scan';
import { levelHeights, scaleHeights } from './levelling';

/** The candidates of one frame. Memory is that of the image, not of all patches: neighbours share their pixels. */
export interface PatchSet {
  readonly grid: CandidateGrid;
  /** Side of a patch in pixels, even. */
  readonly size: number;
  /** Candidates on the grid, usable or not. */
  readonly count: number;
  /** 1 where the whole window was measured, 0 where a pixel of it is NaN. */
  readonly usable: Uint8Array;
  /** Levelled heights, 0..1 over the image, row-major with `imageCols` columns. */
  readonly image: Float32Array;
  readonly imageCols: number;
  /** What the model sees is (height - shift) * scale, one pair for each candidate; absent for `global`. */
  readonly adjust: { readonly shift: Float32Array; readonly scale: Float32Array } | undefined;
}

/**
 * The lattice of candidates whose full window fits into the frame. The window of an even size w about row r spans
 * r - w/2 to r + w/2 - 1, so that the probed pixel is [w/2, w/2] of the patch. Throws `config/invalid` where none fits.
 */
export function candidateGrid(frame: Pick<Frame, 'rows' | 'cols'>, settings: PatchSettings): CandidateGrid {
  const { size, stride } = settings;
  const along = (pixels: number) => Math.floor((pixels - size) / stride) + 1;
  if (frame.rows < size || frame.cols < size)
    throw new ConsoleError({
      code: 'config/invalid',
      message: `A patch of ${size} pixels does not fit into a frame of ${frame.rows} x ${frame.cols} pixels.`,
      hint: 'Choose smaller patches or more pixels.',
    });
  return { rows: along(frame.rows), cols: along(frame.cols), originRow: size / 2, originCol: size / 2, stride };
}

/** Levels the frame and lays the candidates over it. */
export function buildPatchSet(frame: Frame, settings: PatchSettings): PatchSet {
  const grid = candidateGrid(frame, settings);
  const image = scaleHeights(levelHeights(frame));
  const plain: PatchSet = {
    grid,
    size: settings.size,
    count: grid.rows * grid.cols,
    usable: findUsable(image, frame.cols, grid, settings.size),
    image,
    imageCols: frame.cols,
    adjust: undefined,
  };
  if (settings.normalisation === 'global') return plain;
  return { ...plain, adjust: settings.normalisation === 'perPatch' ? stretchEach(plain) : centreEach(plain) };
}

/** The candidates that sit on one of the given pixels; all of them where none are given. */
export function keepPlaces(set: PatchSet, places: readonly PixelPoint[] | undefined): PatchSet {
  if (places === undefined) return set;
  const usable = new Uint8Array(set.count);
  for (const at of places) {
    const candidate = nearestCandidate(set.grid, at);
    if (candidate === undefined) continue;
    const pixel = candidatePixel(set.grid, candidate);
    if (pixel.row === at.row && pixel.col === at.col) usable[candidate] = set.usable[candidate]!;
  }
  return { ...set, usable };
}

/** Index in the image of the top left pixel of a candidate's window. */
export function windowStart({ grid, imageCols }: PatchSet, candidate: number): number {
  const row = Math.floor(candidate / grid.cols) * grid.stride;
  const col = (candidate % grid.cols) * grid.stride;
  return row * imageCols + col;
}

/**
 * Copies the patches of some candidates, as the model sees them, row by row into `out`.
 *
 * @param candidates which ones, in the order wanted
 * @param out        receives candidates.length x size^2 numbers
 */
export function gatherPatches(set: PatchSet, candidates: ArrayLike<number>, out: Float32Array): void {
  const { size, image, imageCols, adjust } = set;
  const area = size * size;
  for (let k = 0; k < candidates.length; k++) {
    const candidate = candidates[k]!;
    const start = windowStart(set, candidate);
    const shift = adjust?.shift[candidate] ?? 0;
    const scale = adjust?.scale[candidate] ?? 1;
    for (let i = 0; i < size; i++) {
      const from = start + i * imageCols;
      const to = k * area + i * size;
      for (let j = 0; j < size; j++) out[to + j] = (image[from + j]! - shift) * scale;
    }
  }
}

/** The patch of one candidate on the common height scale 0..1, whatever the model sees. */
export function heightPatch(set: PatchSet, candidate: number): Float32Array {
  const patch = new Float32Array(set.size * set.size);
  gatherPatches({ ...set, adjust: undefined }, [candidate], patch);
  return patch;
}

/** Marks the candidates without a NaN in their window, by a summed-area table of missing pixels. */
function findUsable(image: Float32Array, imageCols: number, grid: CandidateGrid, size: number): Uint8Array {
  const imageRows = image.length / imageCols;
  const width = imageCols + 1;
  const missing = new Int32Array((imageRows + 1) * width);
  for (let row = 0; row < imageRows; row++)
    for (let col = 0; col < imageCols; col++) {
      const here = (row + 1) * width + col + 1;
      const own = Number.isNaN(image[row * imageCols + col]!) ? 1 : 0;
      missing[here] = own + missing[here - 1]! + missing[here - width]! - missing[here - width - 1]!;
    }
  const usable = new Uint8Array(grid.rows * grid.cols);
  for (let i = 0; i < grid.rows; i++)
    for (let j = 0; j < grid.cols; j++) {
      const top = i * grid.stride * width + j * grid.stride;
      const bottom = top + size * width;
      const inside = missing[bottom + size]! - missing[bottom]! - missing[top + size]! + missing[top]!;
      usable[i * grid.cols + j] = inside === 0 ? 1 : 0;
    }
  return usable;
}

/** `perPatch`: each patch from its own minimum to its own maximum; a flat one becomes 0. */
function stretchEach(set: PatchSet): NonNullable<PatchSet['adjust']> {
  return adjustEach(set, (patch) => {
    let min = Infinity;
    let max = -Infinity;
    for (const height of patch) {
      if (height < min) min = height;
      if (height > max) max = height;
    }
    return { shift: min, scale: max > min ? 1 / (max - min) : 0 };
  });
}

/** `perPatchCentered`: each patch less its mean, over the standard deviation of the whole image. */
function centreEach(set: PatchSet): NonNullable<PatchSet['adjust']> {
  const deviation = standardDeviation(set.image.filter((height) => !Number.isNaN(height)));
  const scale = deviation > 0 ? 1 / deviation : 0;
  return adjustEach(set, (patch) => ({ shift: mean(patch), scale }));
}

function adjustEach(
  set: PatchSet,
  of: (patch: Float32Array) => { readonly shift: number; readonly scale: number },
): NonNullable<PatchSet['adjust']> {
  const shift = new Float32Array(set.count);
  const scale = new Float32Array(set.count);
  const patch = new Float32Array(set.size * set.size);
  for (let k = 0; k < set.count; k++) {
    if (set.usable[k] === 0) continue;
    gatherPatches(set, [k], patch);
    const adjustment = of(patch);
    shift[k] = adjustment.shift;
    scale[k] = adjustment.scale;
  }
  return { shift, scale };
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function standardDeviation(values: Float32Array): number {
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return Math.sqrt(sum / values.length);
}
