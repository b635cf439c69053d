/** Square grids of small patches and small curves, as SVG. */
import { coordinate, element, join, text, type Markup } from './markup';
import { pngDataUrl } from './png';

/** The square that a grid of tiles fills, in figure units. */
export interface TileBox {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** Share of a tile that stays empty at its rim. */
const RIM = 0.06;

/** Length that a picture of a tile has in the figure. */
export function tileSide({ side }: TileBox, across: number): number {
  return (side / across) * (1 - 2 * RIM);
}
const GREYS = Uint8Array.from({ length: 256 * 3 }, (_, at) => Math.floor(at / 3));

interface Named {
  /** Shown where a pointer rests on a tile, and to readers who cannot see it. */
  readonly names: readonly string[];
  /** Tiles of which the program warns. */
  readonly dimmed?: readonly boolean[];
}

/** Patches of heights 0..1, row by row, as one image for each tile. */
export function patchTiles(
  box: TileBox,
  across: number,
  { size, patches, names, dimmed }: Named & { readonly size: number; readonly patches: Float32Array },
): Markup {
  const side = box.side / across;
  const tiles = names.map((name, k) => {
    const pixels = Uint8Array.from(patches.subarray(k * size ** 2, (k + 1) * size ** 2), (height) =>
      Math.round(255 * Math.min(1, Math.max(0, height))),
    );
    const { x, y } = corner(box, across, k);
    const place = { x: x + side * RIM, y: y + side * RIM, width: side * (1 - 2 * RIM), height: side * (1 - 2 * RIM) };
    const href = pngDataUrl({ width: size, height: size, pixels, palette: GREYS });
    const picture = element('image', { href, preserveAspectRatio: 'none', ...place });
    return tile(picture, name, dimmed?.[k]);
  });
  return join(tiles);
}

/** Curves of one bias axis on one range of currents, row by row. */
export function curveTiles(
  box: TileBox,
  across: number,
  {
    volts,
    curves,
    names,
    dimmed,
  }: Named & { readonly volts: Float64Array; readonly curves: readonly ArrayLike<number>[] },
): Markup {
  const side = box.side / across;
  const bias = spanOf([volts]);
  const current = spanOf(curves);
  const inner = side * (1 - 2 * RIM);
  const tiles = curves.map((curve, k) => {
    const { x, y } = corner(box, across, k);
    let d = '';
    for (let i = 0; i < volts.length; i++) {
      const px = x + side * RIM + (inner * (volts[i]! - bias.low)) / bias.width;
      const py = y + side * (1 - RIM) - (inner * (curve[i]! - current.low)) / current.width;
      d += `${i === 0 ? 'M' : 'L'}${coordinate(px)} ${coordinate(py)}`;
    }
    const frame = element('rect', { class: 'tile', x: x + 1, y: y + 1, width: side - 2, height: side - 2 });
    const line = element('path', { class: 'curve tile-curve', d });
    return tile(join([frame, line]), names[k] ?? '', dimmed?.[k]);
  });
  return join(tiles);
}

function tile(content: Markup, name: string, dimmed: boolean | undefined): Markup {
  return element('g', { opacity: dimmed === true ? '0.3' : undefined }, element('title', {}, text(name)), content);
}

function corner({ left, top, side }: TileBox, across: number, k: number): { readonly x: number; readonly y: number } {
  return { x: left + (k % across) * (side / across), y: top + Math.floor(k / across) * (side / across) };
}

function spanOf(rows: readonly ArrayLike<number>[]): { readonly low: number; readonly width: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const row of rows)
    for (let k = 0; k < row.length; k++) {
      low = Math.min(low, row[k]!);
      high = Math.max(high, row[k]!);
    }
  return { low, width: high > low ? high - low : 1 };
}
