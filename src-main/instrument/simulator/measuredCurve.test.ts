import { describe, expect, test } from 'vitest';
import { createRandom } from '../../numerics/random';
import { DEFAULT_IMPERFECTIONS } from './imperfections';
import { correlatedNoise, recordCurrents } from './measuredCurve';

const LIMIT = 20e-9;

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** 1.4826 times the median distance from the 9-point moving average: the robust spread that analyses use. */
function robustSpread(curve: Float64Array): number {
  const distances = [...curve].map((value, i) => {
    const window = curve.slice(Math.max(0, i - 4), i + 5);
    return Math.abs(value - meanOf([...window]));
  });
  return 1.4826 * [...distances].sort((a, b) => a - b)[Math.floor(distances.length / 2)]!;
}

describe('noise', () => {
  test('has variance 1 and the correlation of 1.2 points', () => {
    const noise = correlatedNoise(createRandom(1), 100_000);
    const lag = (k: number): number => meanOf([...noise.slice(0, -k || undefined)].map((v, i) => v * noise[i + k]!));

    expect(Math.abs(lag(0) - 1)).toBeLessThan(0.03);
    for (const k of [1, 2, 3, 6]) expect(Math.abs(lag(k) - Math.exp(-(k ** 2) / (4 * 1.2 ** 2)))).toBeLessThan(0.03);
  });

  test('of a dead curve is 6 pA, which the moving average shows as about 4.4 pA', () => {
    const dead = new Float64Array(251);
    const curves = Array.from(
      { length: 100 },
      (_, seed) => recordCurrents(dead, LIMIT, DEFAULT_IMPERFECTIONS, createRandom(seed)).amperes,
    );

    const spread = Math.sqrt(meanOf(curves.flatMap((curve) => [...curve].map((value) => value ** 2))));
    expect(Math.abs(spread - 6e-12)).toBeLessThan(0.2e-12);
    expect(Math.abs(meanOf(curves.map(robustSpread)) - 4.4e-12)).toBeLessThan(0.4e-12);
  });

  test('of a large current is 1 % of it', () => {
    const mean = new Float64Array(50_000).fill(5e-9);
    const { amperes } = recordCurrents(mean, LIMIT, DEFAULT_IMPERFECTIONS, createRandom(2));

    expect(meanOf([...amperes])).toBeCloseTo(5e-9, 11);
    const spread = Math.sqrt(meanOf([...amperes].map((value) => (value - 5e-9) ** 2)));
    expect(Math.abs(spread - Math.hypot(5e-11, 6e-12))).toBeLessThan(1.5e-12);
  });
});

describe('limits', () => {
  const mean = Float64Array.from([0, 1e-9, 3e-9, 5e-9, -5e-9, 5e-9, 1e-9]);
  const silent = { currentNoiseShare: 0, currentNoiseAmperes: 0, preampRangeAmperes: 10e-9 };

  test('hold the current at the limit of the sweep and say so', () => {
    const { amperes, compliance, saturated } = recordCurrents(mean, 2e-9, silent, createRandom(1));

    expect([...amperes]).toEqual([0, 1e-9, 2e-9, 2e-9, -2e-9, 2e-9, 1e-9]);
    expect([compliance, saturated]).toEqual([true, false]);
  });

  test('hold the current at the range of the preamplifier where that is less', () => {
    const narrow = { ...silent, preampRangeAmperes: 4e-9 };
    const { amperes, compliance, saturated } = recordCurrents(mean, 20e-9, narrow, createRandom(1));

    expect([...amperes]).toEqual([0, 1e-9, 3e-9, 4e-9, -4e-9, 4e-9, 1e-9]);
    expect([compliance, saturated]).toEqual([false, true]);
  });

  test('say nothing about a curve that reaches neither', () => {
    const { amperes, compliance, saturated } = recordCurrents(mean, 20e-9, silent, createRandom(1));

    expect(amperes).toEqual(mean);
    expect([compliance, saturated]).toEqual([false, false]);
  });
});
