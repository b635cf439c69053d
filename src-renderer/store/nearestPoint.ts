/** From a place on the sample to what was measured there. */
import { distanceMetres, pixelToSample, type Raster, type SamplePoint } from '../../src-shared/geometry';
import type { SessionView } from '../../src-shared/session/view';

/** The raster that the places of a session refer to: the frame, or the planned one while it is not there yet. */
export function rasterOf(session: SessionView): Raster {
  return session.frame ?? session.config.scan;
}

/** Index of the measured point nearest to a place; undefined while nothing is measured. */
export function nearestPoint(session: SessionView | undefined, at: SamplePoint): number | undefined {
  if (session === undefined) return undefined;
  const raster = rasterOf(session);
  let nearest: number | undefined;
  let shortest = Number.POSITIVE_INFINITY;
  for (const point of session.points) {
    const distance = distanceMetres(pixelToSample(raster, point.at), at);
    if (distance >= shortest) continue;
    shortest = distance;
    nearest = point.index;
  }
  return nearest;
}
