import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSummary, formatTable, growthExponent, median, pairedRatio, quantile, summarise } from './statistics.mjs';

const seconds = fc.array(fc.double({ min: 1e-6, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 12 });

test('the median is the middle one, or the mean of the middle two', () => {
  expect(median([10, 9, 2])).toBe(9);
  expect(median([10, 9, 2, 1])).toBe(5.5);
  expect(() => median([])).toThrow('nothing');
});

test('the median lies within the spread and does not depend on the order', () => {
  fc.assert(
    fc.property(seconds, (values) => {
      const { median: middle, min, max } = summarise(values);
      expect(values).toContain(min);
      expect(values).toContain(max);
      expect(middle).toBeGreaterThanOrEqual(min);
      expect(middle).toBeLessThanOrEqual(max);
      expect(median([...values].reverse())).toBe(middle);
      expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
      expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
    }),
  );
});

test('a quantile lies between its neighbours, and the middle one is the median', () => {
  expect(quantile([4, 1, 3, 2, 5], 0.95)).toBeCloseTo(4.8, 12);
  expect(() => quantile([], 0.5)).toThrow('nothing');
  fc.assert(
    fc.property(seconds, (values) => {
      expect(quantile(values, 0)).toBe(Math.min(...values));
      expect(quantile(values, 1)).toBe(Math.max(...values));
      expect(quantile(values, 0.5)).toBeCloseTo(median(values), 9);
    }),
  );
});

test('ratios are taken round by round', () => {
  expect(pairedRatio([1, 6, 4], [2, 2, 4])).toEqual({ median: 1, min: 0.5, max: 3 });
  expect(() => pairedRatio([1], [1, 2])).toThrow('1 runs cannot be paired with 2');
});

test('the growth exponent of a power law is its power', () => {
  fc.assert(
    fc.property(fc.double({ min: -1, max: 4, noNaN: true }), fc.double({ min: 1e-3, max: 10, noNaN: true }), (p, c) => {
      const points = [10, 50, 110, 210].map((n) => ({ n, seconds: c * n ** p }));
      expect(growthExponent(points)).toBeCloseTo(p, 9);
    }),
  );
});

test('one size says nothing about growth', () => {
  expect(growthExponent([{ n: 50, seconds: 1 }])).toBeUndefined();
  expect(growthExponent([])).toBeUndefined();
});

test('a summary has three digits', () => {
  expect(formatSummary({ median: 0.12345, min: 0.1, max: 123.4 })).toBe('0.123 (0.100..123)');
  expect(formatSummary(undefined)).toBe('-');
});

test('columns of a table are aligned to the right', () => {
  expect(
    formatTable(
      ['n', 'train s'],
      [
        [10, '0.5'],
        [1000, '12'],
      ],
    ),
  ).toEqual(['   n  train s', '  10      0.5', '1000       12']);
});
