import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PatchSettings } from '../../src-shared/experiment';
import { candidatePixel } from '../../src-shared/maps';
import type { Frame } from '../../src-shared/scan';
import { createRandom, uniform } from '../numerics/random';
import { buildPatchSet, candidateGrid, gatherPatches, heightPatch, keepPlaces } from './patches';

function randomFrame(rows: number, cols: number, seed = 1): Frame {
  const random = createRandom(seed);
  const heightsMetres = Float32Array.from({ length: rows * cols }, () => uniform(random) * 1e-8);
  return { rows, cols, widthMetres: 1e-6, heightMetres: 1e-6, heightsMetres };
}

const settings = (size: number, stride = 1): PatchSettings => ({ size, stride, normalisation: 'global' });

test('the grid has the counts of the method', () => {
  const count = (pixels: number, stride: number) => {
    const grid = candidateGrid({ rows: pixels, cols: pixels }, settings(16, stride));
    return grid.rows * grid.cols;
  };

  expect([count(50, 1), count(128, 1), count(256, 1), count(256, 2), count(128, 2)]).toEqual([
    1225, 12_769, 58_081, 14_641, 3249,
  ]);
  expect(() => candidateGrid({ rows: 32, cols: 40 }, settings(64))).toThrow('does not fit');
});

test('a patch is the even window whose [size/2, size/2] is the pixel of the candidate', () => {
  fc.assert(
    fc.property(
      fc.record({ rows: fc.integer({ min: 8, max: 20 }), cols: fc.integer({ min: 8, max: 20 }) }),
      fc.constantFrom(4, 6, 8),
      fc.integer({ min: 1, max: 3 }),
      ({ rows, cols }, size, stride) => {
        const set = buildPatchSet(randomFrame(rows, cols), settings(size, stride));

        for (let k = 0; k < set.count; k++) {
          const { row, col } = candidatePixel(set.grid, k);
          const patch = heightPatch(set, k);
          for (let i = 0; i < size; i++)
            for (let j = 0; j < size; j++)
              expect(patch[i * size + j]).toBe(set.image[(row - size / 2 + i) * cols + col - size / 2 + j]);
        }
        const last = candidatePixel(set.grid, set.count - 1);
        expect(last.row + size / 2).toBeLessThanOrEqual(rows);
        expect(last.row + size / 2 + stride).toBeGreaterThan(rows);
        expect(last.col + size / 2 + stride).toBeGreaterThan(cols);
      },
    ),
    { numRuns: 30 },
  );
});

test('a candidate is usable exactly where its window misses no pixel', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 14 * 17 - 1 }), { maxLength: 6 }),
      fc.integer({ min: 1, max: 3 }),
      (holes, stride) => {
        const frame = randomFrame(14, 17);
        for (const hole of holes) frame.heightsMetres[hole] = NaN;

        const set = buildPatchSet(frame, settings(4, stride));

        for (let k = 0; k < set.count; k++)
          expect(set.usable[k]).toBe(heightPatch(set, k).some((height) => Number.isNaN(height)) ? 0 : 1);
      },
    ),
    { numRuns: 40 },
  );
});

test('each normalisation gives what its name says', () => {
  const frame = randomFrame(12, 12, 7);
  const gather = (normalisation: PatchSettings['normalisation']) => {
    const set = buildPatchSet(frame, { ...settings(6), normalisation });
    const out = new Float32Array(2 * 36);
    gatherPatches(set, [10, 3], out);
    return { set, out };
  };

  const plain = gather('global').out;
  const stretched = gather('perPatch').out;
  const { set, out: centred } = gather('perPatchCentered');

  expect([Math.min(...set.image), Math.max(...set.image)]).toEqual([0, 1]);
  const deviation = Math.sqrt(variance(set.image));
  for (const half of [0, 1]) {
    const part = (values: Float32Array) => values.subarray(half * 36, (half + 1) * 36);
    const [min, max] = [Math.min(...part(plain)), Math.max(...part(plain))];
    const mean = average(part(plain));
    part(plain).forEach((height, p) => {
      expect(part(stretched)[p]).toBeCloseTo((height - min) / (max - min), 5);
      expect(part(centred)[p]).toBeCloseTo((height - mean) / deviation, 5);
    });
  }
});

test('flat ground becomes 0, not NaN', () => {
  const flat: Frame = { ...randomFrame(10, 10), heightsMetres: new Float32Array(100).fill(2e-9) };
  for (const normalisation of ['global', 'perPatch', 'perPatchCentered'] as const) {
    const out = new Float32Array(16);
    gatherPatches(buildPatchSet(flat, { ...settings(4), normalisation }), [5], out);

    expect(out).toEqual(new Float32Array(16));
  }
});

test('only the given pixels are candidates, and only where their patch is whole', () => {
  const set = buildPatchSet(randomFrame(10, 12), settings(4));
  const kept = keepPlaces(set, [
    { row: 2, col: 2 },
    { row: 3, col: 5 },
    { row: 0, col: 0 },
    { row: 40, col: 3 },
  ]);
  expect(Array.from(kept.usable).flatMap((usable, k) => (usable === 1 ? [k] : []))).toEqual([0, set.grid.cols + 3]);
  expect(keepPlaces(set, undefined)).toBe(set);
});

function average(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float32Array): number {
  const mean = average(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
