/** Wheel, drag, hover and click on a map. */
import { useContext, useEffect, useMemo, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import type { Raster, SamplePoint } from '../../src-shared/geometry';
import { moveOfKey } from './mapKeys';
import { SharedView } from './sharedView';
import {
  clamped,
  confined,
  fitViewport,
  isInside,
  panned,
  toSample,
  zoomed,
  type ScreenPoint,
  type Size,
  type Viewport,
} from './viewport';

export interface MapGestureHandlers {
  readonly onHover?: ((at: SamplePoint | undefined) => void) | undefined;
  readonly onPick?: ((at: SamplePoint) => void) | undefined;
  /** A tool takes presses and drags instead; places outside the frame come as the nearest inside. */
  readonly onDraw?: ((stage: 'start' | 'move' | 'end', at: SamplePoint) => void) | undefined;
  readonly focus?: MapFocus | undefined;
}

/** A place and how much of the sample is shown about it. */
export interface MapFocus {
  readonly at: SamplePoint;
  readonly widthMetres: number;
}

export interface MapGestures {
  readonly view: Viewport;
  readonly fit: () => void;
  readonly isFit: boolean;
  /** Moves cross hairs and view by a key; true where the key means something. */
  readonly onKey: (event: KeyboardEvent, cursor: SamplePoint | undefined) => boolean;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerLeave: () => void;
  };
}

interface Drag {
  readonly last: ScreenPoint;
  readonly travelled: number;
}

/** A press that moves less than this is a click. */
const CLICK_PIXELS = 4;
const ZOOM_PER_NOTCH = 1.2;

/** The view of a map and the handlers that change it. The view is the whole frame until somebody zooms. */
// eslint-disable-next-line max-lines-per-function -- the handlers share one drag and one view
export function useMapGestures(
  element: RefObject<HTMLElement | null>,
  raster: Raster,
  size: Size,
  { onHover, onPick, onDraw, focus }: MapGestureHandlers,
): MapGestures {
  const own = useState<Viewport | undefined>(undefined);
  const [chosen, setChosen] = useContext(SharedView) ?? own;
  const [drag, setDrag] = useState<Drag | undefined>(undefined);
  // The same objects as long as nothing moves: a map is drawn anew for every other view.
  const begin = useMemo(
    () => (focus === undefined ? fitViewport(raster, size) : focused(focus, raster, size)),
    [focus, raster, size],
  );
  const view = useMemo(
    () => (chosen === undefined ? begin : confined(chosen, raster, size)),
    [chosen, begin, raster, size],
  );

  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    // React listens to the wheel passively; the page must not scroll while a map is zoomed.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const factor = ZOOM_PER_NOTCH ** -Math.sign(event.deltaY);
      const about = { x: event.offsetX, y: event.offsetY };
      setChosen((before) => {
        const next = confined(zoomed(before ?? begin, size, about, factor), raster, size);
        return focus === undefined && next.pixelsPerMetre <= begin.pixelsPerMetre ? undefined : next;
      });
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [element, raster, size, focus, begin, setChosen]);

  const hover = (at: ScreenPoint): void => {
    const place = toSample(view, size, at);
    onHover?.(isInside(raster, place) ? place : undefined);
  };
  const placeOf = (event: PointerEvent<HTMLElement>): SamplePoint =>
    clamped(raster, toSample(view, size, pointOf(event)));
  const [line, setLine] = useState(false);
  const onKey = (event: KeyboardEvent, cursor: SamplePoint | undefined): boolean => {
    const move = event.ctrlKey || event.altKey ? undefined : moveOfKey(event, { raster, size, chosen, cursor });
    if (move === undefined) return false;
    setChosen(move.view);
    onHover?.(move.cursor);
    if (onDraw === undefined) {
      if (move.pick) onPick?.(move.cursor);
      return true;
    }
    // One press of the space bar begins a line, the next ends it.
    if (move.pick) {
      onDraw(line ? 'end' : 'start', move.cursor);
      setLine(!line);
    } else if (line) onDraw('move', move.cursor);
    return true;
  };
  return {
    view,
    isFit: chosen === undefined,
    fit: () => setChosen(undefined),
    onKey,
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ last: pointOf(event), travelled: 0 });
        onDraw?.('start', placeOf(event));
      },
      onPointerMove: (event) => {
        const now = pointOf(event);
        hover(now);
        if (drag === undefined) return;
        if (onDraw !== undefined) return onDraw('move', placeOf(event));
        const by = { x: now.x - drag.last.x, y: now.y - drag.last.y };
        const travelled = drag.travelled + Math.hypot(by.x, by.y);
        setDrag({ last: now, travelled });
        if (travelled >= CLICK_PIXELS && chosen !== undefined) setChosen(confined(panned(chosen, by), raster, size));
      },
      onPointerUp: (event) => {
        const place = toSample(view, size, pointOf(event));
        if (onDraw !== undefined) onDraw('end', placeOf(event));
        else if (drag !== undefined && drag.travelled < CLICK_PIXELS && isInside(raster, place)) onPick?.(place);
        setDrag(undefined);
      },
      onPointerLeave: () => onHover?.(undefined),
    },
  };
}

function focused({ at, widthMetres }: MapFocus, raster: Raster, size: Size): Viewport {
  return confined({ pixelsPerMetre: size.width / widthMetres, centre: at }, raster, size);
}

function pointOf(event: PointerEvent<HTMLElement>): ScreenPoint {
  return { x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY };
}
