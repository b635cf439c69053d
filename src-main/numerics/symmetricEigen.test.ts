import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom, uniformBetween } from './random';
import { symmetricEigen, symmetricEigenvalues } from './symmetricEigen';

function randomSymmetric(seed: number, count: number, rank = count): Float64Array {
  const random = createRandom(seed);
  const factors = Array.from({ length: rank }, () =>
    Float64Array.from({ length: count }, () => uniformBetween(random, -1, 1)),
  );
  const signs = factors.map((_, k) => (k % 3 === 2 ? -1 : 1));
  const matrix = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++)
      matrix[i * count + j] = factors.reduce((sum, f, k) => sum + signs[k]! * f[i]! * f[j]!, 0);
  return matrix;
}

test('eigenvalues of known matrices', () => {
  // The second difference of three points: 2 + sqrt 2, 2, 2 - sqrt 2.
  const values = symmetricEigenvalues(Float64Array.of(2, -1, 0, -1, 2, -1, 0, -1, 2), 3);
  [2 + Math.SQRT2, 2, 2 - Math.SQRT2].forEach((value, k) => expect(values[k]).toBeCloseTo(value, 13));
  expect([...symmetricEigenvalues(Float64Array.of(5), 1)]).toEqual([5]);
  expect([...symmetricEigenvalues(new Float64Array(16), 4)]).toEqual([0, 0, 0, 0]);
  expect([...symmetricEigenvalues(Float64Array.of(0, 1, 1, 0), 2)].map((v) => Math.round(v * 1e12) / 1e12)).toEqual([
    1, -1,
  ]);
});

test('A v = lambda v for orthonormal v, of full and of low rank, and the values are the same without vectors', () => {
  const size = fc.integer({ min: 1, max: 14 });
  fc.assert(
    fc.property(fc.nat(), size, size, (seed, count, rank) => {
      const matrix = randomSymmetric(seed, count, rank);
      const { values, vectors } = symmetricEigen(matrix, count);
      const alone = symmetricEigenvalues(matrix, count);
      const scale = Math.max(1, ...values.map(Math.abs));

      for (let k = 0; k < count; k++) {
        expect(Math.abs(values[k]! - alone[k]!)).toBeLessThan(1e-12 * scale);
        if (k > 0) expect(values[k]).toBeLessThanOrEqual(values[k - 1]!);
        const v = vectors.subarray(k * count, (k + 1) * count);
        for (let i = 0; i < count; i++) {
          const image = v.reduce((sum, value, j) => sum + matrix[i * count + j]! * value, 0);
          expect(Math.abs(image - values[k]! * v[i]!)).toBeLessThan(1e-12 * scale);
        }
        for (let other = 0; other <= k; other++) {
          const w = vectors.subarray(other * count, (other + 1) * count);
          expect(v.reduce((sum, value, j) => sum + value * w[j]!, 0)).toBeCloseTo(other === k ? 1 : 0, 11);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('a matrix of 150 keeps its trace and its sum of squares, and is left as it is', () => {
  const matrix = randomSymmetric(7, 150, 40);
  const before = Float64Array.from(matrix);
  const values = symmetricEigenvalues(matrix, 150);
  const trace = Array.from({ length: 150 }, (_, k) => matrix[k * 151]!).reduce((a, b) => a + b, 0);

  expect(matrix).toEqual(before);
  expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(trace, 8);
  expect(values.reduce((a, b) => a + b * b, 0)).toBeCloseTo(
    matrix.reduce((a, b) => a + b * b, 0),
    6,
  );
});

test('numbers that are none end the search', () => {
  expect(() => symmetricEigenvalues(Float64Array.of(1, NaN, NaN, 1), 2)).toThrow(RangeError);
});
