import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AcquisitionSettings } from '../../../src-shared/experiment';
import { acquisitionScores, expectedImprovement } from './acquisition';

const settings = (kind: AcquisitionSettings['kind']): AcquisitionSettings => ({ kind, kappa: 2, xi: 0.01 });
const posterior = {
  mean: Float64Array.of(0.2, 0.5, 0.4, 0.1),
  variance: Float64Array.of(0.04, 0.01, 0.09, 1),
  best: 0.45,
};
const allowed = Uint8Array.of(1, 1, 1, 0);

test('upper confidence bound and largest uncertainty, only where allowed', () => {
  const ucb = acquisitionScores(posterior, settings('ucb'), allowed);
  const sigma = acquisitionScores(posterior, settings('maxvar'), allowed);

  [0.6, 0.7, 1].forEach((expected, k) => expect(ucb.scores[k]).toBeCloseTo(expected, 12));
  [0.2, 0.1, 0.3].forEach((expected, k) => expect(sigma.scores[k]).toBeCloseTo(expected, 12));
  expect([ucb.scores[3], sigma.scores[3]]).toEqual([NaN, NaN]);
  expect([ucb.collapsed, sigma.collapsed]).toEqual([false, false]);
});

test('expected improvement is the mean of max(0, x - level) under the normal distribution', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: 0.1, max: 2, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      (mean, sigma, level) => {
        let integral = 0;
        const step = 0.004;
        for (let z = -9 + step / 2; z < 9; z += step)
          integral += (Math.max(0, mean + sigma * z - level) * Math.exp(-0.5 * z * z) * step) / Math.sqrt(2 * Math.PI);

        expect(expectedImprovement(mean, sigma, level)).toBeCloseTo(integral, 4);
      },
    ),
    { numRuns: 40 },
  );
});

test('expected improvement without uncertainty is the plain improvement, and far out it is never negative', () => {
  expect(expectedImprovement(0.7, 0, 0.5)).toBeCloseTo(0.2, 12);
  expect(expectedImprovement(0.3, 0, 0.5)).toBe(0);
  expect(expectedImprovement(-30, 1, 8)).toBeGreaterThanOrEqual(0);
});

test('expected improvement measures from the best mean plus the margin', () => {
  const { scores, collapsed } = acquisitionScores(
    { mean: new Float64Array(8).fill(0.4), variance: new Float64Array(8).fill(0.04), best: 0.45 },
    settings('ei'),
    new Uint8Array(8).fill(1),
  );

  expect(collapsed).toBe(false);
  for (const score of scores) expect(score).toBeCloseTo(expectedImprovement(0.4, 0.2, 0.46), 12);
});

test('where expected improvement has collapsed, the uncertainty decides', () => {
  const hopeless = acquisitionScores({ ...posterior, best: 50 }, settings('ei'), allowed);
  const onOne = acquisitionScores(
    { mean: Float64Array.of(0.9, 0, 0, 0), variance: new Float64Array(4).fill(1e-4), best: 0.5 },
    settings('ei'),
    new Uint8Array(4).fill(1),
  );

  expect(hopeless.collapsed).toBe(true);
  [0.2, 0.1, 0.3].forEach((sigma, k) => expect(hopeless.scores[k]).toBeCloseTo(sigma, 12));
  expect(onOne.collapsed).toBe(true);
});
