/** From a map of numbers to the pixels of a picture. */
import { TABLE_SIZE, colorTable, type ColormapName } from '../../src-shared/colormaps';
import { pixelToSample, type Raster } from '../../src-shared/geometry';
import type { CandidateGrid } from '../../src-shared/maps';
import type { ValueRange } from './range';

/** A map of numbers and the rectangle of the sample that it covers, metres in the frame. */
export interface MapImage {
  readonly rows: number;
  readonly cols: number;
  /** Row-major from the top left; NaN where there is no value. */
  readonly values: Float32Array;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Values as RGBA bytes, row-major; what has no value stays transparent. Written into `pixels` where it is given. */
export function paintValues(
  values: Float32Array,
  name: ColormapName,
  { low, high }: ValueRange,
  pixels: Uint8ClampedArray<ArrayBuffer> = new Uint8ClampedArray(values.length * 4),
): Uint8ClampedArray<ArrayBuffer> {
  const table = opaqueTable(name);
  const words = new Uint32Array(pixels.buffer);
  // As `tableIndex(fractionOf(value))`, written out: a large map has a quarter of a million values.
  const entries = high > low ? TABLE_SIZE / (high - low) : 0;
  const base = high > low ? 0 : TABLE_SIZE / 2;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    // Not a number where the value is not finite.
    const entry = base + (value - low) * entries + (value - value);
    words[i] = entry !== entry ? 0 : table[entry < 0 ? 0 : entry >= TABLE_SIZE ? TABLE_SIZE - 1 : entry | 0]!;
  }
  return pixels;
}

const opaqueTables = new Map<ColormapName, Uint32Array>();

/** The colours of a table as they lie in the memory of a picture, so that a pixel is written at once. */
function opaqueTable(name: ColormapName): Uint32Array {
  const known = opaqueTables.get(name);
  if (known !== undefined) return known;
  const bytes = new Uint8Array(TABLE_SIZE * 4).fill(255);
  const colors = colorTable(name);
  for (let i = 0; i < TABLE_SIZE; i++) bytes.set(colors.subarray(i * 3, i * 3 + 3), i * 4);
  const table = new Uint32Array(bytes.buffer);
  opaqueTables.set(name, table);
  return table;
}

/** A whole frame as a picture: it reaches from edge to edge. */
export function frameImage(raster: Raster, values: Float32Array): MapImage {
  const { rows, cols, widthMetres, heightMetres } = raster;
  return {
    rows,
    cols,
    values,
    left: -widthMetres / 2,
    right: widthMetres / 2,
    top: heightMetres / 2,
    bottom: -heightMetres / 2,
  };
}

/** A map over the candidates as a picture: each candidate covers one stride about its pixel. */
export function layerImage(raster: Raster, grid: CandidateGrid, values: Float32Array): MapImage {
  const half = grid.stride / 2;
  const first = pixelToSample(raster, { row: grid.originRow - half, col: grid.originCol - half });
  const last = pixelToSample(raster, {
    row: grid.originRow + (grid.rows - 1) * grid.stride + half,
    col: grid.originCol + (grid.cols - 1) * grid.stride + half,
  });
  return {
    rows: grid.rows,
    cols: grid.cols,
    values,
    left: first.xMetres,
    right: last.xMetres,
    top: first.yMetres,
    bottom: last.yMetres,
  };
}
