import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateEnd, type StepSeconds } from './eta';

type Times = readonly [decide: number, travel: number, sweep: number, learn: number, rest: number];

const step = ([decide, travel, sweep, learn, rest]: Times): StepSeconds => ({
  total: decide + travel + sweep + learn + rest,
  spent: { decide, travel, sweep, learn },
});

describe('the end of a run', () => {
  it('is not known before a step is finished', () => {
    expect(estimateEnd([], 10)).toBeUndefined();
  });

  it('is the median of the last steps times those that are left, split as they were', () => {
    expect(estimateEnd([step([1, 2, 3, 4, 0]), step([1, 2, 3, 4, 0]), step([1, 2, 3, 4, 0])], 5)).toEqual({
      seconds: 50,
      split: { decide: 5, travel: 10, sweep: 15, learn: 20 },
    });
  });

  it('is not moved by one slow step, though its split is', () => {
    const slow = estimateEnd([step([0, 1, 1, 0, 0]), step([0, 1, 1, 0, 0]), step([96, 1, 1, 0, 0])], 10)!;
    expect(slow.seconds).toBe(20);
    expect(slow.split.decide).toBeCloseTo((20 * 96) / 102, 12);
  });

  it('counts as learning what no phase accounts for', () => {
    expect(estimateEnd([step([0, 1, 1, 0, 2])], 1)).toEqual({
      seconds: 4,
      split: { decide: 0, travel: 1, sweep: 1, learn: 2 },
    });
    expect(estimateEnd([step([0, 0, 0, 0, 0])], 3)).toEqual({
      seconds: 0,
      split: { decide: 0, travel: 0, sweep: 0, learn: 0 },
    });
  });

  it('adds up, whatever the steps were', () => {
    const seconds = fc.double({ min: 0, max: 1e5, noNaN: true });
    const steps = fc.array(fc.tuple(seconds, seconds, seconds, seconds, seconds), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 2000 }), (times, left) => {
        const { seconds: all, split } = estimateEnd(times.map(step), left)!;
        const sum = split.decide + split.travel + split.sweep + split.learn;
        expect(Math.abs(sum - all)).toBeLessThanOrEqual(1e-9 * Math.max(1, all));
        expect(Math.min(split.decide, split.travel, split.sweep, split.learn)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
