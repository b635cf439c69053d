import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectInPlace } from './select';

test('selects what sorting would, with nothing larger before and nothing smaller behind', () => {
  const numbers = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 })), {
    minLength: 1,
    maxLength: 200,
  });
  fc.assert(
    fc.property(numbers, fc.nat(), (list, at) => {
      const values = Float64Array.from(list, (value) => value + 0); // -0 and 0 are one value in an order
      const k = at % values.length;
      const sorted = values.slice().sort();
      expect(selectInPlace(values, k)).toBe(sorted[k]);
      expect(Math.max(...values.subarray(0, k), -Infinity)).toBeLessThanOrEqual(sorted[k]!);
      expect(Math.min(...values.subarray(k), Infinity)).toBeGreaterThanOrEqual(sorted[k]!);
    }),
  );
});

test('is linear on the orders that make a bad pivot quadratic', () => {
  const length = 200_000;
  for (const order of [(k: number) => k, (k: number) => -k, () => 1, (k: number) => Math.min(k, length - k)]) {
    const values = Float64Array.from({ length }, (_, k) => order(k));
    const sorted = values.slice().sort();
    expect(selectInPlace(values, length >> 1)).toBe(sorted[length >> 1]);
  }
});
