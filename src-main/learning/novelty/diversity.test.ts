import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factorCholesky, logDeterminant } from '../../numerics/cholesky';
import { median } from '../../numerics/stats';
import { setDiversity } from './diversity';
import { vendiDiversity } from './vendi';

const MEASURES = ['meanPairwise', 'meanNearest', 'toCentroid', 'vendi', 'logdet'] as const;

test('every measure is what its definition says, computed from nothing', () => {
  const line = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 9 });
  fc.assert(
    fc.property(line, (places) => {
      const n = places.length;
      const centre = places.reduce((a, b) => a + b, 0) / n;
      const distance = (i: number, j: number) => Math.abs(places[i]! - places[j]!);
      const found = Object.fromEntries(
        MEASURES.map((measure) => [measure, setDiversity(measure, n, distance, (i) => Math.abs(places[i]! - centre))]),
      );

      const pairs = places.flatMap((a, i) => places.slice(0, i).map((b) => Math.abs(a - b)));
      const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
      expect(found['meanPairwise']).toBeCloseTo(mean(pairs), 9);
      const others = (a: number) => places.filter((b) => b !== a).map((b) => Math.abs(a - b));
      expect(found['meanNearest']).toBeCloseTo(mean(places.map((a) => Math.min(...others(a)))), 9);
      expect(found['toCentroid']).toBeCloseTo(mean(places.map((a) => Math.abs(a - centre))), 9);
      const width = median(pairs);
      expect(found['vendi']).toBeCloseTo(vendiDiversity(n, distance, width), 9);
      const kernel = Float64Array.from({ length: n * n }, (_, k) => {
        const [i, j] = [Math.floor(k / n), k % n];
        return Math.exp(-((distance(i, j) / width) ** 2) / 2) + (i === j ? 1e-6 : 0);
      });
      expect(factorCholesky(kernel, n)).toBe(true);
      expect(found['logdet']).toBeCloseTo(logDeterminant(kernel, n) / n, 4);
    }),
  );
});

test('sets without a pair have none, and alike things are one', () => {
  for (const measure of MEASURES) {
    expect(
      setDiversity(
        measure,
        1,
        () => 0,
        () => 0,
      ),
    ).toBe(measure === 'vendi' ? 1 : 0);
    expect(
      setDiversity(
        measure,
        0,
        () => 0,
        () => 0,
      ),
    ).toBe(0);
  }
  expect(
    setDiversity(
      'vendi',
      4,
      () => 0,
      () => 0,
    ),
  ).toBeCloseTo(1, 9);
  expect(
    setDiversity(
      'logdet',
      4,
      () => 0,
      () => 0,
    ),
  ).toBeLessThan(-8);
});
