/** The deep kernel against numbers from another program's automatic differentiation, and against central differences. */
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { Kernels, Reals } from '../tensor/kernels';
import { plainKernels } from '../tensor/plainKernels';
import fixture from './deepKernel.fixture.json';
import { allocateDeepKernel, differentiateDeepKernel, evaluateDeepKernel, type DeepKernel } from './deepKernel';
import { allocateProcess, evaluateProcess } from './gaussianProcess';
import { initialiseNetwork, type Layer } from './network';
import { predictPosterior, type PredictingModel } from './predict';

const { n, m, inputDim, hidden, embedding } = fixture.inputs;
const SIZES = [inputDim, hidden, hidden, embedding];

/** wave(length, a, b)[k] = a sin(b (k + 1)). */
const wave = (length: number, a: number, b: number) =>
  Float64Array.from({ length }, (_, k) => a * Math.sin(b * (k + 1)));

const PATCHES = wave(n * inputDim, 0.5, 0.7131).map((value) => 0.5 + value);
const TARGETS = Float64Array.from({ length: n }, (_, i) => 0.5 + 0.5 * Math.cos(0.9 * (i + 1)));

function testPatches(): Float64Array {
  const patches = new Float64Array(m * inputDim);
  for (let i = 0; i < 6; i++)
    for (let p = 0; p < inputDim; p++)
      patches[i * inputDim + p] = 0.6 * PATCHES[i * inputDim + p]! + 0.4 * PATCHES[((3 * i + 5) % n) * inputDim + p]!;
  patches.set(
    wave(inputDim, 0.5, 0.3911).map((value) => 0.5 + value),
    6 * inputDim,
  );
  return patches;
}

/** The reference model: its weights are [outputs x inputs], ours the transpose. */
function referenceModel(kernels: Kernels, precision: 'single' | 'double'): DeepKernel {
  const model = allocateDeepKernel(kernels, SIZES, n, { kernel: 'rbf', noiseFloor: 1e-4, precision });
  const waves = [
    { weights: [0.08, 0.37], bias: [0.05, 0.61] },
    { weights: [0.12, 0.53], bias: [0.05, 0.83] },
    { weights: [0.15, 0.29], bias: [0.02, 0.47] },
  ] as const;
  model.network.layers.forEach(({ inputs, outputs, weights, bias }, l) => {
    const { weights: w, bias: b } = waves[l]!;
    const values = wave(inputs * outputs, w[0], w[1]);
    for (let o = 0; o < outputs; o++)
      for (let i = 0; i < inputs; i++) weights[i * outputs + o] = values[o * inputs + i]!;
    bias.set(wave(outputs, b[0], b[1]));
  });
  const { rawLengthscale, rawOutputscale, rawNoise, mean } = fixture.inputs;
  model.raw.set([...rawLengthscale, rawOutputscale, rawNoise, mean]);
  return model;
}

/** Gradients of a layer's weights in the order of the reference. */
function outputsFirst({ inputs, outputs, weights }: Layer): number[] {
  return Array.from({ length: inputs * outputs }, (_, k) => weights[(k % inputs) * outputs + Math.floor(k / inputs)]!);
}

function expectLike(
  values: ArrayLike<number>,
  reference: { norm: number; sum: number; first: number[] },
  tolerance: number,
) {
  const list = Array.from(values);
  // Some gradients cancel to 0 exactly; what is left of them counts against the size of the others.
  const size = Math.max(reference.norm, 0.02);
  expect(Math.abs(Math.hypot(...list) - reference.norm) / size).toBeLessThan(tolerance);
  expect(Math.abs(list.reduce((sum, value) => sum + value, 0) - reference.sum) / size).toBeLessThan(tolerance * 20);
  reference.first.forEach((value, k) => expect(Math.abs(list[k]! - value) / size).toBeLessThan(tolerance));
}

for (const { precision, tolerance } of [
  { precision: 'double', tolerance: 1e-9 },
  { precision: 'single', tolerance: 1e-4 },
] as const)
  test(`loss, every gradient and the posterior agree with the reference in ${precision} precision`, () => {
    const model = referenceModel(plainKernels, precision);
    const patches: Reals = precision === 'double' ? PATCHES : Float32Array.from(PATCHES);
    const data = { patches, targets: TARGETS, n };

    const state = evaluateDeepKernel(plainKernels, model, data);
    differentiateDeepKernel(plainKernels, model, data, state);

    const near = (value: number, reference: number) =>
      expect(Math.abs(value - reference) / Math.abs(reference)).toBeLessThan(tolerance);
    near(state.scale.min, fixture.embeddingMin);
    near(state.scale.max, fixture.embeddingMax);
    near(state.loss, fixture.loss);
    fixture.embeddingFirst.forEach((value, d) => near(model.z[d]!, value));
    fixture.embeddingLast.forEach((value, d) => near(model.z[(n - 1) * embedding + d]!, value));
    const { W1, b1, W2, b2, W3, b3, rawLengthscale, rawOutputscale, rawNoise, mean } = fixture.grad;
    [W1, W2, W3].forEach((reference, l) => expectLike(outputsFirst(model.gradient.layers[l]!), reference, tolerance));
    [b1, b2, b3].forEach((reference, l) => expectLike(model.gradient.layers[l]!.bias, reference, tolerance));
    expectLike(model.rawGradient.subarray(0, 2), rawLengthscale, tolerance);
    [rawOutputscale, rawNoise, mean].forEach((reference, k) => near(model.rawGradient[2 + k]!, reference));
  });

test('the posterior agrees with the reference', () => {
  const model = referenceModel(plainKernels, 'double');
  const state = evaluateDeepKernel(plainKernels, model, { patches: PATCHES, targets: TARGETS, n });
  const patches = testPatches();
  // Predictions run with single precision weights; the doubles here keep the comparison at 1e-9.
  const doubles: Kernels = { ...plainKernels, single: (length) => new Float64Array(length) as unknown as Float32Array };
  const trained: PredictingModel = {
    sizes: SIZES,
    kernel: 'rbf',
    parameters: model.network.flat as Float32Array,
    n,
    z: model.z,
    factor: model.process.factor,
    alpha: model.process.alpha,
    band: { noise: 0, factor: 1 },
    ...state,
  };

  const gather = (first: number, rows: number, into: Reals) =>
    into.set(patches.subarray(first * inputDim, (first + rows) * inputDim));
  const exact = predictPosterior(doubles, trained, m, gather);
  const single = predictPosterior(plainKernels, trained, m, gather);

  fixture.posterior.mean.forEach((value, i) => {
    expect(Math.abs(exact.mean[i]! - value) / value).toBeLessThan(1e-9);
    expect(Math.abs(single.mean[i]! - value) / value).toBeLessThan(1e-4);
  });
  fixture.posterior.variance.forEach((value, i) => {
    expect(Math.abs(exact.variance[i]! - value) / value).toBeLessThan(1e-9);
    expect(Math.abs(single.variance[i]! - value) / value).toBeLessThan(1e-4);
  });
});

test.each(['rbf', 'matern52'] as const)('the gradient of %s is the slope of the loss', (kernel) => {
  const sizes = [9, 7, 5, 3];
  const count = 11;
  const data = { patches: wave(count * 9, 1, 0.77), targets: wave(count, 0.5, 1.3), n: count };
  const model = allocateDeepKernel(plainKernels, sizes, count, { kernel, noiseFloor: 1e-4, precision: 'double' });
  initialiseNetwork(model.network, 3);
  model.raw.set([0.2, -0.3, 0.5, 0.1, -1, 0.4]);
  differentiateDeepKernel(plainKernels, model, data, evaluateDeepKernel(plainKernels, model, data));
  const memory = allocateProcess(plainKernels, count, 3);
  const slope = (values: Float64Array, k: number, loss: () => number) => {
    const [before, step] = [values[k]!, 1e-5];
    values[k] = before + step;
    const above = loss();
    values[k] = before - step;
    const below = loss();
    values[k] = before;
    return (above - below) / (2 * step);
  };
  const raw = Float64Array.from(model.raw);
  const points = { z: Float64Array.from(model.z), targets: data.targets, n: count, dims: 3, kernel, noiseFloor: 1e-4 };
  const loss = () => evaluateProcess(plainKernels, memory, points, raw).loss;

  model.rawGradient.forEach((value, k) => expect(value).toBeCloseTo(slope(raw, k, loss), 8));
  model.process.pointGradient.forEach((value, k) => expect(value).toBeCloseTo(slope(points.z, k, loss), 8));
});

test('the slopes of the network agree with the automatic differentiation of tfjs', async () => {
  await tf.setBackend('cpu');
  const sizes = [12, 8, 6, 2];
  const rows = 9;
  const model = allocateDeepKernel(plainKernels, sizes, rows, { kernel: 'rbf', noiseFloor: 1e-4, precision: 'double' });
  initialiseNetwork(model.network, 11);
  const patches = wave(rows * 12, 0.9, 0.61);
  const data = { patches, targets: wave(rows, 0.5, 1.9), n: rows };
  const state = evaluateDeepKernel(plainKernels, model, data);
  differentiateDeepKernel(plainKernels, model, data, state);
  const slopes = Float64Array.from(model.slopes[2]!);

  const parameters = model.network.layers.flatMap(({ inputs, outputs, weights, bias }) => [
    tf.tensor2d(Float32Array.from(weights), [inputs, outputs]),
    tf.tensor1d(Float32Array.from(bias)),
  ]);
  const weighted = (...tensors: tf.Tensor[]) => {
    let h: tf.Tensor = tf.tensor2d(Float32Array.from(patches), [rows, 12]);
    for (let l = 0; l < 3; l++) {
      h = tf.add(tf.matMul(h, tensors[2 * l] as tf.Tensor2D), tensors[2 * l + 1]!);
      if (l < 2) h = tf.relu(h);
    }
    return tf.sum(tf.mul(h, tf.tensor2d(Float32Array.from(slopes), [rows, 2])));
  };
  const gradients = tf.grads(weighted)(parameters);

  const scale = Math.max(...model.gradient.flat.map((value) => Math.abs(value)));
  for (const [l, layer] of model.gradient.layers.entries())
    for (const [values, tensor] of [
      [layer.weights, gradients[2 * l]!],
      [layer.bias, gradients[2 * l + 1]!],
    ] as const) {
      const expected = await tensor.data();
      values.forEach((value, k) => expect(Math.abs(value - expected[k]!) / scale).toBeLessThan(1e-5));
    }
});
