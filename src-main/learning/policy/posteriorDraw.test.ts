import { expect, test } from 'vitest';
import { factorCholesky } from '../../numerics/cholesky';
import { createRandom, deriveRandom } from '../../numerics/random';
import { drawPosterior, type JointPosterior } from './posteriorDraw';

const NOISE = 0.01;
const kernel = (a: number, b: number) => Math.exp(-0.5 * ((a - b) / 0.4) ** 2);

/** A process on a line, measured at some places, seen at others. */
function lineProcess(measured: readonly number[], places: readonly number[]) {
  const n = measured.length;
  const factor = Float64Array.from(
    measured.flatMap((a, i) => measured.map((b, j) => kernel(a, b) + (i === j ? NOISE : 0))),
  );
  factorCholesky(factor, n);
  const explained = new Float64Array(places.length * n);
  places.forEach((place, p) => {
    for (let i = 0; i < n; i++) {
      let sum = kernel(place, measured[i]!);
      for (let j = 0; j < i; j++) sum -= factor[i * n + j]! * explained[p * n + j]!;
      explained[p * n + i] = sum / factor[i * n + i]!;
    }
  });
  const mean = Float64Array.from(places, (place) => Math.sin(place));
  const prior = (i: number, j: number) => kernel(places[i]!, places[j]!);
  const posterior: JointPosterior = { mean, prior, explained, n };
  const covariance = (i: number, j: number) =>
    prior(i, j) - measured.reduce((sum, _, k) => sum + explained[i * n + k]! * explained[j * n + k]!, 0);
  return { posterior, covariance };
}

test('draws have the mean and the covariance of the posterior', () => {
  const { posterior, covariance } = lineProcess([0.1, 0.9], [0, 0.1, 0.5, 0.55, 2]);
  const draws = Array.from({ length: 4000 }, (_, k) => drawPosterior(posterior, deriveRandom(createRandom(5), `${k}`)));

  for (let i = 0; i < 5; i++) {
    const mean = draws.reduce((sum, draw) => sum + draw[i]!, 0) / draws.length;
    expect(Math.abs(mean - posterior.mean[i]!)).toBeLessThan(0.06);
    for (let j = 0; j <= i; j++) {
      const product = (draw: Float64Array) => (draw[i]! - posterior.mean[i]!) * (draw[j]! - posterior.mean[j]!);
      const found = draws.reduce((sum, draw) => sum + product(draw), 0) / draws.length;
      expect(Math.abs(found - covariance(i, j))).toBeLessThan(0.08);
    }
  }
});

test('a drawn function is smooth where many places are close, and the same for the same stream', () => {
  const places = Array.from({ length: 300 }, (_, k) => k / 300);
  const { posterior } = lineProcess([0.5], places);
  const draw = drawPosterior(posterior, createRandom(2));

  for (let k = 1; k < draw.length; k++) expect(Math.abs(draw[k]! - draw[k - 1]!)).toBeLessThan(0.05);
  expect(drawPosterior(posterior, createRandom(2))).toEqual(draw);
  expect(drawPosterior(posterior, createRandom(3))).not.toEqual(draw);
  // Near the measured place nothing is left to draw but the noise.
  expect(Math.abs(draw[150]! - posterior.mean[150]!)).toBeLessThan(0.4);
});
