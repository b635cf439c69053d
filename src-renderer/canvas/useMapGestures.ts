/** Wheel, drag, hover and click on a map. */
import { useEffect, useState, type PointerEvent, type RefObject } from 'react';
import type { Raster, SamplePoint } from '../../src-shared/geometry';
import {
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
}

export interface MapGestures {
  readonly view: Viewport;
  readonly fit: () => void;
  readonly isFit: boolean;
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
export function useMapGestures(
  element: RefObject<HTMLElement | null>,
  raster: Raster,
  size: Size,
  { onHover, onPick }: MapGestureHandlers,
): MapGestures {
  const [chosen, setChosen] = useState<Viewport | undefined>(undefined);
  const [drag, setDrag] = useState<Drag | undefined>(undefined);
  const view = chosen === undefined ? fitViewport(raster, size) : confined(chosen, raster, size);

  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    // React listens to the wheel passively; the page must not scroll while a map is zoomed.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const factor = ZOOM_PER_NOTCH ** -Math.sign(event.deltaY);
      const about = { x: event.offsetX, y: event.offsetY };
      setChosen((before) => {
        const next = confined(zoomed(before ?? fitViewport(raster, size), size, about, factor), raster, size);
        return next.pixelsPerMetre <= fitViewport(raster, size).pixelsPerMetre ? undefined : next;
      });
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [element, raster, size]);

  const hover = (at: ScreenPoint): void => {
    const place = toSample(view, size, at);
    onHover?.(isInside(raster, place) ? place : undefined);
  };
  return {
    view,
    isFit: chosen === undefined,
    fit: () => setChosen(undefined),
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ last: pointOf(event), travelled: 0 });
      },
      onPointerMove: (event) => {
        const now = pointOf(event);
        hover(now);
        if (drag === undefined) return;
        const by = { x: now.x - drag.last.x, y: now.y - drag.last.y };
        const travelled = drag.travelled + Math.hypot(by.x, by.y);
        setDrag({ last: now, travelled });
        if (travelled >= CLICK_PIXELS && chosen !== undefined) setChosen(confined(panned(chosen, by), raster, size));
      },
      onPointerUp: (event) => {
        const place = toSample(view, size, pointOf(event));
        if (drag !== undefined && drag.travelled < CLICK_PIXELS && isInside(raster, place)) onPick?.(place);
        setDrag(undefined);
      },
      onPointerLeave: () => onHover?.(undefined),
    },
  };
}

function pointOf(event: PointerEvent<HTMLElement>): ScreenPoint {
  return { x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY };
}
