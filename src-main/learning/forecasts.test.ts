import { expect, test } from 'vitest';
import { createRandom, standardNormal } from '../numerics/random';
import { createForecasts } from './forecasts';

/** Places 0, 1, 2, ... of which each was expected to score 0.5 and whose errors are `spread` times what sigma says. */
function checkedWith(spread: number, count: number) {
  const forecasts = createForecasts();
  const random = createRandom(5);
  const targets = Float64Array.from({ length: count }, () => 0.5 + 0.1 * spread * standardNormal(random));
  targets.forEach((_, candidate) => forecasts.note({ candidate, novelty: 0.5, sigma: 0.1 }));
  return forecasts.check(
    Array.from(targets, (_, k) => k),
    targets,
  );
}

test('errors as large as sigma says are in order, three times as large are not', () => {
  const right = checkedWith(1, 40);
  expect(right).toMatchObject({ forecasts: 30, lost: false });
  expect(right!.oneSigma).toBeGreaterThan(0.5);
  expect(checkedWith(3, 40)).toMatchObject({ lost: true });
  expect(checkedWith(1, 19)).toBeUndefined();
});

test('only places that were forecast count, each as it was first found', () => {
  const forecasts = createForecasts();
  const candidates = Array.from({ length: 21 }, (_, k) => k);
  for (const candidate of candidates.slice(1)) forecasts.note({ candidate, novelty: 0, sigma: 1 });
  forecasts.note({ candidate: 0, novelty: undefined, sigma: undefined });

  const first = forecasts.check(candidates, new Float64Array(21));
  const later = forecasts.check(candidates, new Float64Array(21).fill(9));

  expect(first).toEqual({ forecasts: 20, oneSigma: 1, twoSigma: 1, lost: false });
  expect(later).toEqual(first);
});

test('the newest promise of a place counts, and the newest thirty places', () => {
  const forecasts = createForecasts();
  const candidates = Array.from({ length: 60 }, (_, k) => k);
  for (const candidate of candidates) forecasts.note({ candidate, novelty: 5, sigma: 1 });
  for (const candidate of candidates.slice(30)) forecasts.note({ candidate, novelty: 0, sigma: 1 });

  expect(forecasts.check(candidates, new Float64Array(60))).toMatchObject({ forecasts: 30, oneSigma: 1 });
});
