/** A square grid of small pictures on a canvas, for pointer and keyboard alike. */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { prepareCanvas } from '../../canvas/prepareCanvas';
import { useElementSize } from '../../canvas/useElementSize';
import {
  drawCurveTiles,
  drawPatchTiles,
  drawTileAxes,
  drawTileLines,
  patchAtlas,
  veilTiles,
  type CurveTiles,
  type PatchTiles,
  type TileAxes,
} from './drawTiles';
import { drawTileMarks, type TileMarks } from './drawTileMarks';
import { type GroundColors, groundColors } from './canvasTools';
import { boxOf, moveFocus, tileAt, tileLayout, type TileBox, type TileFocus, type TileLayout } from './tiles.model';

export interface TileGridProps {
  readonly side: number;
  /** Latent coordinates along the sides, where the grid stands for a part of the latent space. */
  readonly axes?: TileAxes | undefined;
  readonly tiles: PatchTiles | CurveTiles;
  /** How many tiles there are; the rest of the square stays empty. */
  readonly count: number;
  readonly focus: TileFocus;
  readonly marks: TileMarks;
  /** Tiles that step back, by tile. */
  readonly veiled: readonly boolean[];
  /** A new object for a new theme, so that the grid is drawn again. */
  readonly theme: string;
  readonly label: string;
  readonly hintId: string;
  readonly testId: string;
  readonly onFocus: (focus: TileFocus) => void;
  /** A click, or Enter on a single tile. */
  readonly onOpen: (tile: number) => void;
  /** Enter on a box. Where absent no box can be drawn. */
  readonly onOpenBox?: ((box: TileBox) => void) | undefined;
  readonly onEscape: () => void;
}

/** The strength of the veil over tiles without data near. */
const VEIL = 0.72;

/** Draws the grid; tiles are drawn when they change, the marks on a layer of their own with every move. */
export function TileGrid(props: TileGridProps): ReactNode {
  const { side, axes, tiles, focus, marks, veiled, theme, label, hintId, testId } = props;
  const { size, attach } = useElementSize<HTMLDivElement>();
  const picture = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const [focused, setFocused] = useState(false);
  const layout = useMemo(() => tileLayout(size, side, axes !== undefined), [size, side, axes]);
  const atlas = useMemo(() => (tiles.kind === 'patches' ? atlasCanvas(tiles, side) : undefined), [tiles, side]);
  const gestures = useTileGestures(layout, props);

  useEffect(() => {
    const context = prepareCanvas(picture.current, size);
    if (context !== undefined)
      drawGround(context, { layout, axes, tiles, atlas, veiled }, groundColors(context.canvas));
  }, [size, layout, axes, tiles, atlas, veiled, theme]);
  useEffect(() => {
    const context = prepareCanvas(overlay.current, size);
    if (context !== undefined) drawTileMarks(context, layout, { ...marks, focus, focused });
  }, [size, layout, marks, focus, focused, theme]);

  return (
    <div
      ref={attach}
      className="tile-grid"
      role="application"
      tabIndex={0}
      aria-label={label}
      aria-describedby={hintId}
      data-testid={testId}
      data-side={side}
      data-cursor={focus.cursor}
      data-layout={`${layout.left} ${layout.top} ${layout.pitch}`}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      {...gestures}
    >
      <canvas ref={picture} className="tile-grid__layer" aria-hidden="true" />
      <canvas ref={overlay} className="tile-grid__layer" aria-hidden="true" />
    </div>
  );
}

function useTileGestures(layout: TileLayout, props: TileGridProps) {
  const { side, count, focus, onFocus, onOpen, onOpenBox, onEscape } = props;
  const [pressed, setPressed] = useState<number | undefined>(undefined);
  const underPointer = (event: PointerEvent): number | undefined => {
    const tile = tileAt(layout, { x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY });
    return tile !== undefined && tile < count ? tile : undefined;
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const tile = event.button === 0 ? underPointer(event) : undefined;
      if (tile === undefined) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setPressed(tile);
      onFocus({ cursor: tile, anchor: event.shiftKey && onOpenBox !== undefined ? focus.cursor : undefined });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const tile = pressed === undefined || onOpenBox === undefined ? undefined : underPointer(event);
      if (tile === undefined || tile === focus.cursor) return;
      onFocus({ cursor: tile, anchor: focus.anchor ?? pressed });
    },
    onPointerUp: () => {
      if (pressed !== undefined && focus.anchor === undefined) onOpen(pressed);
      setPressed(undefined);
    },
    onPointerCancel: () => setPressed(undefined),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const moved = moveFocus(focus, event.key, event.shiftKey && onOpenBox !== undefined, side);
      if (moved !== undefined) {
        if (moved.cursor < count) onFocus(moved);
      } else if (event.key === 'Enter') {
        if (focus.anchor === undefined) onOpen(focus.cursor);
        else onOpenBox?.(boxOf(focus.anchor, focus.cursor, side));
      } else if (event.key === 'Escape') onEscape();
      else return;
      event.preventDefault();
      // The window's own Escape lets go of the selected point; here it only goes one step back.
      event.stopPropagation();
    },
  };
}

interface Ground {
  readonly layout: TileLayout;
  readonly axes: TileAxes | undefined;
  readonly tiles: PatchTiles | CurveTiles;
  readonly atlas: HTMLCanvasElement | undefined;
  readonly veiled: readonly boolean[];
}

function drawGround(
  context: CanvasRenderingContext2D,
  { layout, axes, tiles, atlas, veiled }: Ground,
  colors: GroundColors,
): void {
  if (tiles.kind === 'curves') {
    context.fillStyle = colors.field;
    context.fillRect(layout.left, layout.top, layout.pitch * layout.side, layout.pitch * layout.side);
    drawCurveTiles(context, layout, tiles);
  } else if (atlas !== undefined) drawPatchTiles(context, layout, atlas);
  veilTiles(context, layout, { tiles: veiled, color: colors.panel, strength: VEIL });
  drawTileLines(context, layout, colors.hairline);
  if (axes !== undefined) drawTileAxes(context, layout, axes, colors.second);
}

function atlasCanvas(tiles: PatchTiles, side: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const atlas = patchAtlas(tiles, side);
  canvas.width = atlas.width;
  canvas.height = atlas.height;
  canvas.getContext('2d')?.putImageData(atlas, 0, 0);
  return canvas;
}
