/** What is marked on a map, and the words for it. */
import { pixelToSample, type SamplePoint } from '../../src-shared/geometry';
import type { SessionView } from '../../src-shared/session/view';

export interface Marker {
  readonly kind: 'seed' | 'measured' | 'vetoed';
  readonly at: SamplePoint;
  /** Index of the measured point; absent for a veto. */
  readonly index: number | undefined;
  /** Step over planned steps, 0 to 1. */
  readonly progress: number;
}

/** Markers of everything measured or vetoed, vetoes first so that points lie on top. */
export function markersOf(session: SessionView): readonly Marker[] {
  const raster = session.frame ?? session.config.scan;
  const vetoed = session.vetoes.map((rule): Marker => ({
    kind: 'vetoed',
    at: pixelToSample(raster, rule.at),
    index: undefined,
    progress: 0,
  }));
  const measured = session.points.map((point): Marker => ({
    kind: point.origin === 'seed' ? 'seed' : 'measured',
    at: pixelToSample(raster, point.at),
    index: point.index,
    progress: session.config.steps === 0 ? 0 : point.step / session.config.steps,
  }));
  return [...vetoed, ...measured];
}
