/** The place that a person is looking at, and what is known about it. */
import { nearestCandidate, MAP_KINDS, type MapKind, type MapSet } from '../../../src-shared/maps';
import { sampleToPixel, type PixelPoint, type SamplePoint } from '../../../src-shared/geometry';
import type { Proposal } from '../../../src-shared/proposal';
import type { SessionView } from '../../../src-shared/session/view';
import { nearestPatches } from '../../canvas/patch';
import { rasterOf } from '../../store/nearestPoint';

/** Whose patch is shown: under the pointer, selected, or proposed. */
export type FocusKind = 'hover' | 'selected' | 'next';

export interface Focus {
  readonly kind: FocusKind;
  readonly at: PixelPoint;
  /** Index of the measured point, where one is selected. */
  readonly index: number | undefined;
}

/** The pointer comes first, then the selected point, then the next one. */
export function focusOf(
  session: SessionView,
  hover: SamplePoint | undefined,
  selected: number | undefined,
  proposal: Proposal | undefined,
): Focus | undefined {
  if (hover !== undefined) return { kind: 'hover', at: sampleToPixel(rasterOf(session), hover), index: undefined };
  const point = selected === undefined ? undefined : session.points[selected];
  if (point !== undefined) return { kind: 'selected', at: point.at, index: point.index };
  return proposal && { kind: 'next', at: proposal.at, index: undefined };
}

/** The value of each map at a place; NaN where the place is measured or vetoed, absent where the map does not exist. */
export function valuesAt(
  maps: MapSet | undefined,
  at: PixelPoint,
): readonly { kind: MapKind; value: number | undefined }[] {
  const candidate = maps === undefined ? undefined : nearestCandidate(maps.grid, at);
  return MAP_KINDS.map((kind) => ({
    kind,
    value: candidate === undefined ? undefined : maps?.layers[kind]?.[candidate],
  }));
}

/** The measured points whose patches are most like the one at a place; the point itself is left out. */
export function similarTo(
  session: SessionView,
  focus: Focus,
  count: number,
): readonly { readonly index: number; readonly distanceMetres: number }[] {
  if (session.frame === undefined) return [];
  const points = session.points.filter((point) => point.index !== focus.index);
  return nearestPatches(session.frame, focus.at, { points, size: session.config.patch.size, count }).map(
    ({ point, distanceMetres }) => ({ index: point.index, distanceMetres }),
  );
}
