/** Draws a grid of decoded patches or curves. Lengths are CSS pixels; the context is scaled to the screen. */
import { fullRange, type ValueRange } from '../../canvas/range';
import { colorTable, fractionOf, tableIndex, type ColormapName } from '../../../src-shared/colormaps';
import { formatNumber } from '../../../src-shared/units';
import { tileRect, type TileLayout } from './tiles.model';

/** Patches one after the other, each row-major, `size` x `size`. */
export interface PatchTiles {
  readonly kind: 'patches';
  readonly values: Float32Array;
  readonly size: number;
  /** Values at the ends of the colours; each patch's own where undefined. */
  readonly range: ValueRange | undefined;
  /** Measured patches have the colours of the topography, decoded ones are grey. */
  readonly table: ColormapName | 'grey';
}

/** Curves one after the other, each as long as `volts`. */
export interface CurveTiles {
  readonly kind: 'curves';
  readonly values: Float32Array;
  readonly volts: ArrayLike<number>;
  /** Values at the lower and upper edge of every tile. */
  readonly range: ValueRange;
  /** Colour of each curve. */
  readonly colors: readonly string[];
}

/** Share of a tile that stays free around its content. */
const MARGIN = 0.06;
/** More points than this for each pixel of a tile cannot be seen. */
const POINTS_PER_PIXEL = 3;
const AXIS_FONT = '12px Inter, "Segoe UI", system-ui, "Noto Sans", "DejaVu Sans", sans-serif';

/** One picture of all patches in their own pixels, to be drawn enlarged; a tile is as wide as its patch, without margin. */
export function patchAtlas({ values, size, range, table }: PatchTiles, side: number): ImageData {
  const width = side * size;
  const atlas = new ImageData(width, width);
  const colors = table === 'grey' ? undefined : colorTable(table);
  const count = Math.floor(values.length / (size * size));
  for (let tile = 0; tile < Math.min(count, side * side); tile++) {
    const from = tile * size * size;
    const { low, high } = range ?? fullRange(values.subarray(from, from + size * size)) ?? { low: 0, high: 1 };
    const corner = Math.floor(tile / side) * size * width + (tile % side) * size;
    for (let i = 0; i < size * size; i++) {
      const fraction = fractionOf(values[from + i]!, low, high);
      // What was not measured stays transparent.
      if (Number.isNaN(fraction)) continue;
      const at = (corner + Math.floor(i / size) * width + (i % size)) * 4;
      const entry = tableIndex(fraction);
      atlas.data[at] = colors === undefined ? entry : colors[entry * 3]!;
      atlas.data[at + 1] = colors === undefined ? entry : colors[entry * 3 + 1]!;
      atlas.data[at + 2] = colors === undefined ? entry : colors[entry * 3 + 2]!;
      atlas.data[at + 3] = 255;
    }
  }
  return atlas;
}

/** Draws the picture of all patches, pixels kept as squares. */
export function drawPatchTiles(context: CanvasRenderingContext2D, layout: TileLayout, atlas: CanvasImageSource): void {
  const length = layout.pitch * layout.side;
  context.imageSmoothingEnabled = false;
  context.drawImage(atlas, layout.left, layout.top, length, length);
}

/** Draws one curve in each tile, all on the same axes. Curves of one colour are one path. */
export function drawCurveTiles(context: CanvasRenderingContext2D, layout: TileLayout, tiles: CurveTiles): void {
  const { values, volts, range, colors } = tiles;
  const count = volts.length;
  const places = curvePlaces(volts, layout.pitch * POINTS_PER_PIXEL);
  const inner = layout.pitch * (1 - 2 * MARGIN);
  const paths = new Map<string, Path2D>();
  for (let tile = 0; tile < colors.length; tile++) {
    const color = colors[tile]!;
    const path = paths.get(color) ?? new Path2D();
    paths.set(color, path);
    const rect = tileRect(layout, tile);
    let drawing = false;
    for (const { index, fraction } of places) {
      const height = fractionOf(values[tile * count + index]!, range.low, range.high);
      if (Number.isNaN(height)) continue;
      const x = rect.x + layout.pitch * MARGIN + fraction * inner;
      const y = rect.y + layout.pitch * MARGIN + (1 - height) * inner;
      if (drawing) path.lineTo(x, y);
      else path.moveTo(x, y);
      drawing = true;
    }
  }
  context.lineWidth = layout.pitch < 24 ? 1 : 1.25;
  context.lineJoin = 'round';
  for (const [color, path] of paths) {
    context.strokeStyle = color;
    context.stroke(path);
  }
}

/** Thin lines between the tiles, so that curves are not taken for one. */
export function drawTileLines(context: CanvasRenderingContext2D, layout: TileLayout, color: string): void {
  const length = layout.pitch * layout.side;
  context.beginPath();
  for (let i = 0; i <= layout.side; i++) {
    const x = Math.round(layout.left + i * layout.pitch) + 0.5;
    const y = Math.round(layout.top + i * layout.pitch) + 0.5;
    context.moveTo(x, layout.top);
    context.lineTo(x, layout.top + length);
    context.moveTo(layout.left, y);
    context.lineTo(layout.left + length, y);
  }
  context.lineWidth = 1;
  context.strokeStyle = color;
  context.stroke();
}

/** The two latent coordinates that a grid is spread over. */
export interface TileAxes {
  readonly up: string;
  readonly right: string;
  /** From the top row to the bottom one. */
  readonly rows: ArrayLike<number>;
  readonly cols: ArrayLike<number>;
}

/** Names of both coordinates and their values in the outer rows and columns. */
export function drawTileAxes(
  context: CanvasRenderingContext2D,
  layout: TileLayout,
  axes: TileAxes,
  color: string,
): void {
  const { left, top, pitch, side } = layout;
  const length = pitch * side;
  const value = (values: ArrayLike<number>, i: number): string => formatNumber(values[i], 3);
  context.font = AXIS_FONT;
  context.fillStyle = color;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const inside = Math.max(7, pitch / 2);
  context.fillText(value(axes.rows, 0), left - 5, top + inside);
  context.fillText(`\u2191 ${axes.up}`, left - 5, top + length / 2);
  context.fillText(value(axes.rows, side - 1), left - 5, top + length - inside);
  context.textBaseline = 'top';
  context.textAlign = 'left';
  context.fillText(value(axes.cols, 0), left, top + length + 3);
  context.textAlign = 'center';
  context.fillText(`${axes.right} \u2192`, left + length / 2, top + length + 3);
  context.textAlign = 'right';
  context.fillText(value(axes.cols, side - 1), left + length, top + length + 3);
}

/** Lets the named tiles step back behind a veil in the colour of the ground. */
export function veilTiles(context: CanvasRenderingContext2D, layout: TileLayout, veil: VeiledTiles): void {
  context.save();
  context.globalAlpha = veil.strength;
  context.fillStyle = veil.color;
  veil.tiles.forEach((veiled, tile) => {
    if (!veiled) return;
    const { x, y, width, height } = tileRect(layout, tile);
    context.fillRect(x, y, width, height);
  });
  context.restore();
}

export interface VeiledTiles {
  readonly tiles: readonly boolean[];
  readonly color: string;
  /** 0 leaves them as they are, 1 hides them. */
  readonly strength: number;
}

/** Which points of a sweep to draw and where they lie across a tile; both ends and the turning point are always among them. */
export function curvePlaces(
  volts: ArrayLike<number>,
  most: number,
): readonly { readonly index: number; readonly fraction: number }[] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let turn = 0;
  for (let i = 0; i < volts.length; i++) {
    low = Math.min(low, volts[i]!);
    if (volts[i]! > high) {
      high = volts[i]!;
      turn = i;
    }
  }
  const stride = Math.max(1, Math.floor(volts.length / Math.max(8, most)));
  const places = [];
  for (let index = 0; index < volts.length; index++)
    if (index % stride === 0 || index === turn || index === volts.length - 1)
      places.push({ index, fraction: fractionOf(volts[index]!, low, high) });
  return places;
}
