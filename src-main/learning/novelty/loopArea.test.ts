import { expect, test } from 'vitest';
import { sweepVolts } from '../../../src-shared/sweep';
import { loopAreaAmperes } from './loopArea';

const SWEEP = { startVolts: 0, peakVolts: 1.5, upPoints: 126, downPoints: 125, pointSeconds: 0.01 };

function curve(current: (volts: number, back: boolean) => number, sweep = SWEEP) {
  const volts = sweepVolts(sweep);
  return { volts, amperes: volts.map((v, k) => current(v, k >= sweep.upPoints)) };
}

test('a curve that comes back on itself has no area, one that is offset by a current has that area', () => {
  expect(loopAreaAmperes(curve((v) => 1e-9 * v))).toBeCloseTo(0, 20);
  expect(loopAreaAmperes(curve((v, back) => 1e-9 * v + (back ? 3e-11 : 0)))).toBeCloseTo(3e-11, 20);
  expect(loopAreaAmperes(curve((v, back) => 1e-9 * v - (back ? 3e-11 : 0)))).toBeCloseTo(3e-11, 20);
});

test('ways of different density, and sweeps to negative bias, are compared at the same bias', () => {
  const coarse = { ...SWEEP, peakVolts: -1.5, downPoints: 40 };
  expect(loopAreaAmperes(curve((v) => 1e-9 * v, coarse))).toBeLessThan(1e-21);
  // An opening that grows in proportion to the bias: the mean of |v| / 10 over the 40 points back, 0.75 (1 - 1/40).
  expect(loopAreaAmperes(curve((v, back) => (back ? 1.1e-9 : 1e-9) * v, coarse))).toBeCloseTo(0.73125e-10, 16);
});

test('a sweep without a way back has no loop', () => {
  expect(loopAreaAmperes({ volts: Float64Array.of(0, 1, 2), amperes: Float64Array.of(1, 2, 3) })).toBe(0);
  expect(loopAreaAmperes({ volts: Float64Array.of(0, 0), amperes: Float64Array.of(1, 2) })).toBe(0);
});
