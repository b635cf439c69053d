import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCumulative } from '../numerics/stats';
import { cellCounts, latentGrid, nearestDistances, supportDistance } from './latentGrid';
import { normalQuantile } from './normalQuantile';

const DATA = Float32Array.from([0, 0, 0.1, 0, 0, 0.1, 0.1, 0.1]);

describe('the grid over the latent plane', () => {
  it('has the quantiles of the prior as published, the row value falling', () => {
    const { rowValues, colValues } = latentGrid({ axes: [0, 1], size: 10 }, DATA, 2);
    const published = [1.6449, 1.0364, 0.6745, 0.3853, 0.1257];
    expect([...rowValues.slice(0, 5)].map((z) => Number(z.toFixed(4)))).toEqual(published);
    expect([...colValues].reverse().map((z) => Number(z.toFixed(9)))).toEqual(
      [...rowValues].map((z) => Number(z.toFixed(9))),
    );
  });

  it('holds the other latents at the mean of the data', () => {
    const data = Float32Array.from([1, 2, 3, 3, 4, 5]);
    const { places, base } = latentGrid({ axes: [2, 0], size: 2, box: { row: [0, 1], col: [5, 6] } }, data, 3);
    expect([...base]).toEqual([2, 3, 4]);
    expect([...places]).toEqual([5, 3, 1, 6, 3, 1, 5, 3, 0, 6, 3, 0]);
  });

  it('counts every datum within reach in exactly one cell', () => {
    const grid = latentGrid({ axes: [0, 1], size: 10 }, DATA, 2);
    expect(cellCounts(grid, [0, 1], DATA, 2).reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(cellCounts(grid, [0, 1], Float32Array.from([9, 0]), 2).every((count) => count === 0)).toBe(true);
  });

  it('knows how far data are, and from where on there are none', () => {
    const places = Float32Array.from([0, 0, 0.1, 0.5, 3, 4]);
    expect([...nearestDistances(places, DATA, 2)].map((distance) => Number(distance.toFixed(3)))).toEqual([
      0, 0.4, 4.86,
    ]);
    expect(supportDistance(DATA, 2)).toBeCloseTo(0.3, 6);
  });
});

it('the normal quantile is the inverse of the distribution', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (p) => {
      expect(normalCumulative(normalQuantile(p))).toBeCloseTo(p, 12);
    }),
  );
});
