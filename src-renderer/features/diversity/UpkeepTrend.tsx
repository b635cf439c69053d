/** Wear of the tip and drift of the sample in one line: what was found between the measurements. */
import type { ReactNode } from 'react';
import type { SessionView } from '../../../src-shared/session/view';
import { formatQuantity } from '../../../src-shared/units';
import { text } from '../../messages';
import { sparkline, TREND_HEIGHT, TREND_WIDTH, wearTrend } from './upkeep.model';

type Watched = Pick<SessionView, 'references' | 'drift' | 'config'>;

/** Entries of the legend; nothing where nothing was looked at. */
export function UpkeepTrend({ session }: { readonly session: Watched }): ReactNode {
  return (
    <>
      <Wear session={session} />
      <Drift session={session} />
    </>
  );
}

function Wear({ session: { references, config } }: { readonly session: Watched }): ReactNode {
  const trend = wearTrend(references, config.reference.alarmShare);
  if (trend === undefined) return undefined;
  const { path, bounds, last } = sparkline(trend);
  const words = text.diversity.wear(trend.newest, references.length);
  return (
    <li className="legend__key" data-testid="wear-trend" data-alarm={trend.alarm}>
      <svg
        width={TREND_WIDTH}
        height={TREND_HEIGHT}
        viewBox={`0 0 ${TREND_WIDTH} ${TREND_HEIGHT}`}
        role="img"
        aria-label={text.diversity.wearLabel(trend.shares)}
      >
        {bounds.map((y) => (
          <path
            key={y}
            d={`M0 ${y}H${TREND_WIDTH}`}
            stroke="currentcolor"
            strokeOpacity="0.5"
            strokeDasharray="2 3"
            fill="none"
          />
        ))}
        <path d={path} stroke="currentcolor" strokeWidth="1.5" fill="none" />
        {last === undefined ? undefined : <circle cx={last.x} cy={last.y} r="2.5" fill="currentcolor" />}
      </svg>
      {trend.alarm ? `⚠ ${words}` : words}
    </li>
  );
}

function Drift({ session: { drift } }: { readonly session: Watched }): ReactNode {
  const newest = drift.at(-1);
  if (newest === undefined) return undefined;
  const words = newest.registered
    ? text.diversity.drift(formatQuantity(Math.hypot(newest.shift.xMetres, newest.shift.yMetres), 'm'))
    : text.diversity.driftLost;
  return (
    <li className="legend__key" data-testid="drift-trend">
      {newest.alarm ? `⚠ ${words}` : words}
    </li>
  );
}
