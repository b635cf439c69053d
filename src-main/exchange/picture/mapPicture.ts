/** A map as a PNG that stands alone: title, colour bar with numbers, scale bar, measured places. */
import { colorAt, fractionOf, type ColormapName } from '../../../src-shared/colormaps';
import type { PixelPoint, Raster } from '../../../src-shared/geometry';
import { encodePng } from '../../report/png';
import { niceLengthBelow, niceTicks, tickLabel } from '../../report/ticks';
import { settingQuantity } from '../../report/settingNumber';
import { ADVANCE, dotOf, GLYPH_HEIGHT, GLYPH_WIDTH } from './letters';

export interface MapPicture {
  readonly title: string;
  /** The frame that the picture shows. */
  readonly frame: Raster;
  /** The part of the frame that has values: a lattice of squares of `stride` pixels. */
  readonly area: {
    readonly firstRow: number;
    readonly firstCol: number;
    readonly stride: number;
    readonly cols: number;
  };
  /** Row-major over the area. */
  readonly values: ArrayLike<number>;
  readonly quantity: string;
  readonly range: { readonly low: number; readonly high: number };
  readonly colours: ColormapName;
  readonly points: readonly PixelPoint[];
}

/** Palette: colours of the table, then what is drawn. */
const COLOURS = 250;
const NO_VALUE = 250;
const OUTSIDE = 251;
const WHITE = 252;
const BLACK = 253;

/** Longer side of the frame, pixels of the picture. */
const SIDE = 640;
const LEFT = 20;
const TOP = 44;
const DOT = 2;
const TEXT_HEIGHT = GLYPH_HEIGHT * DOT;
const BAR_WIDTH = 20;
const MARK_RADIUS = 4;

interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** The file of one map, the same for the same map. */
export function mapPicture(map: MapPicture): Uint8Array {
  const { frame, range, colours, title, quantity } = map;
  const longer = Math.max(frame.widthMetres, frame.heightMetres);
  const width = Math.max(1, Math.round((SIDE * frame.widthMetres) / longer));
  const height = Math.max(1, Math.round((SIDE * frame.heightMetres) / longer));
  const ticks = niceTicks(range.low, range.high, 6);
  const labels = ticks.values.map((value) => tickLabel(value, ticks.decimals));
  const widest = Math.max(...labels.map(textWidth), 0);
  const right = LEFT + width;
  const total = right + 16 + BAR_WIDTH + 12 + widest + 12 + TEXT_HEIGHT + 16;
  const canvas = blank(Math.max(total, LEFT + textWidth(title) + LEFT), TOP + height + 56);

  write(canvas, title, LEFT, 16);
  drawValues(canvas, map, { width, height });
  for (const at of map.points)
    disc(canvas, LEFT + ((at.col + 0.5) * width) / frame.cols, TOP + ((at.row + 0.5) * height) / frame.rows);
  outline(canvas, { left: LEFT, top: TOP, width, height });

  const bar = { left: right + 16, top: TOP, width: BAR_WIDTH, height };
  for (let y = 0; y < height; y++) {
    const level = Math.min(COLOURS - 1, Math.floor(((height - 1 - y + 0.5) / height) * COLOURS));
    fill(canvas, { left: bar.left, top: TOP + y, width: BAR_WIDTH, height: 1 }, level);
  }
  outline(canvas, bar);
  ticks.values.forEach((value, k) => {
    const share = range.high > range.low ? (value - range.low) / (range.high - range.low) : 0.5;
    const y = Math.round(TOP + (height - 1) * (1 - share));
    fill(canvas, { left: bar.left + BAR_WIDTH, top: y, width: 6, height: 1 }, BLACK);
    write(canvas, labels[k]!, bar.left + BAR_WIDTH + 12, y - TEXT_HEIGHT / 2);
  });
  writeUp(canvas, quantity, bar.left + BAR_WIDTH + 24 + widest, TOP + Math.round((height + textWidth(quantity)) / 2));
  drawScale(canvas, frame, { width, top: TOP + height + 14 });
  return encodePng({ ...canvas, palette: palette(colours) });
}

function drawValues(canvas: Canvas, map: MapPicture, size: { readonly width: number; readonly height: number }): void {
  const { frame, area, values, range } = map;
  const rows = values.length / area.cols;
  for (let y = 0; y < size.height; y++) {
    const row = Math.floor((((y + 0.5) * frame.rows) / size.height - area.firstRow) / area.stride);
    for (let x = 0; x < size.width; x++) {
      const col = Math.floor((((x + 0.5) * frame.cols) / size.width - area.firstCol) / area.stride);
      const inside = row >= 0 && col >= 0 && row < rows && col < area.cols;
      const share = inside ? fractionOf(values[row * area.cols + col]!, range.low, range.high) : 0;
      const level = Number.isNaN(share) ? NO_VALUE : Math.min(COLOURS - 1, Math.floor(share * COLOURS));
      canvas.pixels[(TOP + y) * canvas.width + LEFT + x] = inside ? level : OUTSIDE;
    }
  }
}

function drawScale(
  canvas: Canvas,
  frame: Raster,
  { width, top }: { readonly width: number; readonly top: number },
): void {
  const metres = niceLengthBelow(frame.widthMetres * 0.3);
  fill(canvas, { left: LEFT, top, width: Math.round((width * metres) / frame.widthMetres), height: 6 }, BLACK);
  write(canvas, settingQuantity(metres, 'm'), LEFT, top + 14);
}

function blank(width: number, height: number): Canvas {
  return { width, height, pixels: new Uint8Array(width * height).fill(WHITE) };
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function fill({ width, height, pixels }: Canvas, area: Area, colour: number): void {
  const right = Math.min(width, area.left + area.width);
  const bottom = Math.min(height, area.top + area.height);
  for (let y = Math.max(0, area.top); y < bottom; y++)
    for (let x = Math.max(0, area.left); x < right; x++) pixels[y * width + x] = colour;
}

function outline(canvas: Canvas, { left, top, width, height }: Area): void {
  fill(canvas, { left, top, width, height: 1 }, BLACK);
  fill(canvas, { left, top: top + height - 1, width, height: 1 }, BLACK);
  fill(canvas, { left, top, width: 1, height }, BLACK);
  fill(canvas, { left: left + width - 1, top, width: 1, height }, BLACK);
}

/** A measured place: white with a black rim, to be seen on every colour. */
function disc(canvas: Canvas, x: number, y: number): void {
  for (let dy = -MARK_RADIUS; dy <= MARK_RADIUS; dy++)
    for (let dx = -MARK_RADIUS; dx <= MARK_RADIUS; dx++) {
      const distance = Math.hypot(dx, dy);
      if (distance > MARK_RADIUS + 0.3) continue;
      const colour = distance > MARK_RADIUS - 1.2 ? BLACK : WHITE;
      fill(canvas, { left: Math.round(x) + dx, top: Math.round(y) + dy, width: 1, height: 1 }, colour);
    }
}

function textWidth(text: string): number {
  return Array.from(text).length * ADVANCE * DOT;
}

function write(canvas: Canvas, text: string, left: number, top: number): void {
  eachDot(text, (along, across) => {
    fill(canvas, { left: left + along * DOT, top: Math.round(top) + across * DOT, width: DOT, height: DOT }, BLACK);
  });
}

/** Text that reads upwards from its foot. */
function writeUp(canvas: Canvas, text: string, left: number, foot: number): void {
  eachDot(text, (along, across) => {
    fill(canvas, { left: left + across * DOT, top: foot - (along + 1) * DOT, width: DOT, height: DOT }, BLACK);
  });
}

function eachDot(text: string, draw: (along: number, across: number) => void): void {
  Array.from(text).forEach((letter, k) => {
    for (let row = 0; row < GLYPH_HEIGHT; row++)
      for (let col = 0; col < GLYPH_WIDTH; col++) if (dotOf(letter, row, col)) draw(k * ADVANCE + col, row);
  });
}

function palette(name: ColormapName): Uint8Array {
  const colours = new Uint8Array((BLACK + 1) * 3);
  for (let i = 0; i < COLOURS; i++) colours.set(colorAt(name, (i + 0.5) / COLOURS), i * 3);
  colours.set([0x9c, 0x9c, 0x9c], NO_VALUE * 3);
  colours.set([0xe4, 0xe7, 0xea], OUTSIDE * 3);
  colours.set([0xff, 0xff, 0xff], WHITE * 3);
  return colours;
}
