import { expect, it } from 'vitest';
import type { ReferenceSweep } from '../../../src-shared/session/upkeepView';
import { sparkline, TREND_HEIGHT, TREND_WIDTH, wearTrend } from './upkeep.model';

function sweep(share: number | undefined, alarm = false): ReferenceSweep {
  const flags = { complete: true, compliance: false, saturated: false };
  return { curves: 2, candidate: 1, at: { row: 8, col: 8 }, flags, share, alarm, recordedAt: '2026-01-01T00:00:00Z' };
}

it('says nothing where no sweep was a measure', () => {
  expect(wearTrend([], 0.3)).toBeUndefined();
  expect(wearTrend([sweep(undefined)], 0.3)).toBeUndefined();
});

it('gives the newest share with the bounds of an alarm, which follow what a person has accepted', () => {
  expect(wearTrend([sweep(1), sweep(0.9), sweep(undefined)], 0.3)).toEqual({
    shares: [1, 0.9, NaN],
    newest: 0.9,
    bounds: [0.7, 1.3],
    alarm: false,
  });
  const held = wearTrend([sweep(1), sweep(0.5, true)], 0.3);
  expect([held?.alarm, held?.bounds]).toEqual([true, [0.7, 1.3]]);
  expect(wearTrend([sweep(1), sweep(0.5, true), sweep(0.5)], 0.3)?.bounds).toEqual([0.35, 0.65]);
});

it('draws from left to right inside of its box, higher shares higher up, and leaves gaps out', () => {
  const { path, bounds, last } = sparkline({ shares: [1, NaN, 0.8], bounds: [0.7, 1.3] });
  const [first, second] = path.split('L');
  const [x0, y0] = first!.slice(1).split(' ').map(Number);
  const [x1, y1] = second!.split(' ').map(Number);
  expect([x0, x1]).toEqual([3, TREND_WIDTH - 3]);
  expect(y0!).toBeLessThan(y1!);
  expect(last).toEqual({ x: x1, y: y1 });
  expect(bounds).toEqual([TREND_HEIGHT - 3, 3]);
});
