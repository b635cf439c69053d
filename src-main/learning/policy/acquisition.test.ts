import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT, type AcquisitionSettings } from '../../../src-shared/experiment';
import { acquisitionScores, atStep, eliteTargets, expectedImprovement, improvementProbability } from './acquisition';

const settings = (
  kind: AcquisitionSettings['kind'],
  change: Partial<AcquisitionSettings> = {},
): AcquisitionSettings => ({
  ...DEFAULT_EXPERIMENT.acquisition,
  kind,
  kappa: 2,
  xi: 0.01,
  ...change,
});
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

test('the probability of improvement is the share of the normal distribution above the level', () => {
  for (const [mean, sigma, level] of [
    [0.2, 0.5, 0.6],
    [1, 0.1, 0.95],
  ] as const) {
    let above = 0;
    const step = 0.001;
    for (let z = -9 + step / 2; z < 9; z += step)
      if (mean + sigma * z > level) above += (Math.exp(-0.5 * z * z) * step) / Math.sqrt(2 * Math.PI);
    expect(improvementProbability(mean, sigma, level)).toBeCloseTo(above, 3);
  }
  expect([improvementProbability(2, 0, 1), improvementProbability(1, 0, 1)]).toEqual([1, 0]);
});

test('improvements can be counted from the best candidate instead of the best measured point', () => {
  const scores = (kind: 'ei' | 'poi') =>
    acquisitionScores(posterior, settings(kind, { incumbent: 'candidates' }), allowed).scores;

  // The largest mean among the allowed ones is 0.5.
  expect(scores('ei')[2]).toBeCloseTo(expectedImprovement(0.4, 0.3, 0.51), 12);
  expect(scores('poi')[1]).toBeCloseTo(improvementProbability(0.5, 0.1, 0.51), 12);
});

test('the weight of the uncertainty goes from its first to its last value over the steps', () => {
  const kappas = (schedule: AcquisitionSettings['schedule'], kappaEnd = 0.5) =>
    [1, 3, 5, 9].map((step) => atStep(settings('ucb', { kappa: 8, schedule, kappaEnd }), { step, steps: 5 }).kappa);

  expect(kappas('constant')).toEqual([8, 8, 8, 8]);
  expect(kappas('linear')).toEqual([8, 4.25, 0.5, 0.5]);
  [8, 2, 0.5, 0.5].forEach((kappa, k) => expect(kappas('geometric')[k]).toBeCloseTo(kappa, 12));
  expect(kappas('geometric', 0)[2]).toBeCloseTo(0.01, 12);
  expect(atStep(settings('ucb', { schedule: 'linear' }), { step: 1, steps: 1 }).kappa).toBe(2);
});

test('a draw decides by itself, or by its distance to the elite', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 12 }),
      (targets, share, neighbours) => {
        const elite = eliteTargets(Float64Array.from(targets), share);
        const draw = Float64Array.of(-0.3, 0.5, 1.4, NaN);
        const drawn = { ...posterior, draw, elite };

        const thompson = acquisitionScores(drawn, settings('ts'), allowed).scores;
        const beacon = acquisitionScores(drawn, settings('beacon', { neighbours }), new Uint8Array(4).fill(1)).scores;

        expect([...thompson]).toEqual([-0.3, 0.5, 1.4, NaN]);
        const largest = [...targets].sort((a, b) => b - a).slice(0, Math.max(1, Math.round(share * targets.length)));
        expect([...elite].reverse()).toEqual(largest);
        for (const k of [0, 1, 2]) {
          const near = largest
            .map((target) => Math.abs(target - draw[k]!))
            .sort((a, b) => a - b)
            .slice(0, neighbours);
          expect(beacon[k]).toBeCloseTo(near.reduce((sum, d) => sum + d, 0) / near.length, 12);
        }
        expect(beacon[3]).toBeNaN();
      },
    ),
  );
});
