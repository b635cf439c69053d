import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Frame } from '../../src-shared/scan';
import { levelHeights, scaleHeights } from './levelling';

function frameOf(rows: number, cols: number, height: (row: number, col: number) => number): Frame {
  const heightsMetres = Float32Array.from({ length: rows * cols }, (_, k) => height(Math.floor(k / cols), k % cols));
  return { rows, cols, widthMetres: 1e-6, heightMetres: 1e-6, heightsMetres };
}

test('a tilted plane with steps from line to line is level afterwards', () => {
  fc.assert(
    fc.property(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true }), (a, b) => {
      const level = levelHeights(frameOf(20, 30, (row, col) => 5 + a * row + b * col + (row % 3)));

      for (const height of level) expect(Math.abs(height)).toBeLessThan(0.06);
    }),
  );
});

test('an exact plane leaves nothing, and missing pixels stay missing without moving the others', () => {
  const level = levelHeights(frameOf(12, 9, (row, col) => (row === 4 && col === 2 ? NaN : 1 + 0.5 * row - 0.25 * col)));

  level.forEach((height, k) => {
    if (k === 4 * 9 + 2) expect(height).toBeNaN();
    else expect(height).toBeCloseTo(0, 6);
  });
});

test('a single measured line and an empty frame are no failure', () => {
  const line = levelHeights(frameOf(6, 5, (row, col) => (row === 2 ? col : NaN)));
  const empty = levelHeights(frameOf(4, 4, () => NaN));

  expect([...line.subarray(10, 15)]).toEqual([-2, -1, 0, 1, 2]);
  expect([...line.subarray(0, 10), ...empty].every((height) => Number.isNaN(height))).toBe(true);
});

test('heights are scaled to 0..1 over the image', () => {
  expect([...scaleHeights(Float64Array.of(-2, NaN, 6, 0))]).toEqual([0, NaN, 1, 0.25]);
  expect([...scaleHeights(Float64Array.of(3, 3))]).toEqual([0, 0]);
});
