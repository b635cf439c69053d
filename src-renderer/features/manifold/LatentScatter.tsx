/** The latent plane on a canvas: hover, click, lasso, and a way through the points by keyboard. */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { prepareCanvas } from '../../canvas/prepareCanvas';
import { useElementSize } from '../../canvas/useElementSize';
import type { ScreenPoint, Size } from '../../canvas/viewport';
import { groundColors } from './canvasTools';
import { drawPairs, drawScatterMarks, type Pair, type ScatterMarks, type ScatterScene } from './drawScatter';
import { insideOutline, latentToScreen, viewOf, type LatentPoint, type LatentView } from './scatter.model';

export type ScatterTool = 'pick' | 'lasso';

export interface LatentScatterProps {
  readonly pairs: readonly Pair[];
  /** Selection, group, cell, bookmarks and region; hover and lasso are the scatter's own. */
  readonly marks: Omit<ScatterMarks, 'hover' | 'lasso' | 'selected' | 'group'>;
  readonly selected: number | undefined;
  readonly group: readonly number[];
  readonly names: ScatterScene['names'];
  readonly tool: ScatterTool;
  readonly theme: string;
  readonly label: string;
  readonly hintId: string;
  readonly onHover: (index: number | undefined, at: ScreenPoint) => void;
  readonly onPick: (index: number | undefined) => void;
  readonly onLasso: (indices: readonly number[]) => void;
  readonly onEscape: () => void;
}

/** A press this near to a mark, in pixels, picks it. */
const REACH = 10;
const NO_OUTLINE: readonly ScreenPoint[] = [];

/** Draws the pairs once and what changes with the pointer on a layer of its own. */
export function LatentScatter(props: LatentScatterProps): ReactNode {
  const { pairs, marks, selected, group, names, theme, label, hintId, tool } = props;
  const { size, attach } = useElementSize<HTMLDivElement>();
  const ground = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const view = useMemo(() => viewOf(placesOf(pairs), size), [pairs, size]);
  const { hover, lasso, handlers } = useScatterGestures(view, size, props);

  useEffect(() => {
    const context = prepareCanvas(ground.current, size);
    if (context !== undefined) drawPairs(context, { view, size, names, colors: groundColors(context.canvas) }, pairs);
  }, [view, size, names, pairs, theme]);
  useEffect(() => {
    const context = prepareCanvas(overlay.current, size);
    if (context === undefined) return;
    const chosen = new Set(group);
    drawScatterMarks(
      context,
      { view, size, names, colors: groundColors(context.canvas) },
      {
        ...marks,
        lasso,
        hover: pairs.find((pair) => pair.index === hover),
        selected: pairs.find((pair) => pair.index === selected),
        group: pairs.filter((pair) => chosen.has(pair.index)),
      },
    );
  }, [view, size, names, pairs, marks, group, selected, hover, lasso, theme]);

  return (
    <div
      ref={attach}
      className={`latent-scatter latent-scatter--${tool}`}
      role="application"
      tabIndex={0}
      aria-label={label}
      aria-describedby={hintId}
      data-testid="latent-scatter"
      {...handlers}
    >
      <canvas ref={ground} className="tile-grid__layer" aria-hidden="true" />
      <canvas ref={overlay} className="tile-grid__layer" aria-hidden="true" />
    </div>
  );
}

function useScatterGestures(view: LatentView, size: Size, props: LatentScatterProps) {
  const { pairs, tool, selected, onHover, onPick, onLasso, onEscape } = props;
  const [hover, setHover] = useState<number | undefined>(undefined);
  const [lasso, setLasso] = useState<readonly ScreenPoint[]>(NO_OUTLINE);
  const point = (event: PointerEvent): ScreenPoint => ({ x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY });
  const hoverAt = (at: ScreenPoint): void => {
    const found = nearestPair(pairs, view, { size, at });
    setHover(found);
    onHover(found, at);
  };
  const step = (by: number): void => {
    const order = pairs.map((pair) => pair.index);
    const from = selected === undefined ? -1 : order.indexOf(selected);
    onPick(order[Math.min(order.length - 1, Math.max(0, from === -1 && by < 0 ? order.length - 1 : from + by))]);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      if (tool === 'lasso') setLasso([point(event)]);
      else onPick(nearestPair(pairs, view, { size, at: point(event) }));
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (lasso.length > 0) setLasso([...lasso, point(event)]);
      else hoverAt(point(event));
    },
    onPointerUp: () => {
      if (lasso.length === 0) return;
      setLasso(NO_OUTLINE);
      if (lasso.length > 2) onLasso(insideOf(pairs, view, { size, outline: lasso }));
    },
    onPointerLeave: () => {
      setHover(undefined);
      onHover(undefined, { x: 0, y: 0 });
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === 'ArrowRight' || event.key === 'ArrowDown') step(1);
      else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') step(-1);
      else if (event.key === 'Escape') onEscape();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
  return { hover, lasso, handlers };
}

function placesOf(pairs: readonly Pair[]): readonly LatentPoint[] {
  return pairs.flatMap(({ image, spectrum }) => [image, spectrum]);
}

function nearestPair(
  pairs: readonly Pair[],
  view: LatentView,
  { size, at }: { readonly size: Size; readonly at: ScreenPoint },
): number | undefined {
  let nearest: number | undefined;
  let shortest = REACH;
  for (const pair of pairs) {
    for (const place of [pair.image, pair.spectrum]) {
      const { x, y } = latentToScreen(view, size, place);
      const distance = Math.hypot(x - at.x, y - at.y);
      if (distance >= shortest) continue;
      shortest = distance;
      nearest = pair.index;
    }
  }
  return nearest;
}

function insideOf(
  pairs: readonly Pair[],
  view: LatentView,
  { size, outline }: { readonly size: Size; readonly outline: readonly ScreenPoint[] },
): readonly number[] {
  return pairs
    .filter(({ image, spectrum }) =>
      [image, spectrum].some((place) => insideOutline(outline, latentToScreen(view, size, place))),
    )
    .map((pair) => pair.index);
}
