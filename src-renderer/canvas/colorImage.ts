/** From a map of numbers to the pixels of a picture. */
import { colorTable, fractionOf, tableIndex, type ColormapName } from '../../src-shared/colormaps';
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

/** Values as RGBA bytes, row-major; what has no value stays transparent. */
export function paintValues(
  values: Float32Array,
  name: ColormapName,
  range: ValueRange,
): Uint8ClampedArray<ArrayBuffer> {
  const table = colorTable(name);
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    const fraction = fractionOf(values[i]!, range.low, range.high);
    if (Number.isNaN(fraction)) continue;
    const from = tableIndex(fraction) * 3;
    pixels[i * 4] = table[from]!;
    pixels[i * 4 + 1] = table[from + 1]!;
    pixels[i * 4 + 2] = table[from + 2]!;
    pixels[i * 4 + 3] = 255;
  }
  return pixels;
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
