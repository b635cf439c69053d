/** The compiled kernels against their plain twins on random shapes: odd sizes, no rows, one row. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom, standardNormal } from '../../../numerics/random';
import { compiledKernels } from '../../testing/compiledKernels';
import type { Activation, Kernels } from '../kernels';
import { plainKernels } from '../plainKernels';
import { addressOf } from './arena';
import { instantiate, loadInstance } from './instance';
import { createWasmKernels } from './wasmKernels';

const built: Partial<Record<'fused' | 'unfused', Kernels>> = {};

beforeAll(async () => {
  const folder = await compiledKernels();
  const fused = loadInstance(folder);
  expect(fused.name).toBe('wasm-fused');
  built.fused = createWasmKernels(fused);
  built.unfused = createWasmKernels(instantiate('wasm', readFileSync(join(folder, 'kernels.wasm'))));
}, 120_000);

const runs = { numRuns: 60 };
const side = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 140 }));
const shape = fc.record({ rows: side, inner: side, cols: side, seed: fc.nat() });
const activations = fc.constantFrom<Activation>('linear', 'relu', 'tanh', 'sigmoid');

/** The same numbers in the memory of each kernels. */
function fill<T extends Float32Array | Float64Array>(values: T, seed: number): T {
  const random = createRandom(seed);
  for (let k = 0; k < values.length; k++) values[k] = standardNormal(random);
  return values;
}

/** What single precision may lose in a sum of so many products of numbers about 1. */
const roundingOf = (count: number) => 1e-6 * Math.sqrt(1 + count);

/** Runs the same work on both and compares what it returns, number by number. */
function agree(kernels: Kernels, tolerance: number, work: (kernels: Kernels) => readonly ArrayLike<number>[]): void {
  const run = (on: Kernels) => on.scope(() => work(on).map((values) => Array.from(values)));
  const [ours, plain] = [run(kernels), run(plainKernels)];
  const wrong = ours.flatMap((values, part) => {
    const scale = Math.max(1, ...plain[part]!.map(Math.abs));
    return values.flatMap((value, k) => {
      const expected = plain[part]![k]!;
      return Math.abs(value - expected) <= tolerance * scale ? [] : [{ part, k, value, expected }];
    });
  });
  expect(wrong).toEqual([]);
}

describe.each(['fused', 'unfused'] as const)('%s', (build) => {
  test('dense layers', () => {
    fc.assert(
      fc.property(shape, activations, ({ rows, inner, cols, seed }, activation) =>
        agree(built[build]!, roundingOf(inner), (kernels) => {
          const input = fill(kernels.single(rows * inner), seed);
          const weights = fill(kernels.single(inner * cols), seed + 1);
          const bias = fill(kernels.single(cols), seed + 2);
          const output = kernels.single(rows * cols);
          kernels.dense({ input, weights, bias, output, rows, inner, cols, activation });
          return [output];
        }),
      ),
      runs,
    );
  });

  test('gradients of dense layers', () => {
    fc.assert(
      fc.property(shape, activations, ({ rows, inner, cols, seed }, activation) =>
        agree(built[build]!, roundingOf(Math.max(rows, cols)), (kernels) => {
          const job = {
            input: fill(kernels.single(rows * inner), seed).map((value) => value / 3),
            weights: fill(kernels.single(inner * cols), seed + 1),
            outputGradient: fill(kernels.single(rows * cols), seed + 2),
            inputGradient: kernels.single(rows * inner),
            weightGradient: kernels.single(inner * cols),
            biasGradient: kernels.single(cols),
          };
          const input = kernels.single(rows * inner);
          input.set(job.input);
          kernels.denseInputGradient({ ...job, input, rows, inner, cols, activation });
          kernels.denseWeightGradient({ ...job, input, rows, inner, cols });
          return [job.inputGradient, job.weightGradient, job.biasGradient];
        }),
      ),
      runs,
    );
  });

  test('inner dimensions longer than one packed part', () => {
    agree(built[build]!, roundingOf(2500), (kernels) => {
      const [rows, inner, cols] = [6, 2500, 10];
      const input = fill(kernels.single(rows * inner), 1);
      const weights = fill(kernels.single(inner * cols), 2);
      const output = kernels.single(rows * cols);
      kernels.dense({ input, weights, bias: kernels.single(cols), output, rows, inner, cols, activation: 'linear' });
      return [output];
    });
  });

  test('steps of Adam', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 }), fc.nat(), (count, seed) =>
        agree(built[build]!, 1e-6, (kernels) => {
          const values = fill(kernels.single(count), seed);
          const moments = { firstMoment: kernels.single(count), secondMoment: kernels.single(count) };
          for (const step of [1, 2, 3]) {
            const gradient = fill(kernels.single(count), seed + step);
            kernels.adam({ values, gradient, ...moments, rate: 0.01, step });
          }
          return [values, moments.firstMoment, moments.secondMoment];
        }),
      ),
      { numRuns: 12 },
    );
  });

  test('kernel matrices of any number of dimensions, and row sums', () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 5 }), ({ rows, cols, seed }, dims) =>
        agree(built[build]!, 1e-13, (kernels) => {
          const a = fill(kernels.double(rows * dims), seed);
          const b = fill(kernels.double(cols * dims), seed + 1);
          const inverseLengthscales = fill(kernels.double(dims), seed + 2);
          const matrix = kernels.double(rows * cols);
          const [plain, weighted] = [kernels.double(rows), kernels.double(rows)];
          kernels.rbfMatrix({ a, b, inverseLengthscales, outputscale: 1.7, matrix, rows, cols, dims });
          kernels.reduceRows({ matrix, vector: undefined, out: plain, rows, cols });
          const vector = fill(kernels.double(cols), seed + 3);
          kernels.reduceRows({ matrix, vector, out: weighted, rows, cols });
          const single = kernels.single(rows * cols);
          single.set(fill(new Float32Array(rows * cols), seed + 4));
          const ofSingle = kernels.double(rows);
          kernels.reduceRows({ matrix: single, vector, out: ofSingle, rows, cols });
          return [matrix, plain, weighted, ofSingle];
        }),
      ),
      runs,
    );
  });

  test('points very far apart have no similarity', () => {
    const kernels = built[build]!;
    kernels.scope(() => {
      const a = kernels.double(2);
      const matrix = kernels.double(4);
      const inverseLengthscales = kernels.double(1).fill(1);
      a.set([0, 1e6]);
      kernels.rbfMatrix({ a, b: a, inverseLengthscales, outputscale: 2, matrix, rows: 2, cols: 2, dims: 1 });

      expect([matrix[0], matrix[3]]).toEqual([2, 2]);
      expect(matrix[1]).toBeLessThan(1e-300);
    });
  });

  test('factors, solves, inverses and slopes of a process', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 3 }), fc.nat(), (n, dims, seed) =>
        agree(built[build]!, 1e-8, (kernels) => {
          const z = fill(kernels.double(n * dims), seed);
          const inverseLengthscales = kernels.double(dims).fill(1.3);
          const matrix = kernels.double(n * n);
          const factor = kernels.double(n * n);
          const inverse = kernels.double(n * n);
          const rows = fill(kernels.double(7 * n), seed + 1);
          kernels.rbfMatrix({ a: z, b: z, inverseLengthscales, outputscale: 0.8, matrix, rows: n, cols: n, dims });
          factor.set(matrix);
          for (let i = 0; i < n; i++) factor[i * n + i]! += 0.05;
          const worked = kernels.cholesky(factor, n);
          kernels.invert(factor, n, inverse);
          kernels.solveLowerRows(factor, n, rows, 7);
          const alpha = fill(kernels.double(n), seed + 2);
          const [pointGradient, sums] = [kernels.double(n * dims), kernels.double(dims + 2)];
          kernels.rbfGradient({
            points: z,
            inverseLengthscales,
            matrix,
            inverse,
            alpha,
            pointGradient,
            sums,
            count: n,
            dims,
          });
          return [[worked ? 1 : 0], lower(factor, n), inverse, rows, pointGradient, sums];
        }),
      ),
      { numRuns: 40 },
    );
  });

  test('what is not positive definite is refused', () => {
    const kernels = built[build]!;
    for (const values of [[NaN], [0], [-1], [Infinity], [1, 0, 2, 1]])
      kernels.scope(() => {
        const a = kernels.double(values.length);
        a.set(values);

        expect(kernels.cholesky(a, Math.sqrt(values.length))).toBe(false);
      });
  });

  test('each row of a result depends on that row alone', () => {
    const kernels = built[build]!;
    const [rows, inner, cols] = [37, 19, 21];
    const outputOf = (first: number, count: number) =>
      kernels.scope(() => {
        const input = kernels.single(count * inner);
        input.set(fill(new Float32Array(rows * inner), 5).subarray(first * inner, (first + count) * inner));
        const output = kernels.single(count * cols);
        const weights = fill(kernels.single(inner * cols), 6);
        kernels.dense({
          input,
          weights,
          bias: kernels.single(cols),
          output,
          rows: count,
          inner,
          cols,
          activation: 'relu',
        });
        return Array.from(output);
      });

    expect(outputOf(0, rows).slice(30 * cols, 31 * cols)).toEqual(outputOf(30, 1));
  });
});

test('memory is given back, comes back as zeros, and grows when it must', () => {
  const kernels = built.fused!;
  const before = kernels.scope(() => addressOf(kernels.double(3).fill(7)));

  kernels.scope(() => {
    const again = kernels.double(3);
    expect(addressOf(again)).toBe(before);
    expect([...again]).toEqual([0, 0, 0]);
    const large = kernels.single(4_000_000);
    large[3_999_999] = 5;
    again[0] = 3;
    expect([large[3_999_999], again[0]]).toEqual([5, 3]);
  });
});

test('an array from elsewhere is refused', () => {
  expect(() => built.fused!.cholesky(new Float64Array(4), 2)).toThrow(TypeError);
});

function lower(a: Float64Array, n: number): number[] {
  return Array.from(a).filter((_, k) => k % n <= Math.floor(k / n));
}
