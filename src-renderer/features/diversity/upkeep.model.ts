/** The trend of the tip as a small line. Pure. */
import type { ReferenceSweep } from '../../../src-shared/session/upkeepView';

export const TREND_WIDTH = 84;
export const TREND_HEIGHT = 20;
const MARGIN = 3;

export interface WearTrend {
  /** Shares of the first current at the reference place, in order; NaN where a curve was no measure. */
  readonly shares: readonly number[];
  /** The last of them that is a number. */
  readonly newest: number;
  /** Shares beyond which a change is an alarm. */
  readonly bounds: readonly [low: number, high: number];
  /** Whether the last sweep was one. */
  readonly alarm: boolean;
}

/** What the sweeps at the reference place came to; undefined where none was a measure. */
export function wearTrend(references: readonly ReferenceSweep[], alarmShare: number): WearTrend | undefined {
  const shares = references.map(({ share }) => share ?? NaN);
  const newest = shares.findLast(Number.isFinite);
  if (newest === undefined) return undefined;
  // After an alarm that a person accepted, changes count from there.
  const accepted = references.slice(0, -1).findLast(({ alarm }) => alarm)?.share ?? 1;
  const bounds = [accepted * (1 - alarmShare), accepted * (1 + alarmShare)] as const;
  return { shares, newest, bounds, alarm: references.at(-1)?.alarm === true };
}

/** The trend in the units of the drawing; y grows downwards. */
export function sparkline({ shares, bounds }: Pick<WearTrend, 'shares' | 'bounds'>) {
  const shown = [...shares.filter(Number.isFinite), ...bounds];
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const y = (share: number): number =>
    round(MARGIN + (TREND_HEIGHT - 2 * MARGIN) * (high > low ? (high - share) / (high - low) : 0.5));
  const step = (TREND_WIDTH - 2 * MARGIN) / Math.max(1, shares.length - 1);
  const points = shares.flatMap((share, k) =>
    Number.isFinite(share) ? [{ x: round(MARGIN + k * step), y: y(share) }] : [],
  );
  return {
    path: points.map((point, k) => `${k === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join(''),
    bounds: bounds.map(y),
    last: points.at(-1),
  };
}

function round(value: number): number {
  return Math.round(100 * value) / 100;
}
