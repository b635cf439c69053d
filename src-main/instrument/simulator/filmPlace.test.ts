import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pixelToSample, samplePoint } from '../../../src-shared/geometry';
import { createFilm } from './film';
import { filmHeight, filmPixel, filmPlace } from './filmPlace';

const film = createFilm(32, 4);
const half = film.widthMetres / 2;
const index = fc.integer({ min: 0, max: 31 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('a place of the film', () => {
  test('is exact on pixel centres', () => {
    fc.assert(
      fc.property(index, index, (row, col) => {
        const at = pixelToSample(film, { row, col });
        const pixel = row * 32 + col;
        const place = filmPlace(film, at);
        expect(filmPixel(film, at)).toBe(pixel);
        expect(filmHeight(film, at)).toBeCloseTo(film.heightsMetres[pixel]!, 18);
        expect(place.heightMetres).toBe(filmHeight(film, at));
        expect(place.conductance).toBeCloseTo(film.conductance[pixel]!, 10);
        place.weights.forEach((weight, k) => {
          expect(weight).toBeCloseTo(film.weights[pixel * 4 + k]!, 10);
        });
      }),
    );
  });

  test('is bilinear between four centres: halfway along both it is their mean', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }), share, (row, col, part) => {
        const height = (r: number, c: number): number => film.heightsMetres[(row + r) * 32 + col + c]!;
        const down = filmHeight(film, pixelToSample(film, { row: row + part, col }));
        const middle = filmHeight(film, pixelToSample(film, { row: row + 0.5, col: col + 0.5 }));
        expect(down).toBeCloseTo((1 - part) * height(0, 0) + part * height(1, 0), 16);
        expect(middle).toBeCloseTo((height(0, 0) + height(0, 1) + height(1, 0) + height(1, 1)) / 4, 16);
      }),
    );
  });

  test('has shares that add up to 1 anywhere, and lies in a pixel only on the film', () => {
    const anywhere = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(anywhere, anywhere, (x, y) => {
        const at = samplePoint(x * half, y * half);
        expect(filmPlace(film, at).weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
        if (Math.abs(x) > 1.001 || Math.abs(y) > 1.001) expect(filmPixel(film, at)).toBeUndefined();
        if (Math.abs(x) < 0.999 && Math.abs(y) < 0.999) expect(filmPixel(film, at)).toBeDefined();
      }),
    );
  });

  test('has its corners where they are drawn', () => {
    expect(filmPixel(film, samplePoint(-half, half))).toBe(0);
    expect(filmPixel(film, samplePoint(half, half))).toBe(31);
    expect(filmPixel(film, samplePoint(-half, -half))).toBe(31 * 32);
    expect(filmPixel(film, samplePoint(half, -half))).toBe(1023);
  });
});
