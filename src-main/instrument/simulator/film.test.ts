import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../numerics/random';
import { boundaryLookup, boundaryProfile } from './boundary';
import { CLASS_COUNT, classMixture, largestShare, mixHidden } from './classes';
import type { Film } from './film';
import { createFilm } from './film';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

function meanHeight(film: Film, where: (pixel: number) => boolean): number {
  const kept = film.heightsMetres.filter((_, pixel) => where(pixel));
  return kept.reduce((sum, height) => sum + height, 0) / kept.length;
}

/** Share of the area of each class. */
function areas(film: Film): number[] {
  const counts = new Array<number>(CLASS_COUNT).fill(0);
  for (let p = 0; p < film.rows * film.cols; p++)
    counts[largestShare(film.weights.subarray(p * CLASS_COUNT, (p + 1) * CLASS_COUNT))]! += 1;
  return counts.map((count) => count / (film.rows * film.cols));
}

function roughness(film: Film): { rms: number; range: number } {
  const mean = meanHeight(film, () => true);
  const squares = film.heightsMetres.reduce((sum, height) => sum + (height - mean) ** 2, 0);
  const low = film.heightsMetres.reduce((least, height) => Math.min(least, height), Infinity);
  const high = film.heightsMetres.reduce((most, height) => Math.max(most, height), -Infinity);
  return { rms: Math.sqrt(squares / film.heightsMetres.length), range: high - low };
}

describe('ten films of 128 x 128 pixels', () => {
  let films: Film[];
  beforeAll(() => {
    films = SEEDS.map((seed) => createFilm(128, seed));
  });

  test('are as rough as a perovskite film: RMS about 13 nm, range 70 to 90 nm', () => {
    const rough = films.map(roughness);

    // The recipe asks for 12 to 13 nm; the median lies on the upper limit.
    expect(median(rough.map(({ rms }) => rms))).toBeGreaterThan(12e-9);
    expect(median(rough.map(({ rms }) => rms))).toBeLessThan(13.3e-9);
    expect(median(rough.map(({ range }) => range))).toBeGreaterThan(70e-9);
    expect(median(rough.map(({ range }) => range))).toBeLessThan(90e-9);
  });

  test('have the areas of the classes that the recipe gives', () => {
    const [club, heart, diamond, nothing] = [0, 1, 2, 3].map((k) => median(films.map((film) => areas(film)[k]!)));

    // Heart may pass the .44 of the recipe a little: the distance is that to the nearest boundary, which is never more
    // than the one to the site with the second least power, so boundaries and junctions are a little wider.
    expect(club).toBeGreaterThan(0.4);
    expect(club).toBeLessThan(0.47);
    expect(heart).toBeGreaterThan(0.38);
    expect(heart).toBeLessThan(0.46);
    expect(diamond).toBeGreaterThan(0.11);
    expect(diamond).toBeLessThan(0.14);
    expect(nothing).toBeGreaterThan(0.013);
    expect(nothing).toBeLessThan(0.028);
  });

  test('have shares of classes that add up to 1 everywhere', () => {
    for (const { weights } of films) {
      let worst = 0;
      for (let p = 0; p < weights.length; p += CLASS_COUNT) {
        const sum = weights[p]! + weights[p + 1]! + weights[p + 2]! + weights[p + 3]!;
        worst = Math.max(worst, Math.abs(sum - 1));
      }
      expect(weights.every((share) => share >= 0)).toBe(true);
      expect(worst).toBeLessThan(1e-6);
    }
  });

  test('are low at boundaries, lower at junctions, and high inside the grains', () => {
    for (const film of films) {
      const inside = meanHeight(film, (p) => film.boundaryPixels[p]! > 5);
      const edge = meanHeight(film, (p) => film.boundaryPixels[p]! < 1 && film.junction[p]! < 0.1);
      const junction = meanHeight(film, (p) => film.junction[p]! > 0.9);
      expect(inside - edge).toBeGreaterThan(10e-9);
      expect(edge - junction).toBeGreaterThan(3e-9);
    }
  });

  test('hide the variable in a fifth of the area, in low grains, and have null curves nowhere else', () => {
    for (const film of films) {
      const share = film.hidden.reduce((sum, flag) => sum + flag, 0) / film.hidden.length;
      expect(share).toBeGreaterThan(0.08);
      expect(share).toBeLessThan(0.32);
      const inside = (flag: number) => meanHeight(film, (p) => film.hidden[p] === flag && film.boundaryPixels[p]! > 3);
      expect(inside(0) - inside(1)).toBeGreaterThan(5e-9);
      for (let p = 0; p < film.hidden.length; p++)
        if (film.weights[p * CLASS_COUNT + 3]! > 0.1) expect(film.hidden[p]).toBe(1);
    }
    expect(median(films.map((film) => film.hidden.reduce((sum, flag) => sum + flag, 0) / 128 ** 2))).toBeCloseTo(
      0.2,
      1,
    );
  });

  test('have about a fifth of their boundaries asymmetric, and diamonds only there or hidden', () => {
    const shares = films.map((film) => film.asymmetric.reduce((sum, flag) => sum + flag, 0) / 128 ** 2);

    expect(median(shares)).toBeGreaterThan(0.15);
    expect(median(shares)).toBeLessThan(0.3);
    for (const film of films)
      for (let p = 0; p < film.hidden.length; p++)
        if (film.weights[p * CLASS_COUNT + 2]! > 0.1) expect(film.asymmetric[p]! + film.hidden[p]!).toBeGreaterThan(0);
  });

  test('have a conductance of mean 0 and variance 1 that has nothing to do with height', () => {
    const correlations = films.map((film) => {
      const mean = meanHeight(film, () => true);
      const { rms } = roughness(film);
      const field = film.conductance;
      expect(field.reduce((sum, value) => sum + value, 0) / field.length).toBeCloseTo(0, 5);
      expect(field.reduce((sum, value) => sum + value ** 2, 0) / field.length).toBeCloseTo(1, 4);
      return field.reduce((sum, value, p) => sum + (value * (film.heightsMetres[p]! - mean)) / rms, 0) / field.length;
    });

    expect(Math.abs(median(correlations))).toBeLessThan(0.05);
  });
});

describe('a film', () => {
  test('is the same for the same seed, byte for byte, and another for another', () => {
    const [one, again, other] = [createFilm(64, 7), createFilm(64, 7), createFilm(64, 8)];

    expect(again).toEqual(one);
    for (const key of ['heightsMetres', 'weights', 'conductance', 'boundaryPixels'] as const)
      expect(other[key]).not.toEqual(one[key]);
  });

  test('of 256 x 256 pixels is 4 µm of the same stuff', () => {
    const film = createFilm(256, 1);
    const [club, heart, diamond] = areas(film);

    expect([film.rows, film.cols, film.widthMetres, film.heightMetres]).toEqual([256, 256, 4e-6, 4e-6]);
    expect(roughness(film).rms).toBeGreaterThan(12e-9);
    expect(roughness(film).rms).toBeLessThan(14e-9);
    expect(Math.abs(club! - 0.42)).toBeLessThan(0.04);
    expect(Math.abs(heart! - 0.44)).toBeLessThan(0.04);
    expect(Math.abs(diamond! - 0.12)).toBeLessThan(0.03);
  });

  test('refuses a size that is none', () => {
    for (const pixels of [0, 31, 1025, 64.5, NaN]) expect(() => createFilm(pixels, 1)).toThrow(RangeError);
  });
});

describe('boundaries', () => {
  test('are the same from both sides, whatever was asked before', () => {
    const one = boundaryLookup(createRandom(1));
    const two = boundaryLookup(createRandom(1));
    two(5, 9);

    expect(one(3, 7)).toEqual(one(7, 3));
    expect(two(7, 3)).toEqual(one(3, 7));
    expect(one(3, 8)).not.toEqual(one(3, 7));
  });

  test('are asymmetric in 22 % of cases and 8 to 20 nm deep', () => {
    const lookup = boundaryLookup(createRandom(2));
    const many = Array.from({ length: 5000 }, (_, k) => lookup(k, k + 1));

    expect(Math.abs(many.filter(({ asymmetric }) => asymmetric).length / 5000 - 0.22)).toBeLessThan(0.03);
    expect(many.every(({ groove }) => groove >= 8 && groove < 20)).toBe(true);
    expect(many.filter(({ sharpGrain }, k) => sharpGrain === k).length / 5000).toBeCloseTo(0.5, 1);
  });

  test('have one sharp high side and one smooth deep side where they are asymmetric', () => {
    const sided = { asymmetric: true, sharpGrain: 1, groove: 10 };
    const even = { asymmetric: false, sharpGrain: 1, groove: 10 };

    expect(boundaryProfile(sided, 1, 1.5)).toBeGreaterThan(3);
    expect(boundaryProfile(sided, 2, 1.5)).toBeLessThan(-14);
    expect(boundaryProfile(even, 1, 1.5)).toBe(boundaryProfile(even, 2, 1.5));
    expect(boundaryProfile(even, 1, 0)).toBe(-10);
    expect(Math.abs(boundaryProfile(sided, 2, 15))).toBeLessThan(1e-4);
  });
});

describe('the mixture of classes', () => {
  test('follows the structure', () => {
    const at = (boundaryPixels: number, junction: number, asymmetric: boolean): number =>
      largestShare(mixHidden(classMixture({ boundaryPixels, junction, asymmetric }), undefined));

    expect([at(6, 0, false), at(6, 0, true), at(0.5, 0, false), at(0.5, 0, true), at(0.5, 0.9, true)]).toEqual([
      0, 0, 1, 2, 1,
    ]);
  });

  test('follows the hidden fields where there are any', () => {
    const visible = classMixture({ boundaryPixels: 6, junction: 0, asymmetric: false });

    expect(largestShare(mixHidden(visible, [0, 0, 2, 0]))).toBe(2);
    expect(largestShare(mixHidden(visible, [0, 0, 0, 2]))).toBe(3);
    expect(largestShare(mixHidden(visible, [0, 0.3, 0, 0.5]))).toBe(1);
  });
});
