import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import { sweepVolts } from '../../../src-shared/sweep';
import { createRandom } from '../../numerics/random';
import type { CurveClass } from './classes';
import { CLASS_COUNT, CURVE_CLASSES } from './classes';
import { classCurrent, meanCurrents } from './curve';
import { createFilm } from './film';
import type { FilmPlace } from './filmPlace';
import { DEFAULT_IMPERFECTIONS } from './imperfections';
import { recordCurrents } from './measuredCurve';

const { sweep } = DEFAULT_EXPERIMENT;
const PLAIN: Record<CurveClass, FilmPlace> = {
  club: { heightMetres: 0, weights: [1, 0, 0, 0], conductance: 0 },
  heart: { heightMetres: 0, weights: [0, 1, 0, 0], conductance: 0 },
  diamond: { heightMetres: 0, weights: [0, 0, 1, 0], conductance: 0 },
  null: { heightMetres: 0, weights: [0, 0, 0, 1], conductance: 0 },
};

interface Opening {
  readonly low: number;
  readonly high: number;
  readonly centroid: number;
  readonly sign: number;
}

interface Described {
  readonly openings: readonly Opening[];
  readonly turnOn: number;
  readonly most: number;
}

describe('the four classes', () => {
  test('carry the currents of the recipe at 1 V and at most', () => {
    // Point 83 of the sweep is the one nearest to 1 V: 0.996 V.
    const at1Volt = CURVE_CLASSES.map((kind) => nanoamperes(meanCurrents(PLAIN[kind], sweep)[83]!));
    const most = CURVE_CLASSES.map((kind) => nanoamperes(Math.max(...meanCurrents(PLAIN[kind], sweep))));

    expect([at1Volt[0]!.toFixed(2), at1Volt[1]!.toFixed(2)]).toEqual(['0.66', '0.75']);
    expect(at1Volt[2]).toBeLessThan(1e-3);
    expect(at1Volt[3]).toBeCloseTo(0.002, 4);
    [1.56, 1.77, 0.22, 0.003].forEach((expected, k) => {
      expect(Math.abs(most[k]! / expected - 1)).toBeLessThan(0.01);
    });
  });

  test('open where the recipe says: .47-1.03; .08-.52 and .70-1.31; 1.27-1.50 V', () => {
    const [club, heart, diamond, nothing] = CURVE_CLASSES.map((kind) =>
      describeCurve(meanCurrents(PLAIN[kind], sweep), 1.7e-9),
    );

    expectBands(club!, [[0.47, 1.03, 1]]);
    expectBands(heart!, [
      [0.08, 0.52, -1],
      [0.7, 1.31, 1],
    ]);
    expectBands(diamond!, [[1.27, 1.5, 1]]);
    expectBands(nothing!, []);
    expect(Math.abs(club!.turnOn - 0.25)).toBeLessThan(0.06);
    expect(Math.abs(heart!.turnOn - 0.2)).toBeLessThan(0.06);
    expect(Math.abs(diamond!.turnOn - 1.28)).toBeLessThan(0.04);
  });

  test('cross only in the heart, which goes a little below 0', () => {
    const least = CURVE_CLASSES.map((kind) => nanoamperes(Math.min(...meanCurrents(PLAIN[kind], sweep))));

    expect(least[1]).toBeCloseTo(-0.038, 2);
    for (const k of [0, 2, 3]) expect(least[k]).toBeGreaterThanOrEqual(0);
  });

  test('are found again in noisy curves of a film, by their openings and turn-on alone', () => {
    const film = createFilm(128, 1);
    const pixels = Array.from({ length: 128 ** 2 }, (_, p) => p).filter((p) => p % 19 === 0);
    const found: Record<CurveClass, { right: number; all: number }> = {
      club: { right: 0, all: 0 },
      heart: { right: 0, all: 0 },
      diamond: { right: 0, all: 0 },
      null: { right: 0, all: 0 },
    };
    for (const p of pixels) {
      const weights = [...film.weights.subarray(p * CLASS_COUNT, (p + 1) * CLASS_COUNT)];
      const k = weights.findIndex((share) => share > 0.95);
      if (k < 0) continue;
      const mean = meanCurrents({ heightMetres: 0, weights, conductance: film.conductance[p]! }, sweep);
      const { amperes } = recordCurrents(mean, 20e-9, DEFAULT_IMPERFECTIONS, createRandom(p));
      const kind = CURVE_CLASSES[k]!;
      found[kind].all += 1;
      if (label(describeCurve(amperes, 2.1e-9), 2.1e-9) === kind) found[kind].right += 1;
    }

    expect(found.club.all).toBeGreaterThan(150);
    expect(found.club.right / found.club.all).toBeGreaterThan(0.99);
    expect(found.heart.right / found.heart.all).toBeGreaterThan(0.99);
    expect(found.diamond.right / found.diamond.all).toBeGreaterThan(0.8);
    expect(found.null.right / found.null.all).toBeGreaterThan(0.8);
  });
});

describe('any sweep', () => {
  const volts = fc.double({ min: -10, max: 10, noNaN: true });

  test('has a current that is finite and odd in the bias', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CURVE_CLASSES), volts, fc.boolean(), (kind, bias, away) => {
        const current = classCurrent(kind, bias, away);
        expect(Number.isFinite(current)).toBe(true);
        if (bias !== 0) expect(classCurrent(kind, -bias, away)).toBe(-current);
      }),
    );
  });

  test('of negative bias mirrors that of positive bias', () => {
    const mirrored = { ...sweep, peakVolts: -sweep.peakVolts };
    const up = meanCurrents(PLAIN.heart, sweep);
    const down = meanCurrents(PLAIN.heart, mirrored);

    for (let i = 1; i < up.length - 1; i++) expect(down[i]).toBe(-up[i]!);
  });

  test('takes each branch on its way, whatever the numbers of points', () => {
    const counts = fc.integer({ min: 3, max: 200 });
    fc.assert(
      fc.property(fc.constantFrom(...CURVE_CLASSES), counts, counts, (kind, upPoints, downPoints) => {
        const some = { ...sweep, upPoints, downPoints };
        const amperes = meanCurrents(PLAIN[kind], some);
        const axis = sweepVolts(some);
        expect(amperes.length).toBe(upPoints + downPoints);
        amperes.forEach((current, i) => {
          expect(current).toBeCloseTo(classCurrent(kind, axis[i]!, i < upPoints), 20);
        });
      }),
    );
  });

  test('adds the classes by their shares and scales with the conductance', () => {
    const shares = [0.5, 0.3, 0.15, 0.05];
    const mixed = meanCurrents({ heightMetres: 0, weights: shares, conductance: -1.3 }, sweep);
    const parts = CURVE_CLASSES.map((kind) => meanCurrents(PLAIN[kind], sweep));

    mixed.forEach((current, i) => {
      const sum = parts.reduce((total, part, k) => total + shares[k]! * part[i]!, 0);
      expect(current).toBeCloseTo(Math.exp(0.18 * -1.3) * sum, 18);
    });
  });

  test('through a resistance obeys Ohm at every point', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CURVE_CLASSES),
        fc.double({ min: 1e4, max: 2e8, noNaN: true }),
        (kind, seriesOhms) => {
          const amperes = meanCurrents(PLAIN[kind], sweep, { gain: 1, seriesOhms });
          const axis = sweepVolts(sweep);
          amperes.forEach((current, i) => {
            const away = i < sweep.upPoints;
            const film = axis[i]! - current * seriesOhms;
            // Below 0 V the branches of the other side would begin.
            if (film > 0) expect(Math.abs(classCurrent(kind, film, away) - current)).toBeLessThan(2e-15);
            else expect(axis[i]).toBeLessThan(1e-3);
          });
        },
      ),
      { numRuns: 20 },
    );
  });
});

/** Openings, turn-on and largest current of a curve of 126 points up and 125 down. */
function describeCurve(amperes: Float64Array, reference: number): Described {
  const up = average(amperes.slice(0, 126), 5);
  const down = average(amperes.slice(125).reverse(), 5);
  const axis = sweepVolts(sweep).slice(0, 126);
  const rough = average(amperes, 9).map((value, i) => Math.abs(amperes[i]! - value));
  const sigma = 1.4826 * rough.sort()[Math.floor(rough.length / 2)]!;
  const sorted = Float64Array.from(amperes).sort();
  const span = sorted[Math.floor(0.99 * sorted.length)]! - sorted[Math.floor(0.01 * sorted.length)]!;
  const difference = down.map((value, i) => value - up[i]!);
  const middle = down.map((value, i) => (value + up[i]!) / 2);
  const threshold = Math.max(0.012 * reference, 4 * sigma);
  const start = middle.findIndex((_, i) => i + 5 <= 126 && middle.slice(i, i + 5).every((value) => value > threshold));
  return {
    openings: openings(difference, axis, Math.max(0.03 * span, 3 * sigma, 5e-12)),
    turnOn: start < 0 ? Infinity : axis[start]!,
    most: sorted[sorted.length - 1]!,
  };
}

/** Runs of one sign beyond tau: gaps up to 4 points are closed, at least 6 points long, at least 8 % of all area. */
function openings(difference: Float64Array, axis: Float64Array, tau: number): Opening[] {
  const runs: { from: number; to: number; sign: number }[] = [];
  difference.forEach((value, i) => {
    if (Math.abs(value) <= tau) return;
    const last = runs[runs.length - 1];
    if (last?.sign === Math.sign(value) && i - last.to <= 5) last.to = i;
    else runs.push({ from: i, to: i, sign: Math.sign(value) });
  });
  const total = difference.reduce((sum, value) => sum + Math.abs(value), 0);
  return runs.flatMap(({ from, to, sign }) => {
    let area = 0;
    let moment = 0;
    for (let i = from; i <= to; i++) {
      area += Math.abs(difference[i]!);
      moment += Math.abs(difference[i]!) * axis[i]!;
    }
    if (to - from + 1 < 6 || area < 0.08 * total) return [];
    return [{ low: axis[from]!, high: axis[to]!, centroid: moment / area, sign }];
  });
}

function label({ openings: found, turnOn, most }: Described, reference: number): CurveClass | 'other' {
  const low = found.filter(({ centroid }) => centroid < 0.5).length;
  const middle = found.filter(({ centroid }) => centroid >= 0.5 && centroid <= 1.25).length;
  if (most < 0.03 * reference) return 'null';
  if (turnOn >= 1.05) return 'diamond';
  if (low > 0 && middle > 0) return 'heart';
  return middle === 1 && low === 0 ? 'club' : 'other';
}

function expectBands({ openings: found }: Described, bands: readonly (readonly [number, number, number])[]): void {
  expect(found.map(({ sign }) => sign)).toEqual(bands.map(([, , sign]) => sign));
  found.forEach(({ low, high }, i) => {
    expect(Math.abs(low - bands[i]![0])).toBeLessThan(0.05);
    expect(Math.abs(high - bands[i]![1])).toBeLessThan(0.05);
  });
}

function average(values: Float64Array, width: number): Float64Array {
  const half = (width - 1) / 2;
  return values.map((_, i) => {
    const window = values.slice(Math.max(0, i - half), i + half + 1);
    return window.reduce((sum, value) => sum + value, 0) / window.length;
  });
}

function nanoamperes(amperes: number): number {
  return amperes * 1e9;
}
