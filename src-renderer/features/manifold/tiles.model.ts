/** A square of tiles: where each lies, which one is under the pointer, and how arrows move over them. Tiles count row by row from the top left. */
import type { ScreenPoint, Size } from '../../canvas/viewport';

/** A grid of `side` x `side` square tiles inside a picture; lengths are CSS pixels. */
export interface TileLayout {
  readonly side: number;
  /** Distance between the left edges of two neighbours. */
  readonly pitch: number;
  readonly left: number;
  readonly top: number;
}

export interface TileRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle of tiles, both ends included. */
export interface TileBox {
  readonly rowFrom: number;
  readonly rowTo: number;
  readonly colFrom: number;
  readonly colTo: number;
}

/** The tile that the keyboard is on, and the corner that a box was begun at. */
export interface TileFocus {
  readonly cursor: number;
  readonly anchor: number | undefined;
}

/** Room for the values of the axes, left of the tiles and below them. */
const AXIS_ROOM = { left: 48, bottom: 16 } as const;
/** Half the widest frame, so that none is cut at the edge. */
const EDGE = 2;

/** Tiles as large as fit, in the middle of the picture; with axes there is room for their values. */
export function tileLayout(size: Size, side: number, withAxes: boolean): TileLayout {
  const room = withAxes ? AXIS_ROOM : { left: 0, bottom: 0 };
  const width = size.width - room.left - EDGE;
  const height = size.height - room.bottom - 2 * EDGE;
  const pitch = Math.max(0, Math.min(width, height) / side);
  // The middle of the picture where the room for the values allows it.
  const left = Math.max(room.left, (size.width - pitch * side) / 2);
  return { side, pitch, left, top: EDGE + (height - pitch * side) / 2 };
}

/** The tile under a point of the picture; undefined beside the grid. */
export function tileAt(layout: TileLayout, { x, y }: ScreenPoint): number | undefined {
  const col = Math.floor((x - layout.left) / layout.pitch);
  const row = Math.floor((y - layout.top) / layout.pitch);
  const inside = row >= 0 && col >= 0 && row < layout.side && col < layout.side;
  return inside ? row * layout.side + col : undefined;
}

/** Where a tile lies in the picture. */
export function tileRect(layout: TileLayout, tile: number): TileRect {
  return boxRect(layout, boxOf(tile, tile, layout.side));
}

/** Where a box of tiles lies in the picture. */
export function boxRect(layout: TileLayout, box: TileBox): TileRect {
  return {
    x: layout.left + box.colFrom * layout.pitch,
    y: layout.top + box.rowFrom * layout.pitch,
    width: (box.colTo - box.colFrom + 1) * layout.pitch,
    height: (box.rowTo - box.rowFrom + 1) * layout.pitch,
  };
}

/** The box with two tiles in opposite corners. */
export function boxOf(a: number, b: number, side: number): TileBox {
  const [rowA, rowB] = [Math.floor(a / side), Math.floor(b / side)];
  const [colA, colB] = [a % side, b % side];
  return {
    rowFrom: Math.min(rowA, rowB),
    rowTo: Math.max(rowA, rowB),
    colFrom: Math.min(colA, colB),
    colTo: Math.max(colA, colB),
  };
}

/** How many tiles a box holds. */
export function boxCount(box: TileBox): number {
  return (box.rowTo - box.rowFrom + 1) * (box.colTo - box.colFrom + 1);
}

/** True where a tile lies in a box. */
export function inBox(box: TileBox, tile: number, side: number): boolean {
  const row = Math.floor(tile / side);
  const col = tile % side;
  return row >= box.rowFrom && row <= box.rowTo && col >= box.colFrom && col <= box.colTo;
}

const MOVES: Readonly<Record<string, readonly [rows: number, cols: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-Infinity, 0],
  PageDown: [Infinity, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** The focus after a key: arrows move one tile, Home, End, Page up and Page down to an edge; with Shift a box grows. Undefined for other keys. */
export function moveFocus(focus: TileFocus, key: string, shift: boolean, side: number): TileFocus | undefined {
  const move = MOVES[key];
  if (move === undefined) return undefined;
  const within = (value: number): number => Math.min(side - 1, Math.max(0, value));
  const row = within(Math.floor(focus.cursor / side) + move[0]);
  const col = within((focus.cursor % side) + move[1]);
  return { cursor: row * side + col, anchor: shift ? (focus.anchor ?? focus.cursor) : undefined };
}
