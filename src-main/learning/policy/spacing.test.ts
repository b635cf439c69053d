import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forWithin, keepDistance } from './spacing';

test('the candidates within a radius are those that a look at all of them finds', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 34 }),
      fc.integer({ min: 1, max: 3 }),
      fc.nat({ max: 9 }),
      fc.boolean(),
      (centre, stride, radiusPixels, open) => {
        const grid = { rows: 5, cols: 7, stride };
        const squared = (k: number) =>
          stride ** 2 * ((Math.floor(k / 7) - Math.floor(centre / 7)) ** 2 + ((k % 7) - (centre % 7)) ** 2);
        const visited = new Map<number, number>();

        forWithin(grid, centre, { radiusPixels, open }, (candidate, pixels) => visited.set(candidate, pixels));

        const all = Array.from({ length: 35 }, (_, k) => k);
        const inside = all.filter((k) => (open ? squared(k) < radiusPixels ** 2 : squared(k) <= radiusPixels ** 2));
        expect([...visited.keys()].sort((a, b) => a - b)).toEqual(inside);
        visited.forEach((pixels, k) => expect(pixels).toBe(squared(k)));
      },
    ),
  );
});

test('places nearer than the distance are shut out, the places themselves and those at the distance are left as they are', () => {
  const grid = { rows: 1, cols: 9, originRow: 0, originCol: 0, stride: 2 };
  const allowed = new Uint8Array(9).fill(1);
  keepDistance(allowed, grid, [4], 4);
  expect([...allowed]).toEqual([1, 1, 1, 0, 1, 0, 1, 1, 1]);
  keepDistance(allowed, grid, [0], 0);
  expect([...allowed]).toEqual([1, 1, 1, 0, 1, 0, 1, 1, 1]);
});
