/** The plane of two latent coordinates on the screen. x runs to the right, y up, both in the same scale. */
import type { ScreenPoint, Size } from '../../canvas/viewport';

/** A place in the plane of the two shown latent coordinates. */
export interface LatentPoint {
  readonly x: number;
  readonly y: number;
}

/** What part of the plane a picture shows. */
export interface LatentView {
  readonly centre: LatentPoint;
  readonly pixelsPerUnit: number;
}

/** Share of the picture that stays free around the points. */
const MARGIN = 0.07;
/** A cloud smaller than this is not blown up to fill the picture. */
const SMALLEST_SPAN = 0.05;

/** The view in which all places fit. Both axes share the scale, so that a collapsed coordinate is seen to be collapsed. */
export function viewOf(places: readonly LatentPoint[], size: Size): LatentView {
  const span = (values: readonly number[]): readonly [middle: number, length: number] => {
    const finite = values.filter(Number.isFinite);
    if (finite.length === 0) return [0, 1];
    const low = Math.min(...finite);
    const high = Math.max(...finite);
    return [(low + high) / 2, Math.max(SMALLEST_SPAN, high - low)];
  };
  const [x, width] = span(places.map((place) => place.x));
  const [y, height] = span(places.map((place) => place.y));
  const room = 1 - 2 * MARGIN;
  return {
    centre: { x, y },
    pixelsPerUnit: Math.max(1e-9, Math.min((size.width * room) / width, (size.height * room) / height)),
  };
}

/** Where a place lies in the picture. */
export function latentToScreen(view: LatentView, size: Size, at: LatentPoint): ScreenPoint {
  return {
    x: size.width / 2 + (at.x - view.centre.x) * view.pixelsPerUnit,
    y: size.height / 2 - (at.y - view.centre.y) * view.pixelsPerUnit,
  };
}

/** The place at a point of the picture; the inverse of {@link latentToScreen}. */
export function screenToLatent(view: LatentView, size: Size, at: ScreenPoint): LatentPoint {
  return {
    x: view.centre.x + (at.x - size.width / 2) / view.pixelsPerUnit,
    y: view.centre.y - (at.y - size.height / 2) / view.pixelsPerUnit,
  };
}

/** True where a point lies inside a closed outline, by the even-odd rule. */
export function insideOutline(outline: readonly ScreenPoint[], { x, y }: ScreenPoint): boolean {
  let inside = false;
  for (let i = 0, before = outline.length - 1; i < outline.length; before = i++) {
    const a = outline[i]!;
    const b = outline[before]!;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/** Round values for the marks of an axis between two ends, at most about `most` of them. */
export function axisTicks(low: number, high: number, most: number): readonly number[] {
  const rough = (high - low) / Math.max(1, most);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
  const ticks = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) ticks.push(i * step);
  return ticks;
}
