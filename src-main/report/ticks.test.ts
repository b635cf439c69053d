import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { niceLengthBelow, niceTicks, tickLabel, wholeTicks } from './ticks';

const range = fc
  .record({
    exponent: fc.integer({ min: -9, max: 9 }),
    low: fc.double({ min: -1, max: 1, noNaN: true }),
    span: fc.double({ min: 0.01, max: 2, noNaN: true }),
  })
  .map(({ exponent, low, span }) => ({ low: low * 10 ** exponent, high: (low + span) * 10 ** exponent }));

describe('niceTicks', () => {
  it('lie inside the range, evenly, at 1, 2 or 5 times a power of ten', () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 3, max: 12 }), ({ low, high }, count) => {
        const { values } = niceTicks(low, high, count);
        const slack = (high - low) * 1e-6;
        expect(values.length).toBeGreaterThanOrEqual(1);
        expect(values.length).toBeLessThanOrEqual(count + 1);
        for (const value of values) expect(value >= low - slack && value <= high + slack).toBe(true);
        for (let i = 1; i < values.length; i++) {
          const step = values[i]! - values[i - 1]!;
          const mantissa = step / 10 ** Math.floor(Math.log10(step * (1 + 1e-6)));
          expect([1, 2, 5].some((nice) => Math.abs(mantissa - nice) < 1e-3)).toBe(true);
        }
      }),
    );
  });

  it('have labels that tell them apart and read back as their values', () => {
    fc.assert(
      fc.property(range, ({ low, high }) => {
        const { values, decimals } = niceTicks(low, high, 6);
        const labels = values.map((value) => tickLabel(value, decimals));
        fc.pre(decimals <= 5 && Math.abs(high) < 1e6 && Math.abs(low) < 1e6);
        expect(new Set(labels).size).toBe(values.length);
        labels.forEach((label, i) =>
          expect(Number(label.replace('\u2212', '-'))).toBeCloseTo(values[i]!, decimals + 1),
        );
      }),
    );
  });

  it('give the ticks a person would choose', () => {
    expect(niceTicks(-0.03, 1.53, 5)).toEqual({ values: [0, 0.5, 1, 1.5], decimals: 1 });
    expect(niceTicks(0, 100, 5)).toEqual({ values: [0, 20, 40, 60, 80, 100], decimals: 0 });
    expect(niceTicks(2, 2, 5).values).toEqual([2]);
  });
});

describe('wholeTicks', () => {
  it('never stand between two steps', () => {
    expect(wholeTicks(-0.5, 2.5, 6)).toEqual({ values: [0, 1, 2], decimals: 0 });
    expect(wholeTicks(-0.5, 0.5, 6).values.map(Math.abs)).toEqual([0]);
    expect(wholeTicks(1, 200, 4).values).toEqual([50, 100, 150, 200]);
  });
});

describe('tickLabel', () => {
  it('has a true minus sign, no negative zero and short powers of ten', () => {
    expect(tickLabel(-0.5, 1)).toBe('\u22120.5');
    expect(tickLabel(-0, 1)).toBe('0.0');
    expect(tickLabel(2e-7, 7)).toBe('2e\u22127');
    expect(tickLabel(1.5e6, 0)).toBe('1.5e6');
  });
});

describe('niceLengthBelow', () => {
  it('is the largest round length that fits', () => {
    expect(niceLengthBelow(0.6e-6)).toBeCloseTo(0.5e-6, 12);
    expect(niceLengthBelow(1.2e-6)).toBeCloseTo(1e-6, 12);
    expect(niceLengthBelow(2e-6)).toBeCloseTo(2e-6, 12);
    expect(niceLengthBelow(4.9e-6)).toBeCloseTo(2e-6, 12);
  });
});
