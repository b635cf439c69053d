import fc from 'fast-check';
import { expect, test } from 'vitest';
import { symmetricEigenvalues } from './eigenvalues';
import { vendiDiversity } from './vendi';
import { signedRankTest } from './wilcoxon';

test('eigenvalues of known matrices', () => {
  // The second difference of three points: 2 - sqrt 2, 2, 2 + sqrt 2.
  const values = symmetricEigenvalues(Float64Array.of(2, -1, 0, -1, 2, -1, 0, -1, 2), 3).sort();
  [2 - Math.SQRT2, 2, 2 + Math.SQRT2].forEach((value, k) => expect(values[k]).toBeCloseTo(value, 13));
  expect([...symmetricEigenvalues(Float64Array.of(5), 1)]).toEqual([5]);
});

test('eigenvalues keep the trace and the sum of squares of any symmetric matrix', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 36, maxLength: 36 }), (numbers) => {
      const matrix = Float64Array.from({ length: 36 }, (_, k) => {
        const [i, j] = [Math.floor(k / 6), k % 6];
        return numbers[Math.min(i, j) * 6 + Math.max(i, j)]!;
      });
      const values = symmetricEigenvalues(matrix, 6);

      expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo([0, 7, 14, 21, 28, 35].reduce((a, k) => a + matrix[k]!, 0));
      expect(values.reduce((a, b) => a + b * b, 0)).toBeCloseTo(matrix.reduce((a, b) => a + b * b, 0));
    }),
  );
});

test('Vendi diversity counts different things', () => {
  expect(vendiDiversity(1, () => 0)).toBe(1);
  expect(vendiDiversity(8, () => 0)).toBeCloseTo(1, 12);
  // Two things at their median distance: eigenvalues (1 +- exp(-1/2)) / 2.
  const [high, low] = [(1 + Math.exp(-0.5)) / 2, (1 - Math.exp(-0.5)) / 2];
  expect(vendiDiversity(2, () => 7)).toBeCloseTo(high ** -high * low ** -low, 12);
  // Five alike and one other, where the median distance is 0: shares 5/6 and 1/6.
  const oneOut = (i: number, j: number) => (i === 5 || j === 5 ? 1 : 0);
  expect(vendiDiversity(6, oneOut)).toBeCloseTo((5 / 6) ** (-5 / 6) * (1 / 6) ** (-1 / 6), 12);
});

test('the signed-rank test agrees with published values', () => {
  // Every one of five pairs better: 2 of 32 arrangements are as extreme.
  expect(signedRankTest([1, 2, 3, 4, 5])).toEqual({ pairs: 5, rankSum: 15, p: 2 / 32 });
  // Darwin's maize heights, eighths of an inch (Fisher 1935): W = 96 of 120, exact p = 0.0413.
  const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
  const { rankSum, p } = signedRankTest(maize);
  expect(rankSum).toBe(96);
  expect(p).toBeCloseTo(0.0413, 4);
  expect(signedRankTest([0, 0])).toEqual({ pairs: 0, rankSum: 0, p: 1 });
  // Equal sizes share a rank: 2, 2, 2; all signs alike in 2 of 8 arrangements, one of them as observed.
  expect(signedRankTest([1, 1, -1])).toEqual({ pairs: 3, rankSum: 4, p: 1 });
  expect(() => signedRankTest([NaN])).toThrow(RangeError);
});

test('the signed-rank test does not know which side is which', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 12 }), (differences) => {
      const { p } = signedRankTest(differences);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(signedRankTest(differences.map((value) => -value)).p).toBe(p);
    }),
  );
});
