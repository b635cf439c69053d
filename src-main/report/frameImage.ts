/** A frame drawn to scale: the map image, the outline, the scale bar, and where its pixels lie in the figure. */
import type { PixelPoint, Raster } from '../../src-shared/geometry';
import { element, text } from './markup';
import type { Markup } from './markup';
import { pngDataUrl } from './png';
import type { IndexedImage } from './png';
import type { Box } from './plotAxes';
import { settingQuantity } from './settingNumber';
import { niceLengthBelow } from './ticks';

/** The largest box of the frame's proportions that fits into a square, left and top aligned. */
export function frameBox(raster: Raster, left: number, top: number, side: number): Box {
  const ratio = raster.widthMetres / raster.heightMetres;
  return { left, top, width: Math.min(side, side * ratio), height: Math.min(side, side / ratio) };
}

/** The place of a pixel centre in the figure. */
export function figurePoint(raster: Raster, box: Box, at: PixelPoint): { readonly x: number; readonly y: number } {
  return {
    x: box.left + (box.width * (at.col + 0.5)) / raster.cols,
    y: box.top + (box.height * (at.row + 0.5)) / raster.rows,
  };
}

/** An image laid over the pixels of the frame that `area` names, every value a sharp square; frame outline above it. */
export function framePicture(raster: Raster, box: Box, image: IndexedImage, area: PixelArea): Markup {
  const [across, down] = [box.width / raster.cols, box.height / raster.rows];
  return element(
    'g',
    {},
    element('rect', { class: 'outside', x: box.left, y: box.top, width: box.width, height: box.height }),
    element('image', {
      href: pngDataUrl(image),
      preserveAspectRatio: 'none',
      x: box.left + area.firstCol * across,
      y: box.top + area.firstRow * down,
      width: area.cols * across,
      height: area.rows * down,
    }),
    element('rect', { class: 'frame', x: box.left, y: box.top, width: box.width, height: box.height }),
  );
}

/** A part of a frame in pixels; edges may lie between pixels. */
export interface PixelArea {
  readonly firstRow: number;
  readonly firstCol: number;
  readonly rows: number;
  readonly cols: number;
}

/** A bar of a round length, about a quarter of the frame, below its left corner. */
export function scaleBar(raster: Raster, box: Box): Markup {
  const metres = niceLengthBelow(raster.widthMetres * 0.3);
  const width = (box.width * metres) / raster.widthMetres;
  const top = box.top + box.height + 8;
  return element(
    'g',
    {},
    element('rect', { class: 'solid', x: box.left, y: top, width, height: 5 }),
    element('text', { x: box.left, y: top + 19 }, text(settingQuantity(metres, 'm'))),
  );
}
