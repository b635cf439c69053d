import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distanceMetres, samplePoint } from '../../../src-shared/geometry';
import { createRandom } from '../../numerics/random';
import { DEFAULT_IMPERFECTIONS, STABLE } from './imperfections';
import { contactOf, driftPath, NEW_TIP, wearTip } from './tip';

describe('drift', () => {
  test('starts at 0, keeps its speed and turns slowly', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 50_000, noNaN: true }), (seed, seconds) => {
        const at = driftPath(createRandom(seed), 5e-12);
        expect(distanceMetres(at(0), samplePoint(0, 0))).toBe(0);
        expect(distanceMetres(at(seconds), at(seconds + 1))).toBeCloseTo(5e-12, 16);
        expect(distanceMetres(at(0), at(600))).toBeGreaterThan(0.9 * 600 * 5e-12);
      }),
    );
  });

  test('goes another way for another seed and can be switched off', () => {
    const ends = [1, 2, 3].map((seed) => driftPath(createRandom(seed), 1e-12)(600));

    expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(3);
    expect(distanceMetres(driftPath(createRandom(1), 0)(1e5), samplePoint(0, 0))).toBe(0);
  });

  test('of the default is a quarter of a pixel over a session of 210 curves', () => {
    const wander = driftPath(createRandom(1), DEFAULT_IMPERFECTIONS.driftMetresPerSecond)(800);

    expect(distanceMetres(wander, samplePoint(0, 0))).toBeGreaterThan(0.2 * 15.6e-9);
    expect(distanceMetres(wander, samplePoint(0, 0))).toBeLessThan(0.3 * 15.6e-9);
  });
});

describe('wear', () => {
  test('adds resistance with every sweep, up to an end', () => {
    let tip = NEW_TIP;
    const wear = { ...DEFAULT_IMPERFECTIONS, jumpsPerSweep: 0 };
    for (let i = 0; i < 210; i++) tip = wearTip(tip, createRandom(i), wear);
    expect(tip).toEqual({ ...NEW_TIP, seriesOhms: 210 * 2e4 });

    expect(wearTip(tip, createRandom(1), { ...wear, ohmsPerSweep: 1e12 }).seriesOhms).toBe(2e8);
  });

  test('does nothing to a stable tip', () => {
    const wear = { ...DEFAULT_IMPERFECTIONS, ...STABLE };

    expect(wearTip(NEW_TIP, createRandom(1), wear)).toEqual(NEW_TIP);
    expect(contactOf(NEW_TIP, 1e6, wear)).toEqual({ gain: 1, seriesOhms: 0 });
  });

  test('changes the apex as often as asked, by some nanometres and some per cent', () => {
    const random = createRandom(3);
    const tips = Array.from({ length: 5000 }, () =>
      wearTip(NEW_TIP, random, { ...DEFAULT_IMPERFECTIONS, jumpsPerSweep: 0.2 }),
    );
    const jumped = tips.filter((tip) => tip.gain !== 1);

    expect(jumped.length / 5000).toBeCloseTo(0.2, 1);
    const gains = jumped.map((tip) => Math.log(tip.gain) ** 2);
    expect(Math.sqrt(gains.reduce((sum, value) => sum + value, 0) / gains.length)).toBeCloseTo(0.15, 1);
    const shifts = jumped.map((tip) => tip.offset.xMetres ** 2);
    const spread = Math.sqrt(shifts.reduce((sum, value) => sum + value, 0) / shifts.length);
    expect(spread).toBeGreaterThan(4.5e-9);
    expect(spread).toBeLessThan(5.5e-9);
  });

  test('takes 6 % of the current in an hour', () => {
    expect(contactOf(NEW_TIP, 3600, DEFAULT_IMPERFECTIONS).gain).toBeCloseTo(0.94, 2);
  });
});
