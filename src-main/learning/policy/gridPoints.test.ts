import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseOnGrid, gridPoint } from './gridPoints';

const GRID = { rows: 9, cols: 9, originRow: 4, originCol: 4, stride: 1 };

test('nine places of a square lattice are the centres of its ninths, line by line and back', () => {
  const places = Array.from({ length: 9 }, (_, k) => gridPoint(GRID, 9, k)).map(({ row, col }) => [row, col]);

  expect(places).toEqual([[1, 1], [1, 4], [1, 7], [4, 7], [4, 4], [4, 1], [7, 1], [7, 4], [7, 7]]); // prettier-ignore
});

test('any number of places lies on the lattice, all different where there is room, neighbours in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 30, max: 60 }), (count, rows) => {
      const grid = { ...GRID, rows, cols: 45 };
      const places = Array.from({ length: count }, (_, k) => gridPoint(grid, count, k));

      expect(new Set(places.map(({ row, col }) => `${row}/${col}`)).size).toBe(count);
      for (const { row, col } of places)
        expect(row >= 0 && row < rows && col >= 0 && col < 45 && Number.isInteger(row + col)).toBe(true);
      places.slice(1).forEach((place, k) => expect(place.row).toBeGreaterThanOrEqual(places[k]!.row));
    }),
  );
});

test('a place that is taken gives way to the nearest one that is free', () => {
  const allowed = new Uint8Array(81).fill(1);
  expect(chooseOnGrid(GRID, { step: 1, steps: 9 }, allowed)).toEqual({ candidate: 10, reason: 'grid' });
  allowed[10] = 0;
  expect(chooseOnGrid(GRID, { step: 1, steps: 9 }, allowed)?.candidate).toBe(1);
  expect(chooseOnGrid(GRID, { step: 1, steps: 9 }, new Uint8Array(81))).toBeUndefined();
});
