import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CurveClass } from '../instrument/simulator/classes';
import { classFindings } from './classFindings';
import { allPairs, everySteps, meanPairwiseFrom, vendiAt } from './setMeasures';
import { vendiDiversity } from '../learning/novelty/vendi';
import { signedRankTest } from './wilcoxon';

test('Vendi diversity counts different things, under the width that it is given', () => {
  expect(vendiDiversity(1, () => 0, 1)).toBe(1);
  expect(vendiDiversity(8, () => 0, 1)).toBeCloseTo(1, 12);
  expect(vendiDiversity(8, () => 1e3, 1)).toBeCloseTo(8, 12);
  // Two things one width apart: eigenvalues (1 +- exp(-1/2)) / 2.
  const [high, low] = [(1 + Math.exp(-0.5)) / 2, (1 - Math.exp(-0.5)) / 2];
  expect(vendiDiversity(2, () => 7, 7)).toBeCloseTo(high ** -high * low ** -low, 12);
  // Five alike and one other, where only identical things are alike: shares 5/6 and 1/6.
  const oneOut = (i: number, j: number) => (i === 5 || j === 5 ? 1 : 0);
  expect(vendiDiversity(6, oneOut, 0)).toBeCloseTo((5 / 6) ** (-5 / 6) * (1 / 6) ** (-1 / 6), 12);
});

test('measures of a growing set are those of its beginnings, computed from nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 3, maxLength: 9 }), (line) => {
      const distance = (i: number, j: number) => Math.abs(line[i]! - line[j]!);
      const pairs = allPairs(line.length, distance);

      const means = meanPairwiseFrom(2, pairs);
      const vendi = vendiAt([0, 1], 2, pairs, 1.5);

      means.forEach((mean, k) => {
        const all = line.slice(0, k + 2).flatMap((a, i) => line.slice(0, i).map((b) => Math.abs(a - b)));
        expect(mean).toBeCloseTo(all.reduce((sum, d) => sum + d, 0) / all.length, 9);
      });
      vendi.forEach((value, k) => expect(value).toBeCloseTo(vendiDiversity(k + 2, distance, 1.5), 9));
    }),
  );
  expect(everySteps(25, 10)).toEqual([0, 10, 20, 25]);
  expect(everySteps(20, 10)).toEqual([0, 10, 20]);
});

test('classes are counted, their regions met, and first finds told with and without the seeds', () => {
  const [c, h, d]: CurveClass[] = ['club', 'heart', 'diamond'];
  // Two regions of club, apart; one of heart that bends round; diamonds touch only at corners: no region.
  const classOf = [
    [c, c, h, h, h],
    [c, c, d, h, c],
    [h, h, h, d, c],
    [h, h, d, c, c],
  ].flat() as CurveClass[];
  const grid = { rows: 4, cols: 5, originRow: 0, originCol: 0, stride: 1 };

  const found = classFindings(grid, classOf, { candidates: [0, 1, 6, 7, 2, 15], seeds: 2 });

  expect(found.classes).toEqual({ club: 3, heart: 2, diamond: 1, null: 0 });
  expect(found.recall).toEqual({ club: 0.5, heart: 1 });
  expect(found.first).toEqual({ club: 0, diamond: 2, heart: 3 });
  expect(found.firstChosen).toEqual({ club: 1, diamond: 2, heart: 3 });
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
