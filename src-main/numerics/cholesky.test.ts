import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factorCholesky, invertFromCholesky, logDeterminant, solveCholesky, solveLowerRows } from './cholesky';
import { createRandom, standardNormal, type Random } from './random';

const sizes = fc.record({ n: fc.integer({ min: 1, max: 70 }), seed: fc.nat() });

function numbers(random: Random, length: number): Float64Array {
  return Float64Array.from({ length }, () => standardNormal(random));
}

/** G G^T / n + I / 2: positive definite with condition well below 100. */
function positiveDefinite(random: Random, n: number): Float64Array {
  const g = numbers(random, n * n);
  return Float64Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    let sum = i === j ? 0.5 : 0;
    for (let p = 0; p < n; p++) sum += (g[i * n + p]! * g[j * n + p]!) / n;
    return sum;
  });
}

test('L L^T gives the matrix back', () => {
  fc.assert(
    fc.property(sizes, ({ n, seed }) => {
      const a = positiveDefinite(createRandom(seed), n);
      const l = Float64Array.from(a);

      expect(factorCholesky(l, n)).toBe(true);

      for (let i = 0; i < n; i++)
        for (let j = 0; j <= i; j++) {
          let sum = 0;
          for (let k = 0; k <= j; k++) sum += l[i * n + k]! * l[j * n + k]!;
          expect(sum).toBeCloseTo(a[i * n + j]!, 11);
        }
    }),
    { numRuns: 30 },
  );
});

test('only the lower triangle is read and written', () => {
  const n = 60;
  const a = positiveDefinite(createRandom(3), n);
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) a[i * n + j] = NaN;

  expect(factorCholesky(a, n)).toBe(true);

  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) expect(Number.isNaN(a[i * n + j])).toBe(j > i);
});

test('a matrix that is not positive definite is refused', () => {
  expect(factorCholesky(Float64Array.of(1, 0, 2, 1), 2)).toBe(false);
  expect(factorCholesky(Float64Array.of(NaN), 1)).toBe(false);
  expect(factorCholesky(Float64Array.of(Infinity), 1)).toBe(false);
  expect(factorCholesky(Float64Array.of(0), 1)).toBe(false);
  const n = 50;
  const a = positiveDefinite(createRandom(4), n);
  a[40 * n + 40] = -1;
  expect(factorCholesky(a, n)).toBe(false);
});

test('solves and the inverse undo the multiplication', () => {
  fc.assert(
    fc.property(sizes, ({ n, seed }) => {
      const random = createRandom(seed);
      const a = positiveDefinite(random, n);
      const l = Float64Array.from(a);
      factorCholesky(l, n);
      const b = numbers(random, n);
      const inverse = new Float64Array(n * n);

      const x = solveCholesky(l, n, b);
      invertFromCholesky(l, n, inverse);

      for (let i = 0; i < n; i++) {
        let sum = 0;
        let byInverse = 0;
        for (let j = 0; j < n; j++) {
          sum += a[i * n + j]! * x[j]!;
          byInverse += inverse[i * n + j]! * b[j]!;
          expect(inverse[i * n + j]).toBe(inverse[j * n + i]);
        }
        expect(sum).toBeCloseTo(b[i]!, 9);
        expect(byInverse).toBeCloseTo(x[i]!, 9);
      }
    }),
    { numRuns: 30 },
  );
});

test('rows are solved against the lower factor', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 9 }), ({ n, seed }, rows) => {
      const random = createRandom(seed);
      const l = positiveDefinite(random, n);
      factorCholesky(l, n);
      const b = numbers(random, rows * n);
      const x = Float64Array.from(b);

      solveLowerRows(l, n, x, rows);

      for (let r = 0; r < rows; r++)
        for (let i = 0; i < n; i++) {
          let sum = 0;
          for (let k = 0; k <= i; k++) sum += l[i * n + k]! * x[r * n + k]!;
          expect(sum).toBeCloseTo(b[r * n + i]!, 10);
        }
    }),
    { numRuns: 30 },
  );
});

test('the determinant of a diagonal matrix is the product of its entries', () => {
  const l = Float64Array.of(4, 0, 0, 0, 9, 0, 0, 0, 25);
  factorCholesky(l, 3);

  expect(logDeterminant(l, 3)).toBeCloseTo(Math.log(4 * 9 * 25), 12);
});
