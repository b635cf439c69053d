/** Patch and curve of the point under the pointer, beside it. */
import { useMemo, type CSSProperties, type ReactNode } from 'react';
import { patchHeights } from '../../canvas/patch';
import { PatchCanvas } from '../../canvas/PatchCanvas';
import { fullRange } from '../../canvas/range';
import type { ScreenPoint } from '../../canvas/viewport';
import { text } from '../../messages';
import { Sparkline } from '../../ui/Sparkline';
import { labelOf, type Knowledge } from './manifold.model';

const WIDTH = 172;
const HEIGHT = 92;

export interface HoverCardProps {
  readonly knowledge: Knowledge;
  readonly index: number;
  readonly at: ScreenPoint;
}

/** A small card that never covers the point itself. */
export function HoverCard({ knowledge, index, at }: HoverCardProps): ReactNode {
  const { session, report } = knowledge;
  const point = session.points[index];
  const size = session.config.patch.size;
  const heights = useMemo(
    () =>
      point === undefined || session.frame === undefined ? undefined : patchHeights(session.frame, point.at, size),
    [session.frame, point, size],
  );
  if (point === undefined) return undefined;
  const name = text.point.name(index);
  const label = labelOf(report?.points[index]);
  const words = text.manifold.scatter;
  const place: CSSProperties = {
    width: WIDTH,
    minHeight: HEIGHT,
    left: at.x > WIDTH + 24 ? at.x - WIDTH - 14 : at.x + 14,
    top: at.y > HEIGHT + 24 ? at.y - HEIGHT - 14 : at.y + 14,
  };
  return (
    <div className="hover-card" style={place} aria-hidden="true">
      <div className="hover-card__pictures">
        {heights === undefined ? undefined : (
          <PatchCanvas heights={heights} size={size} side={56} label={text.point.patch(name)} />
        )}
        <Sparkline
          volts={point.volts}
          amperes={point.amperes}
          amperesBounds={fullRange(point.amperes) ?? { low: 0, high: 1e-9 }}
          width={64}
          height={56}
          label={text.point.curve(name)}
        />
      </div>
      <span>
        {words.card(
          index,
          point.origin === 'seed' ? words.seedPoint : words.step(point.step),
          label === undefined ? text.manifold.detail.noLabel : text.manifold.detail.labels[label],
        )}
      </span>
    </div>
  );
}
