/** A map by keyboard: the arrows move the cross hairs, + and - zoom about them, 0 shows the whole frame. Pure. */
import { samplePoint, type Raster, type SamplePoint } from '../../src-shared/geometry';
import { clamped, confined, fitViewport, toScreen, zoomed, type Size, type Viewport } from './viewport';

/** What a key does to a map; `pick` is a click at the cross hairs. */
export interface MapMove {
  readonly cursor: SamplePoint;
  /** Undefined for the whole frame. */
  readonly view: Viewport | undefined;
  readonly pick: boolean;
}

const ARROWS: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
const ZOOMS: Readonly<Record<string, number>> = { '+': 1.5, '=': 1.5, '-': 1 / 1.5 };
/** With Shift, in steps of one pixel. */
const COARSE = 8;

export interface MapKeyScene {
  readonly raster: Raster;
  readonly size: Size;
  /** The view chosen; undefined while it is the whole frame. */
  readonly chosen: Viewport | undefined;
  /** Where the cross hairs are. */
  readonly cursor: SamplePoint | undefined;
}

/** What comes of a key; undefined for keys that mean nothing to a map. */
export function moveOfKey(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  { raster, size, chosen, cursor: before }: MapKeyScene,
): MapMove | undefined {
  const view = chosen ?? fitViewport(raster, size);
  const cursor = before ?? view.centre;
  const arrow = ARROWS[key];
  if (arrow !== undefined) {
    const by = shiftKey ? COARSE : 1;
    const next = clamped(
      raster,
      samplePoint(
        cursor.xMetres + (arrow[0] * by * raster.widthMetres) / raster.cols,
        cursor.yMetres + (arrow[1] * by * raster.heightMetres) / raster.rows,
      ),
    );
    return { cursor: next, view: chosen && following(chosen, next, raster, size), pick: false };
  }
  if (key === ' ') return { cursor, view: chosen, pick: true };
  if (key === '0') return { cursor, view: undefined, pick: false };
  const factor = ZOOMS[key];
  if (factor === undefined) return undefined;
  const next = confined(zoomed(view, size, toScreen(view, size, cursor), factor), raster, size);
  return {
    cursor,
    view: next.pixelsPerMetre <= fitViewport(raster, size).pixelsPerMetre ? undefined : next,
    pick: false,
  };
}

/** The view moved so far that the cross hairs stay in it. */
function following(view: Viewport, cursor: SamplePoint, raster: Raster, size: Size): Viewport {
  const { x, y } = toScreen(view, size, cursor);
  const inside = x >= 0 && y >= 0 && x <= size.width && y <= size.height;
  return inside ? view : confined({ ...view, centre: cursor }, raster, size);
}
