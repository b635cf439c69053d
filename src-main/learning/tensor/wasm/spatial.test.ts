/** The compiled spatial decoder and cross-entropy against their plain twins. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom, standardNormal, uniform } from '../../../numerics/random';
import { compiledKernels } from '../../testing/compiledKernels';
import type { Kernels, Reals } from '../kernels';
import { plainKernels } from '../plainKernels';
import { spatialLength } from '../plainSpatial';
import { instantiate, loadInstance } from './instance';
import { createWasmKernels } from './wasmKernels';

const built: Partial<Record<'fused' | 'unfused', Kernels>> = {};

beforeAll(async () => {
  const folder = await compiledKernels();
  built.fused = createWasmKernels(loadInstance(folder));
  built.unfused = createWasmKernels(instantiate('wasm', readFileSync(join(folder, 'kernels.wasm'))));
}, 120_000);

interface Shape {
  readonly samples: number;
  readonly pixels: number;
  readonly hidden: number;
  readonly seed: number;
}

const shape = fc.record({
  samples: fc.integer({ min: 1, max: 40 }),
  pixels: fc.integer({ min: 1, max: 150 }),
  hidden: fc.constantFrom(8, 16, 32, 24, 10),
  seed: fc.nat(),
});

/** Everything that the decoder gives, from numbers that depend on the seed only. */
function decode(kernels: Kernels, { samples, pixels, hidden, seed }: Shape, training: boolean): number[][] {
  return kernels.scope(() => {
    const random = createRandom(seed);
    const fill = (length: number, draw: () => number): Reals => {
      const values = kernels.single(length);
      for (let k = 0; k < length; k++) values[k] = draw();
      return values;
    };
    const normal = (scale: number) => () => scale * standardNormal(random);
    const places = fill(samples * pixels * 2, normal(1));
    const offsets = fill(samples * hidden, normal(1));
    const parameters = fill(spatialLength(hidden), normal(1.5 / Math.sqrt(hidden)));
    const targets = fill(samples * pixels, () => uniform(random));
    const logits = kernels.single(samples * pixels);
    const losses = kernels.double(samples);
    const gradient = kernels.single(spatialLength(hidden));
    const offsetGradient = kernels.single(samples * hidden);
    const placeGradient = kernels.single(samples * pixels * 2);
    const outputs = { losses, gradient, offsetGradient, placeGradient };
    const learn = training ? { targets, factor: 1 / (samples * pixels), ...outputs } : undefined;
    kernels.spatialDecoder({ places, offsets, parameters, logits, samples, pixels, hidden, training: learn });
    return [logits, ...Object.values(outputs)].map((values) => Array.from(values));
  });
}

/** Largest difference of each part, relative to the largest number of that part. */
function differences(ours: readonly number[][], expected: readonly number[][]): number[] {
  return ours.map((values, part) => {
    const scale = Math.max(1e-9, ...expected[part]!.map(Math.abs));
    return Math.max(...values.map((value, k) => Math.abs(value - expected[part]![k]!))) / scale;
  });
}

describe.each(['fused', 'unfused'] as const)('%s', (build) => {
  test('the spatial decoder and its slopes', () => {
    fc.assert(
      fc.property(shape, (sizes) => {
        const wrong = differences(decode(built[build]!, sizes, true), decode(plainKernels, sizes, true));
        expect(Math.max(...wrong)).toBeLessThan(2e-5);
      }),
      { numRuns: 25 },
    );
  });

  test('decoding alone leaves all slopes as they were', () => {
    const sizes = { samples: 3, pixels: 70, hidden: 16, seed: 1 };
    const [logits, ...others] = decode(built[build]!, sizes, false);
    const [trained] = decode(built[build]!, sizes, true);
    expect(logits).toEqual(trained);
    expect(others.flat().every((value) => value === 0)).toBe(true);
  });

  test('cross-entropy, for logits of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 30 }), fc.nat(), (rows, cols, seed) => {
        const run = (kernels: Kernels) =>
          kernels.scope(() => {
            const random = createRandom(seed);
            const [logits, targets] = [kernels.single(rows * cols), kernels.single(rows * cols)];
            for (let k = 0; k < logits.length; k++) {
              logits[k] = 12 * standardNormal(random);
              targets[k] = uniform(random);
            }
            const losses = kernels.double(rows);
            kernels.crossEntropy({ logits, targets, losses, factor: 0.5, rows, cols });
            return [Array.from(logits), Array.from(losses)];
          });
        const wrong = differences(run(built[build]!), run(plainKernels));
        if (rows > 0) expect(Math.max(...wrong)).toBeLessThan(2e-6);
        else expect(wrong).toEqual([-Infinity, -Infinity]);
      }),
      { numRuns: 40 },
    );
  });
});
