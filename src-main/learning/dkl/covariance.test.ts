import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createRandom, standardNormal } from '../../numerics/random';
import type { Kernels } from '../tensor/kernels';
import { plainKernels } from '../tensor/plainKernels';
import { compiledKernels } from '../testing/compiledKernels';
import { loadInstance } from '../tensor/wasm/instance';
import { createWasmKernels } from '../tensor/wasm/wasmKernels';
import { COVARIANCES } from './covariance';

let compiled: Kernels;

beforeAll(async () => {
  compiled = createWasmKernels(loadInstance(await compiledKernels()));
}, 120_000);

const kinds = ['rbf', 'matern52'] as const;
const OUTPUTSCALE = 1.7;
const LENGTHSCALES = [0.6, 1.3, 0.9, 2];

/** The covariances as the literature writes them, by the distance in lengthscales. */
const DEFINITIONS = {
  rbf: (r: number) => OUTPUTSCALE * Math.exp((-r * r) / 2),
  matern52: (r: number) => OUTPUTSCALE * (1 + Math.sqrt(5) * r + (5 * r * r) / 3) * Math.exp(-Math.sqrt(5) * r),
};

const points = (kernels: Kernels, count: number, dims: number, seed: number) => {
  const random = createRandom(seed);
  return kernels.double(count * dims).map(() => standardNormal(random));
};

/** Distance in lengthscales of two points. */
const distance = (a: Float64Array, b: Float64Array) =>
  Math.hypot(...a.map((value, d) => (value - b[d]!) / LENGTHSCALES[d]!));

function inKernels(kernels: Kernels, values: Float64Array): Float64Array {
  const held = kernels.double(values.length);
  held.set(values);
  return held;
}

test.each(kinds)('%s between any numbers of points is what its formula says, on either kernels', (kind) => {
  const side = fc.integer({ min: 0, max: 23 });
  fc.assert(
    fc.property(side, side, fc.integer({ min: 1, max: 4 }), fc.nat(), (rows, cols, dims, seed) => {
      for (const kernels of [plainKernels, compiled])
        kernels.scope(() => {
          const a = inKernels(kernels, points(plainKernels, rows, dims, seed));
          const b = inKernels(kernels, points(plainKernels, cols, dims, seed + 1));
          const inverseLengthscales = inKernels(
            kernels,
            Float64Array.from(LENGTHSCALES.slice(0, dims), (l) => 1 / l),
          );
          const matrix = kernels.double(rows * cols);
          const job = { a, b, inverseLengthscales, outputscale: OUTPUTSCALE, matrix, rows, cols, dims };
          COVARIANCES[kind].fill(kernels, job);
          matrix.forEach((value, k) => {
            const [i, j] = [Math.floor(k / cols) * dims, (k % cols) * dims];
            const r = distance(a.subarray(i, i + dims), b.subarray(j, j + dims));
            expect(value).toBeCloseTo(DEFINITIONS[kind](r), 12);
            expect(OUTPUTSCALE * COVARIANCES[kind].correlation(r * r)).toBeCloseTo(value, 12);
          });
        });
    }),
    { numRuns: 25 },
  );
});

test.each(kinds)(
  'what a loss changes with points and hyperparameters of %s is its slope, on either kernels',
  (kind) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 }), fc.nat(), (count, dims, seed) => {
        // A loss whose slope by the matrix is (inverse - alpha alpha^T) / 2n for any symmetric `inverse`: linear in it.
        const z = points(plainKernels, count, dims, seed);
        const half = points(plainKernels, count, count, seed + 1);
        const inverse = half.map((value, k) => value + half[(k % count) * count + Math.floor(k / count)]!);
        const alpha = points(plainKernels, count, 1, seed + 2);
        const loss = (moved: Float64Array, logs: readonly number[], logScale: number) => {
          let sum = 0;
          for (let i = 0; i < count; i++)
            for (let j = 0; j < count; j++) {
              const r = Math.hypot(
                ...logs.map(
                  (log, d) => (moved[i * dims + d]! - moved[j * dims + d]!) / (LENGTHSCALES[d]! * Math.exp(log)),
                ),
              );
              const slope = (inverse[i * count + j]! - alpha[i]! * alpha[j]!) / (2 * count);
              sum += slope * DEFINITIONS[kind](r) * Math.exp(logScale);
            }
          return sum;
        };
        const still = new Array<number>(dims).fill(0);
        const step = 1e-5;
        const central = (at: (by: number) => number) => (at(step) - at(-step)) / (2 * step);
        const nudged = (values: ArrayLike<number>, k: number, by: number) =>
          Float64Array.from(values, (value, i) => (i === k ? value + by : value));

        for (const kernels of [plainKernels, compiled])
          kernels.scope(() => {
            const inverseLengthscales = inKernels(
              kernels,
              Float64Array.from(LENGTHSCALES.slice(0, dims), (l) => 1 / l),
            );
            const held = inKernels(kernels, z);
            const matrix = kernels.double(count * count);
            const [pointGradient, sums] = [kernels.double(count * dims), kernels.double(dims + 2)];
            const shared = { inverseLengthscales, outputscale: OUTPUTSCALE, matrix, dims };
            COVARIANCES[kind].fill(kernels, { ...shared, a: held, b: held, rows: count, cols: count });
            const before = Float64Array.from(matrix);
            COVARIANCES[kind].differentiate(kernels, {
              ...shared,
              points: held,
              inverse: inKernels(kernels, inverse),
              alpha: inKernels(kernels, alpha),
              pointGradient,
              sums,
              count,
            });

            pointGradient.forEach((value, k) =>
              expect(value).toBeCloseTo(
                central((by) => loss(nudged(z, k, by), still, 0)),
                6,
              ),
            );
            for (let d = 0; d < dims; d++)
              expect(sums[d]).toBeCloseTo(
                central((by) => loss(z, [...nudged(still, d, by)], 0)),
                6,
              );
            expect(sums[dims]).toBeCloseTo(loss(z, still, 0), 9);
            let trace = 0;
            for (let i = 0; i < count; i++) trace += (inverse[i * count + i]! - alpha[i]! ** 2) / (2 * count);
            expect(sums[dims + 1]).toBeCloseTo(trace, 9);
            expect(matrix).toEqual(inKernels(kernels, before));
          });
      }),
      { numRuns: 25 },
    );
  },
);
