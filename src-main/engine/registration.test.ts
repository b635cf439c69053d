import fc from 'fast-check';
import { expect, it } from 'vitest';
import { samplePoint } from '../../src-shared/geometry';
import type { Frame } from '../../src-shared/scan';
import { createRandom, uniformBetween } from '../numerics/random';
import { partOf, register } from './registration';

const PIXEL = 10e-9;

/** A part of one surface about a place, with an offset of its own for each line. */
function frame(n: number, centre: { x: number; y: number }, lineOffset: (row: number) => number = () => 0): Frame {
  const heights = new Float32Array(n * n);
  for (let row = 0; row < n; row++)
    for (let col = 0; col < n; col++) {
      const x = centre.x + (col + 0.5 - n / 2) * PIXEL;
      const y = centre.y - (row + 0.5 - n / 2) * PIXEL;
      heights[row * n + col] = surface(x / PIXEL, y / PIXEL) + lineOffset(row);
    }
  return { rows: n, cols: n, widthMetres: n * PIXEL, heightMetres: n * PIXEL, heightsMetres: heights };
}

const random = createRandom(11);
/** Waves in all directions, longer than four pixels. */
const WAVES = Array.from({ length: 60 }, () => {
  const angle = uniformBetween(random, 0, 2 * Math.PI);
  const turns = uniformBetween(random, 0.1, 1.5);
  return [turns * Math.cos(angle), turns * Math.sin(angle), uniformBetween(random, 0, 2 * Math.PI)] as const;
});

function surface(x: number, y: number): number {
  return WAVES.reduce((sum, [u, v, phase]) => sum + 2e-9 * Math.sin(u * x + v * y + phase), 0);
}

it('finds any shift to a tenth of a pixel, with the sign that brings the tip back to the same place', () => {
  const survey = frame(64, { x: 0, y: 0 });
  const pixels = fc.double({ min: -12, max: 12, noNaN: true });
  fc.assert(
    fc.property(pixels, pixels, (right, up) => {
      // The sample has crept so that the middle of the scanner is over this place of the survey.
      const part = frame(32, { x: right * PIXEL, y: up * PIXEL });
      const { shift, registered } = register(survey, part);
      expect(registered).toBe(true);
      expect(Math.abs(shift.xMetres / PIXEL + right)).toBeLessThan(0.1);
      expect(Math.abs(shift.yMetres / PIXEL + up)).toBeLessThan(0.1);
    }),
    { seed: 3, numRuns: 40 },
  );
});

it('does not take an offset between lines for surface', () => {
  const survey = frame(64, { x: 0, y: 0 }, (row) => 20e-9 * Math.sin(row * row));
  const part = frame(32, { x: 5 * PIXEL, y: -3 * PIXEL }, (row) => 15e-9 * Math.cos(3 * row));
  const { shift, registered, score } = register(survey, part);
  expect([registered, score > 0.95]).toEqual([true, true]);
  expect(shift.xMetres / PIXEL).toBeCloseTo(-5, 1);
  expect(shift.yMetres / PIXEL).toBeCloseTo(3, 1);
});

it('goes on where pixels of the survey are missing', () => {
  const survey = frame(64, { x: 0, y: 0 });
  survey.heightsMetres.fill(NaN, 64 * 30, 64 * 32);
  const { shift, registered } = register(survey, frame(32, { x: 4 * PIXEL, y: 2 * PIXEL }));
  expect(registered).toBe(true);
  expect(shift.xMetres / PIXEL).toBeCloseTo(-4, 0);
  expect(shift.yMetres / PIXEL).toBeCloseTo(-2, 0);
});

it('says that it cannot tell: another surface, a flat one, a repeating one, a shift beyond the search', () => {
  const survey = frame(64, { x: 0, y: 0 });
  expect(register(survey, frame(32, { x: 4e-6, y: 7e-6 })).registered).toBe(false);
  const flat = { ...survey, heightsMetres: new Float32Array(64 * 64) };
  expect(register(flat, frame(32, { x: 0, y: 0 }))).toMatchObject({ registered: false, score: 0 });
  expect(register(survey, frame(32, { x: 20 * PIXEL, y: 0 })).registered).toBe(false);
  const lattice = (n: number): Frame => {
    const heightsMetres = Float32Array.from(
      { length: n * n },
      (_, k) => Math.sin((2 * Math.PI * (k % n)) / 8) * Math.sin((2 * Math.PI * Math.floor(k / n)) / 8),
    );
    return { rows: n, cols: n, widthMetres: n * PIXEL, heightMetres: n * PIXEL, heightsMetres };
  };
  expect(register(lattice(64), lattice(32)).registered).toBe(false);
});

it('takes the part about the middle, whole multiples of 16 pixels, with room for a shift to every side', () => {
  const survey = { rows: 30, cols: 128, widthMetres: 1.28e-6, heightMetres: 0.3e-6 };
  expect(partOf(survey, 48)).toEqual({ rows: 16, cols: 16, widthMetres: 0.16e-6, heightMetres: 0.16e-6 });
  expect(partOf({ ...survey, rows: 48, cols: 48 }, 48)).toMatchObject({ rows: 32, cols: 32 });
  expect(partOf({ ...survey, rows: 64, cols: 64 }, 48)).toMatchObject({ rows: 48, cols: 48 });
  const square = frame(64, { x: 0, y: 0 });
  expect(register(square, frame(64, { x: 0, y: 0 })).shift).toEqual(samplePoint(0, 0));
});
