import { describe, expect, it } from 'vitest';
import type { Frame } from '../../src-shared/scan';
import type { MeasuredPoint } from '../../src-shared/session/view';
import { nearestPatches, patchEdges, patchHeights } from './patch';

/** Heights that tell row and column apart: row * 100 + col. */
const frame: Frame = {
  rows: 20,
  cols: 40,
  widthMetres: 4e-6,
  heightMetres: 2e-6,
  heightsMetres: Float32Array.from({ length: 800 }, (_, i) => Math.floor(i / 40) * 100 + (i % 40)),
};
const point = (index: number, row: number, col: number) => ({ index, at: { row, col } }) as MeasuredPoint;

describe('patches', () => {
  it('have the probed pixel at [size/2, size/2]', () => {
    const heights = patchHeights(frame, { row: 10, col: 30 }, 4);

    expect(heights[2 * 4 + 2]).toBe(1030);
    expect(heights[0]).toBe(828);
    expect(heights[15]).toBe(1131);
  });

  it('are missing outside the frame', () => {
    const heights = patchHeights(frame, { row: 0, col: 0 }, 4);

    expect(heights[0]).toBeNaN();
    expect(heights[2 * 4 + 2]).toBe(0);
  });

  it('have edges on pixel borders', () => {
    const edges = patchEdges(frame, { row: 10, col: 20 }, 4);

    expect(edges.left).toBeCloseTo(-2e-7, 15);
    expect(edges.right).toBeCloseTo(2e-7, 15);
    expect(edges.top).toBeCloseTo(2e-7, 15);
    expect(edges.bottom).toBeCloseTo(-2e-7, 15);
  });

  it('find the most similar ones, nearest first', () => {
    const points = [point(0, 4, 4), point(1, 10, 21), point(2, 11, 20), point(3, 10, 20)];
    const found = nearestPatches(frame, { row: 10, col: 20 }, { points, size: 4, count: 3 });

    expect(found.map((neighbour) => neighbour.point.index)).toEqual([3, 1, 2]);
    expect(found.map((neighbour) => neighbour.distanceMetres)).toEqual([0, 1, 100]);
  });
});
