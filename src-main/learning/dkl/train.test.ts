import { expect, test } from 'vitest';
import { PAPER_MODEL, type ModelSettings } from '../../../src-shared/experiment';
import { ConsoleError } from '../../../src-shared/errors';
import { createRandom, uniform } from '../../numerics/random';
import type { Kernels } from '../tensor/kernels';
import { plainKernels } from '../tensor/plainKernels';
import { leaveOneOutDensity } from './leaveOneOut';
import { predictPosterior } from './predict';
import { fingerprint, trainModel, type TrainedModel } from './train';

const AREA = 16;
const SETTINGS = { ...PAPER_MODEL, cycles: 60 };

const run = (settings: ModelSettings) => ({ settings, checkAborted: () => undefined });

/** Patches of noise whose target is the mean of their left half: something a network can learn. */
function examples(n: number, seed = 1) {
  const random = createRandom(seed);
  const patches = Float32Array.from({ length: n * AREA }, () => uniform(random));
  const targets = Float64Array.from(
    { length: n },
    (_, i) => patches.subarray(i * AREA, i * AREA + 8).reduce((a, b) => a + b, 0) / 8,
  );
  return { patches, targets, n };
}

const gather = (patches: Float32Array) => (first: number, rows: number, into: Float32Array) =>
  into.set(patches.subarray(first * AREA, (first + rows) * AREA));

test('training lowers the loss and predicts places it has not seen better than their mean does', () => {
  const data = examples(60);
  const unseen = examples(200, 2);

  const untrained = trainModel(plainKernels, data, run({ ...SETTINGS, cycles: 1 }));
  const model = trainModel(plainKernels, data, run(SETTINGS));
  const { mean, variance } = predictPosterior(plainKernels, model, unseen.n, gather(unseen.patches));

  expect(model.loss).toBeLessThan(untrained.loss - 0.2);
  const average = unseen.targets.reduce((sum, y) => sum + y, 0) / unseen.n;
  const squared = (of: (i: number) => number) => unseen.targets.reduce((sum, y, i) => sum + (y - of(i)) ** 2, 0);
  expect(squared((i) => mean[i]!)).toBeLessThan(0.5 * squared(() => average));
  for (const value of variance) {
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThanOrEqual(model.hyper.outputscale);
  }
});

test('the same data and seed give the same model to the last bit, another seed another model', () => {
  const data = examples(30);
  const train = (weightSeed: number) =>
    fingerprint(trainModel(plainKernels, data, run({ ...SETTINGS, cycles: 20, weightSeed })));

  expect(train(42)).toBe(train(42));
  expect(train(42)).not.toBe(train(43));
  expect(train(42)).toMatch(/^[0-9a-f]{64}$/);
});

test('predictions do not depend on how many patches are asked for at once', () => {
  const model = trainModel(plainKernels, examples(20), run({ ...SETTINGS, cycles: 5 }));
  const { patches } = examples(2100, 4);

  const together = predictPosterior(plainKernels, model, 2100, gather(patches));
  const alone = predictPosterior(plainKernels, model, 1, gather(patches.subarray(2070 * AREA)));

  expect(alone.mean[0]).toBe(together.mean[2070]);
  expect(alone.variance[0]).toBe(together.variance[2070]);
});

test('training ends at once when it is told to', () => {
  let checks = 0;
  const abort = () => {
    if (++checks === 4) throw new ConsoleError({ code: 'instrument/aborted', message: 'stopped' });
  };

  expect(() => trainModel(plainKernels, examples(10), { settings: SETTINGS, checkAborted: abort })).toThrow('stopped');
  expect(checks).toBe(4);
});

test('one point, equal patches and equal targets can be learned', () => {
  const one = examples(1);
  const equal = { patches: new Float32Array(3 * AREA).fill(0.5), targets: new Float64Array(3).fill(0.5), n: 3 };

  for (const data of [one, equal]) {
    const model = trainModel(plainKernels, data, run({ ...SETTINGS, cycles: 10 }));
    const { mean, variance } = predictPosterior(plainKernels, model, 1, gather(data.patches));

    expect(Number.isFinite(model.loss)).toBe(true);
    expect(Number.isFinite(mean[0]) && variance[0]! > 0).toBe(true);
  }
});

test('the jitter grows tenfold until the matrix factors, then training fails by name', () => {
  const diagonals: number[] = [];
  const failing = (times: number): Kernels => ({
    ...plainKernels,
    cholesky(a, n) {
      diagonals.push(a[0]!);
      return diagonals.length > times && plainKernels.cholesky(a, n);
    },
  });

  trainModel(failing(2), examples(5), run({ ...SETTINGS, cycles: 1 }));

  expect(diagonals[1]! - diagonals[0]!).toBeCloseTo(9e-6, 10);
  expect(diagonals[2]! - diagonals[1]!).toBeCloseTo(9e-5, 10);
  const hopeless = failing(Infinity);
  diagonals.length = 0;
  expect(() => trainModel(hopeless, examples(5), run(SETTINGS))).toThrow(
    expect.objectContaining({ code: 'learner/not-positive-definite' }),
  );
  expect(diagonals).toHaveLength(5);
});

test('the noise never falls below its floor, and a strong prior keeps the weights small', () => {
  const data = examples(40);
  const size = (settings: Partial<ModelSettings>) => {
    const model = trainModel(plainKernels, data, run({ ...SETTINGS, ...settings }));
    return { noise: model.hyper.noise, weights: model.parameters.reduce((sum, w) => sum + w * w, 0) };
  };
  const free = size({ cycles: 100, processRateFactor: 10 });

  expect(free.noise).toBeLessThan(0.02);
  expect(size({ cycles: 100, processRateFactor: 10, noiseFloor: 0.05 }).noise).toBeGreaterThan(0.05);
  expect(size({ cycles: 100, processRateFactor: 10, weightDecay: 100 }).weights).toBeLessThan(0.8 * free.weights);
});

test('a warm start goes on from the model before, with as many points as there are now', () => {
  const before = trainModel(plainKernels, examples(20), run(SETTINGS));
  const settings = { ...SETTINGS, warmCycles: 1 };
  const data = examples(21);
  const on = trainModel(plainKernels, data, { ...run(settings), previous: before });
  const anew = trainModel(plainKernels, data, run({ ...SETTINGS, cycles: 1 }));

  expect(on.n).toBe(21);
  const largest = (a: Float32Array, b: Float32Array) =>
    a.reduce((most, w, k) => Math.max(most, Math.abs(w - b[k]!)), 0);
  expect(largest(on.parameters, before.parameters)).toBeLessThan(1.01 * SETTINGS.learningRate);
  expect(largest(anew.parameters, before.parameters)).toBeGreaterThan(0.05);
});

test('the band in force is what a prediction adds to the variance of the process', () => {
  const data = examples(30);
  const model = trainModel(plainKernels, data, run({ ...SETTINGS, uncertainty: 'scaled' }));
  const { variance } = predictPosterior(plainKernels, model, 5, gather(data.patches));
  const bare = { ...model, band: { noise: 0, factor: 1 } };
  const latent = predictPosterior(plainKernels, bare, 5, gather(data.patches)).variance;

  const square = model.leaveOneOut.reduce((sum, z) => sum + z * z, 0) / 30;
  latent.forEach((value, k) => expect(variance[k]).toBeCloseTo(square * (value + model.hyper.noise), 12));
});

test('training that ends early keeps the cycle that predicted the targets best, each left out', () => {
  // There is nothing to learn, so what looks better from one cycle to the next is chance.
  const random = createRandom(1);
  const patches = Float32Array.from({ length: 20 * AREA }, () => uniform(random));
  const noise = { patches, targets: Float64Array.from({ length: 20 }, () => uniform(random)), n: 20 };
  const settings = { ...SETTINGS, cycles: 20, learningRate: 0.1, processRateFactor: 5 };
  const train = (change: Partial<ModelSettings>) => trainModel(plainKernels, noise, run({ ...settings, ...change }));
  const density = ({ factor, alpha, n }: TrainedModel) => {
    const inverse = new Float64Array(n * n);
    plainKernels.invert(factor, n, inverse);
    return leaveOneOutDensity(inverse, alpha);
  };
  const densities = Array.from({ length: 21 }, (_, cycles) => density(train({ cycles })));
  const best = (count: number) => densities.indexOf(Math.max(...densities.slice(0, count)));

  for (const earlyStop of [1, 4, 5, 100]) {
    const stopped = train({ earlyStop });
    const late = densities.findIndex((_, cycle) => cycle - best(cycle + 1) >= earlyStop);
    const last = late < 0 ? 20 : late;

    expect(stopped.cycles).toBe(last);
    expect(fingerprint(stopped)).toBe(fingerprint(train({ cycles: best(last + 1) })));
  }
  expect(train({ earlyStop: 1 }).cycles).toBeLessThan(20);
  expect(train({}).cycles).toBe(20);
});

test('a gradient longer than allowed is shortened and keeps its direction', () => {
  const data = examples(20);
  const train = (settings: Partial<ModelSettings>) =>
    fingerprint(trainModel(plainKernels, data, run({ ...SETTINGS, cycles: 8, ...settings })));

  // The first step of Adam has the length of its rate, however long the gradient is.
  const first = (gradientClip: number) =>
    trainModel(plainKernels, data, run({ ...SETTINGS, cycles: 1, gradientClip })).raw;
  first(1e-3).forEach((value, k) => expect(value).toBeCloseTo(first(0)[k]!, 4));
  expect(train({ gradientClip: 1e6 })).toBe(train({}));
  expect(train({ gradientClip: 0.05 })).not.toBe(train({}));
});
