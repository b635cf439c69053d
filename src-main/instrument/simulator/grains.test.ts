import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../numerics/random';
import type { Grains } from './grains';
import { lookAround, sitesAround, sowGrains } from './grains';

/** Power of a site at a place, straight from the definition. */
function power(grains: Grains, k: number, row: number, col: number): number {
  return (row - grains.row[k]!) ** 2 + (col - grains.col[k]!) ** 2 - grains.weight[k]!;
}

describe('grains', () => {
  test('are 90 on 128 x 128 pixels and four times as many on 256 x 256, of the same size', () => {
    const small = sowGrains(createRandom(1), 128);
    const large = sowGrains(createRandom(1), 256);

    expect(small.count).toBe(130);
    expect(large.count).toBe(518);
    expect(large.radius).toBe(small.radius);
    expect(small.radius).toBeCloseTo(Math.sqrt(128 ** 2 / 90 / Math.PI), 10);
  });

  test('own the places where their power is the least, and list every boundary in order', () => {
    const grains = sowGrains(createRandom(2), 64);
    const place = fc.double({ min: -0.5, max: 63.5, noNaN: true });

    fc.assert(
      fc.property(place, place, (row, col) => {
        const { grain, neighbours, distances } = lookAround(grains, { row, col });
        const powers = Array.from({ length: grains.count }, (_, k) => power(grains, k, row, col));
        expect(powers[grain]).toBe(Math.min(...powers));
        expect(neighbours.length).toBe(grains.count - 1);
        expect([...distances].sort((a, b) => a - b)).toEqual(distances);
      }),
    );
  });

  test('meet at the distance they claim: a step of that length towards the neighbour ends on the boundary', () => {
    const grains = sowGrains(createRandom(3), 64);
    const place = fc.double({ min: 0, max: 63, noNaN: true });

    fc.assert(
      fc.property(place, place, (row, col) => {
        const { grain, neighbours, distances } = lookAround(grains, { row, col });
        const k = neighbours[0]!;
        const [down, right] = [grains.row[k]! - grains.row[grain]!, grains.col[k]! - grains.col[grain]!];
        const step = distances[0]! / Math.hypot(down, right);
        const [edgeRow, edgeCol] = [row + step * down, col + step * right];
        expect(power(grains, grain, edgeRow, edgeCol)).toBeCloseTo(power(grains, k, edgeRow, edgeCol), 6);
        // No third grain begins before that: the boundary is the nearest one.
        const owner = lookAround(grains, { row: row + 0.999 * step * down, col: col + 0.999 * step * right }).grain;
        expect(owner).toBe(grain);
      }),
    );
  });

  test('look the same from the few sites about a square as from all', () => {
    const grains = sowGrains(createRandom(4), 256);
    const tile = fc.integer({ min: 0, max: 15 });
    const inside = fc.integer({ min: 0, max: 15 });

    fc.assert(
      fc.property(tile, tile, inside, inside, (top, left, down, right) => {
        const sites = sitesAround(grains, { row: top * 16 + 7.5, col: left * 16 + 7.5, side: 16 });
        const at = { row: top * 16 + down, col: left * 16 + right };
        const few = lookAround(grains, at, sites);
        const all = lookAround(grains, at);
        expect(sites.length).toBeLessThan(grains.count / 3);
        expect(few.grain).toBe(all.grain);
        const reach = Math.max(2, all.distances.filter((distance) => distance < 16).length);
        expect(few.neighbours.slice(0, reach)).toEqual(all.neighbours.slice(0, reach));
        expect(few.distances.slice(0, reach)).toEqual(all.distances.slice(0, reach));
      }),
      { numRuns: 300 },
    );
  });
});
