/** A set of candidates as a picture over a map. */
import type { Raster } from '../../src-shared/geometry';
import type { CandidateGrid } from '../../src-shared/maps';
import type { DeskOverlay } from './drawDesk';
import { layerImage } from './colorImage';

/** Vermilion, which no map table goes through. */
const COLOR = [213, 94, 0] as const;

/** Bytes of the picture: every second candidate of the set is coloured, so that the map shows between them. */
function maskPixels(grid: CandidateGrid, touched: Uint32Array): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(grid.rows * grid.cols * 4);
  for (const candidate of touched) {
    const checked = (Math.floor(candidate / grid.cols) + (candidate % grid.cols)) % 2 === 0;
    pixels.set([...COLOR, checked ? 255 : 90], candidate * 4);
  }
  return pixels;
}

/** The picture with the rectangle of the sample that it covers. */
export function maskPicture(raster: Raster, grid: CandidateGrid, touched: Uint32Array): DeskOverlay['touched'] {
  const bitmap = document.createElement('canvas');
  bitmap.width = grid.cols;
  bitmap.height = grid.rows;
  bitmap.getContext('2d')?.putImageData(new ImageData(maskPixels(grid, touched), grid.cols, grid.rows), 0, 0);
  const { left, right, top, bottom } = layerImage(raster, grid, new Float32Array());
  return { bitmap, left, right, top, bottom };
}
