/** Which part of the sample a map shows, and where on the screen a place lies. Lengths on the screen are CSS pixels. */
import { samplePoint, type Raster, type SamplePoint } from '../../src-shared/geometry';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

/** A window onto the sample: the place in its middle and how large a metre is drawn. Both axes share the scale. */
export interface Viewport {
  readonly pixelsPerMetre: number;
  readonly centre: SamplePoint;
}

/** Largest magnification against the whole frame. */
const MAX_ZOOM = 40;

/** The view in which the whole frame just fits. */
export function fitViewport(raster: Raster, size: Size): Viewport {
  const pixelsPerMetre = Math.min(size.width / raster.widthMetres, size.height / raster.heightMetres);
  return { pixelsPerMetre, centre: samplePoint(0, 0) };
}

/** Where a place lies on the screen; x to the right and y down from the top left corner of the map. */
export function toScreen(view: Viewport, size: Size, at: SamplePoint): ScreenPoint {
  return {
    x: size.width / 2 + (at.xMetres - view.centre.xMetres) * view.pixelsPerMetre,
    y: size.height / 2 - (at.yMetres - view.centre.yMetres) * view.pixelsPerMetre,
  };
}

/** The place under a point of the screen; the inverse of {@link toScreen}. */
export function toSample(view: Viewport, size: Size, at: ScreenPoint): SamplePoint {
  return samplePoint(
    view.centre.xMetres + (at.x - size.width / 2) / view.pixelsPerMetre,
    view.centre.yMetres - (at.y - size.height / 2) / view.pixelsPerMetre,
  );
}

/** The view moved by a distance on the screen: what was under the pointer stays under it. */
export function panned(view: Viewport, by: ScreenPoint): Viewport {
  const { xMetres, yMetres } = view.centre;
  return {
    ...view,
    centre: samplePoint(xMetres - by.x / view.pixelsPerMetre, yMetres + by.y / view.pixelsPerMetre),
  };
}

/** The view enlarged by a factor about a point of the screen, which keeps its place. */
export function zoomed(view: Viewport, size: Size, about: ScreenPoint, factor: number): Viewport {
  const place = toSample(view, size, about);
  const pixelsPerMetre = view.pixelsPerMetre * factor;
  return {
    pixelsPerMetre,
    centre: samplePoint(
      place.xMetres - (about.x - size.width / 2) / pixelsPerMetre,
      place.yMetres + (about.y - size.height / 2) / pixelsPerMetre,
    ),
  };
}

/** The view brought back to what makes sense: never smaller than the whole frame, its middle never outside the frame. */
export function confined(view: Viewport, raster: Raster, size: Size): Viewport {
  const fit = fitViewport(raster, size);
  if (view.pixelsPerMetre <= fit.pixelsPerMetre) return fit;
  const pixelsPerMetre = Math.min(view.pixelsPerMetre, fit.pixelsPerMetre * MAX_ZOOM);
  const within = (value: number, length: number, shown: number): number => {
    const room = Math.max(0, (length - shown / pixelsPerMetre) / 2);
    return Math.min(room, Math.max(-room, value));
  };
  return {
    pixelsPerMetre,
    centre: samplePoint(
      within(view.centre.xMetres, raster.widthMetres, size.width),
      within(view.centre.yMetres, raster.heightMetres, size.height),
    ),
  };
}

/** True where a place lies on the frame. */
export function isInside(raster: Raster, at: SamplePoint): boolean {
  return Math.abs(at.xMetres) <= raster.widthMetres / 2 && Math.abs(at.yMetres) <= raster.heightMetres / 2;
}

/** The place of the frame nearest to a place. */
export function clamped(raster: Raster, { xMetres, yMetres }: SamplePoint): SamplePoint {
  const within = (value: number, length: number): number => Math.min(length / 2, Math.max(-length / 2, value));
  return samplePoint(within(xMetres, raster.widthMetres), within(yMetres, raster.heightMetres));
}
