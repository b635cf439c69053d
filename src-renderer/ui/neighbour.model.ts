/** Measured points as things to compare with. */
import { patchHeights } from '../canvas/patch';
import { fullRange, type ValueRange } from '../canvas/range';
import { text } from '../messages';
import type { SessionView } from '../../src-shared/session/view';
import type { Neighbour } from './NeighbourItem';

/** A measured point with its patch and curve; undefined while there is no such point or no frame. */
export function neighbourOf(session: SessionView, index: number, remark: string): Neighbour | undefined {
  const point = session.points[index];
  if (point === undefined || session.frame === undefined) return undefined;
  const name = text.point.name(index);
  return {
    index,
    name,
    heights: patchHeights(session.frame, point.at, session.config.patch.size),
    volts: point.volts,
    amperes: point.amperes,
    remark,
    patchLabel: text.point.patch(name),
    curveLabel: text.point.curve(name),
  };
}

/** One range of currents for curves that stand side by side; 0 to 1 nA where there is nothing. */
export function currentBounds(neighbours: readonly Neighbour[]): ValueRange {
  let low = 0;
  let high = 0;
  for (const neighbour of neighbours) {
    const range = fullRange(neighbour.amperes);
    low = Math.min(low, range?.low ?? 0);
    high = Math.max(high, range?.high ?? 0);
  }
  return high > low ? { low, high } : { low: 0, high: 1e-9 };
}
