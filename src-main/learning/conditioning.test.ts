import { expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src-shared/experiment';
import { invertFromCholesky, factorCholesky } from '../numerics/cholesky';
import { correctedForecast, createRoom, forecastWith } from './conditioning';
import { fitSession } from './fitSession';
import { predictCandidates } from './predictCandidates';
import { observeCurve, openSession } from './session';
import { sessionTargets } from './sessionTargets';
import { plainKernels } from './tensor/plainKernels';
import { ALONG, curveAt, SMALL_EXPERIMENT, smallFrame } from './testing/session';

const means = { kernels: plainKernels, monotonicSeconds: () => 0, checkAborted: () => undefined };
const config = { ...SMALL_EXPERIMENT, model: { ...DEFAULT_EXPERIMENT.model, cycles: 15 } };

const KERNELS = {
  rbf: (r: number) => Math.exp(-0.5 * r * r),
  matern52: (r: number) => (1 + Math.sqrt(5) * r + (5 * r * r) / 3) * Math.exp(-Math.sqrt(5) * r),
} as const;
const kinds = ['rbf', 'matern52'] as const;

function fittedSession(kernel: (typeof kinds)[number]) {
  const session = openSession({ frame: smallFrame(), config: { ...config, model: { ...config.model, kernel } } });
  for (const candidate of session.seeds) observeCurve(session, candidate, curveAt(candidate));
  fitSession(session, means);
  return { session, base: session.fitted! };
}

const added = [17, 500, 1000];
const block = createRoom(plainKernels);
const room = (length: number) => block(length, 0);

test.each(kinds)('%s: points that are only expected leave the mean as it is and take variance away', (kind) => {
  const { session, base } = fittedSession(kind);
  const before = predictCandidates(session.set, plainKernels, base.model);

  const { fitted } = forecastWith(session.set, plainKernels, base, { added, room });

  const { mean, variance } = fitted.prediction!;
  for (let k = 0; k < ALONG ** 2; k++) {
    expect(mean[k]).toBeCloseTo(before.mean[k]!, 9);
    expect(variance[k]).toBeLessThanOrEqual(before.variance[k]! + 1e-9);
  }
  for (const k of added) expect(variance[k]).toBeLessThan(before.variance[k]!);
  expect([...fitted.targets.slice(-3)]).toEqual(added.map((k) => expect.closeTo(before.mean[k]!, 9) as number));
});

test.each(kinds)('%s: the corrected mean is that of the whole process solved afresh', (kind) => {
  const { session, base } = fittedSession(kind);
  const { forecast } = forecastWith(session.set, plainKernels, base, { added, room });
  for (const candidate of added) observeCurve(session, candidate, curveAt(candidate));
  const targets = sessionTargets(session, 9);

  const { prediction } = correctedForecast(session.set, plainKernels, forecast, targets);

  const { z, n, hyper, jitter } = forecast.model;
  const kernel = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    hyper.outputscale * KERNELS[kind](Math.hypot(...hyper.lengthscales.map((l, d) => (a[d]! - b[d]!) / l)));
  const at = (i: number) => z.subarray(2 * i, 2 * i + 2);
  const matrix = Float64Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return kernel(at(i), at(j)) + (i === j ? hyper.noise + jitter : 0);
  });
  factorCholesky(matrix, n);
  const inverse = new Float64Array(n * n);
  invertFromCholesky(matrix, n, inverse);
  expect(n).toBe(9);
  for (let i = 0; i < n; i++) {
    let expected = hyper.mean;
    for (let j = 0; j < n; j++)
      for (let l = 0; l < n; l++) expected += kernel(at(i), at(j)) * inverse[j * n + l]! * (targets[l]! - hyper.mean);
    expect(prediction!.mean[[...session.seeds, ...added][i]!]).toBeCloseTo(expected, 6);
  }
});

test('the targets of the first points are to the last bit as they were before later ones came in', () => {
  const session = openSession({ frame: smallFrame(), config });
  const seen: Float64Array[] = [];
  for (const candidate of [...session.seeds, 17, 500, 700]) {
    observeCurve(session, candidate, curveAt(candidate));
    seen.push(sessionTargets(session, seen.length + 1));
  }
  seen.forEach((targets, k) => expect(sessionTargets(session, k + 1)).toEqual(targets));
});
