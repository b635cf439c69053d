/** What lies over a grid of tiles: how much was measured there, labels, bookmarks, the opened tile, the cursor and the box. */
import { groundColors, type GroundColors } from './canvasTools';
import { boxOf, boxRect, tileRect, type TileFocus, type TileLayout } from './tiles.model';

export interface TileMarks {
  /** Measured points in each tile; nothing is drawn for 0. */
  readonly counts: ArrayLike<number>;
  /** A letter for each tile; empty for none. */
  readonly letters: readonly string[];
  readonly bookmarked: readonly number[];
  readonly opened: number | undefined;
  /** Tiles that hold what is selected elsewhere. */
  readonly linked: readonly number[];
}

/** Tiles narrower than this have no room for a letter of 12 pixels or a number. */
const NARROWEST_WITH_WORDS = 20;
const FONT = '600 12px Inter, "Segoe UI", system-ui, "Noto Sans", "DejaVu Sans", sans-serif';

/** Draws all marks. The cursor is drawn only while the grid has the keyboard. */
export function drawTileMarks(
  context: CanvasRenderingContext2D,
  layout: TileLayout,
  marks: TileMarks & { readonly focus: TileFocus; readonly focused: boolean },
): void {
  const colors = groundColors(context.canvas);
  for (let tile = 0; tile < layout.side * layout.side; tile++) {
    drawCount(context, layout, { tile, count: marks.counts[tile] ?? 0 });
    drawLetter(context, layout, { tile, letter: marks.letters[tile] ?? '', colors });
  }
  for (const tile of marks.bookmarked) drawBookmark(context, layout, tile);
  for (const tile of marks.linked) drawFrame(context, tileRect(layout, tile), ['#fff', '#000', 1.5]);
  if (marks.opened !== undefined) drawFrame(context, tileRect(layout, marks.opened), ['#fff', colors.selection, 3]);
  const { cursor, anchor } = marks.focus;
  if (anchor !== undefined) {
    context.setLineDash([5, 3]);
    drawFrame(context, boxRect(layout, boxOf(anchor, cursor, layout.side)), ['#fff', colors.selection, 2]);
    context.setLineDash([]);
  }
  if (marks.focused) drawFrame(context, tileRect(layout, cursor), ['#000', '#fff', 2]);
}

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A frame that shows on dark and light: a wider line below, the coloured one above. */
function drawFrame(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Rect,
  [under, over, line]: readonly [string, string, number],
): void {
  context.lineWidth = line + 2;
  context.strokeStyle = under;
  context.strokeRect(x + 0.5, y + 0.5, width, height);
  context.lineWidth = line;
  context.strokeStyle = over;
  context.strokeRect(x + 0.5, y + 0.5, width, height);
}

/** A white dot with a dark ring whose area grows with the number of points, in the lower right corner. */
function drawCount(
  context: CanvasRenderingContext2D,
  layout: TileLayout,
  { tile, count }: { readonly tile: number; readonly count: number },
): void {
  if (!(count > 0)) return;
  const { x, y, width, height } = tileRect(layout, tile);
  const radius = Math.min(width * 0.2, 1 + Math.sqrt(count) * width * 0.045);
  context.beginPath();
  context.arc(x + width - radius - 2, y + height - radius - 2, radius, 0, 2 * Math.PI);
  context.fillStyle = '#fff';
  context.fill();
  context.lineWidth = 1.25;
  context.strokeStyle = '#000';
  context.stroke();
}

function drawLetter(
  context: CanvasRenderingContext2D,
  layout: TileLayout,
  { tile, letter, colors }: { readonly tile: number; readonly letter: string; readonly colors: GroundColors },
): void {
  if (letter === '' || layout.pitch < NARROWEST_WITH_WORDS) return;
  const { x, y } = tileRect(layout, tile);
  context.font = FONT;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = colors.field;
  context.strokeText(letter, x + 3, y + 3);
  context.fillStyle = colors.text;
  context.fillText(letter, x + 3, y + 3);
}

/** A small flag in the upper right corner. */
function drawBookmark(context: CanvasRenderingContext2D, layout: TileLayout, tile: number): void {
  const { x, y, width } = tileRect(layout, tile);
  const length = Math.max(5, width * 0.26);
  context.beginPath();
  context.moveTo(x + width - length - 2, y + 1);
  context.lineTo(x + width - 2, y + 1);
  context.lineTo(x + width - 2, y + 1 + length * 1.3);
  context.lineTo(x + width - 2 - length / 2, y + 1 + length * 0.9);
  context.lineTo(x + width - 2 - length, y + 1 + length * 1.3);
  context.closePath();
  context.fillStyle = '#000';
  context.fill();
  context.lineWidth = 1.25;
  context.strokeStyle = '#fff';
  context.stroke();
}
