import { expect, test } from 'vitest';
import { createRandom, standardNormal, uniform } from '../../numerics/random';
import { plainKernels } from '../tensor/plainKernels';
import { allocateProcess, evaluateProcess } from './gaussianProcess';
import { bandOf, leaveOneOutDensity, leaveOneOutScores } from './leaveOneOut';

const NOISE_FLOOR = 1e-4;

/** A process of n points in one dimension, factored; also its posterior at a point, by the definition. */
function processOf(z: Float64Array, targets: Float64Array) {
  const n = z.length;
  const memory = allocateProcess(plainKernels, n, 1);
  const points = { z, targets, n, dims: 1, kernel: 'rbf', noiseFloor: NOISE_FLOOR } as const;
  const { hyper, jitter } = evaluateProcess(plainKernels, memory, points, Float64Array.of(-1, 0.5, -2, 0.3));
  const inverse = new Float64Array(n * n);
  plainKernels.invert(memory.factor, n, inverse);
  return { hyper, jitter, memory, inverse };
}

test('scores and their density are those of processes that never saw the point', () => {
  const random = createRandom(3);
  const z = Float64Array.from({ length: 12 }, () => 2 * uniform(random));
  const targets = z.map((x) => Math.sin(3 * x) + 0.1 * standardNormal(random));
  const { memory, inverse } = processOf(z, targets);
  const scores = leaveOneOutScores(inverse, memory.alpha);
  let logDensity = 0;

  for (let i = 0; i < 12; i++) {
    const without = (values: Float64Array) => values.filter((_, k) => k !== i);
    const rest = processOf(without(z), without(targets));
    const { hyper, jitter } = rest;
    const cross = without(z).map((x) => {
      const distance = (x - z[i]!) / hyper.lengthscales[0]!;
      return hyper.outputscale * Math.exp(-0.5 * distance * distance);
    });
    const mean = hyper.mean + cross.reduce((sum, k, j) => sum + k * rest.memory.alpha[j]!, 0);
    let explained = 0;
    for (let a = 0; a < 11; a++)
      for (let b = 0; b < 11; b++) explained += cross[a]! * rest.inverse[a * 11 + b]! * cross[b]!;
    const variance = hyper.outputscale + hyper.noise + jitter - explained;
    expect(scores[i]).toBeCloseTo((targets[i]! - mean) / Math.sqrt(variance), 8);
    logDensity -= 0.5 * Math.log(2 * Math.PI * variance) + (targets[i]! - mean) ** 2 / (2 * variance);
  }
  expect(leaveOneOutDensity(inverse, memory.alpha)).toBeCloseTo(logDensity / 12, 8);
});

test('the scaled band gives the scores variance 1, the others leave the process as it is', () => {
  const scores = Float64Array.of(2, -2, 1, 3);

  expect(bandOf('latent', 0.1, scores)).toEqual({ noise: 0, factor: 1 });
  expect(bandOf('predictive', 0.1, scores)).toEqual({ noise: 0.1, factor: 1 });
  expect(bandOf('scaled', 0.1, scores)).toEqual({ noise: 0.1, factor: 4.5 });
});
