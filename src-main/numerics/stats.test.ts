import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finiteRange, median, normalCumulative, normalDensity, quantile } from './stats';

test('range skips what is not finite', () => {
  expect(finiteRange([NaN, 3, -Infinity, -2, Infinity])).toEqual({ min: -2, max: 3 });
  expect(finiteRange([NaN])).toBeUndefined();
  expect(finiteRange([])).toBeUndefined();
});

test('quantiles interpolate between order statistics', () => {
  expect(quantile([4, 1, 3, 2], 0)).toBe(1);
  expect(quantile([4, 1, 3, 2], 1)).toBe(4);
  expect(quantile([4, 1, 3, 2], 0.95)).toBeCloseTo(3.85, 12);
  expect(median([5, 1, 9])).toBe(5);
  expect(median([5, 1])).toBe(3);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
  expect(() => quantile([1, NaN], 0.5)).toThrow(RangeError);
  expect(() => quantile([1], 1.5)).toThrow(RangeError);
});

test('a quantile lies between the values that enclose its share of them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const value = quantile(values, q);

        const below = values.filter((v) => v < value - 1e-9).length;
        const above = values.filter((v) => v > value + 1e-9).length;
        expect(below).toBeLessThanOrEqual(q * (values.length - 1) + 1 + 1e-9);
        expect(above).toBeLessThanOrEqual((1 - q) * (values.length - 1) + 1 + 1e-9);
      },
    ),
  );
});

test('the normal distribution agrees with tables, also far out', () => {
  expect(normalCumulative(0)).toBe(0.5);
  expect(normalCumulative(1)).toBeCloseTo(0.8413447460685429, 14);
  expect(normalCumulative(-2.5)).toBeCloseTo(0.006209665325776132, 15);
  expect(normalCumulative(-3) / 0.0013498980316300946).toBeCloseTo(1, 12);
  expect(normalCumulative(-10) / 7.619853024160526e-24).toBeCloseTo(1, 12);
  expect(normalCumulative(8.5)).toBe(1 - normalCumulative(-8.5));
  expect(normalCumulative(-Infinity)).toBe(0);
  expect(normalCumulative(Infinity)).toBe(1);
  expect(normalCumulative(NaN)).toBeNaN();
});

test('the density is the slope of the distribution', () => {
  for (const x of [-4, -2.9999, -1, 0.3, 2, 3.5]) {
    const h = 1e-4;
    const slope = (normalCumulative(x + h) - normalCumulative(x - h)) / (2 * h);
    expect(slope / normalDensity(x)).toBeCloseTo(1, 6);
  }
});
