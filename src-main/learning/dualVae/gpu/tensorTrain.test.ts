/** The graphics path computes what the processor path computes: here both on the processor, tfjs in plain JavaScript. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { settingsFor, type ManifoldSettings } from '../../../../src-shared/manifold';
import { createRandom, standardNormal, uniform } from '../../../numerics/random';
import { plainKernels } from '../../tensor/plainKernels';
import type { VaePairs } from '../ports';
import { trainVae } from '../train';
import { decodePixels } from './tensorSpatial';
import { trainOnTensors, type TensorMeans } from './tensorTrain';

const COUNT = 30;

function pairs(): VaePairs {
  const [side, length] = [6, 14];
  const random = createRandom(7);
  const steep = Array.from({ length: COUNT }, () => uniform(random));
  return {
    ...{ count: COUNT, side, length },
    patches: Float32Array.from({ length: COUNT * 36 }, (_, k) => Math.sin(k + steep[Math.floor(k / 36)]! * (k % 36))),
    curves: Float32Array.from({ length: COUNT * length }, (_, k) => (k % length) * steep[Math.floor(k / length)]!),
  };
}

const means: TensorMeans = {
  device: 'test',
  monotonicSeconds: () => 0,
  cancelled: () => false,
  onProgress: () => undefined,
  lost: () => undefined,
};
const onPlain = { ...means, kernels: plainKernels };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const CASES: readonly (Partial<ManifoldSettings> & Pick<ManifoldSettings, 'mode'>)[] = [
  { mode: 'corrected', coord: 0 },
  { mode: 'corrected', coord: 1 },
  { mode: 'corrected', coord: 2, closedFormKl: true, klWarmupEpochs: 4 },
  { mode: 'corrected', coord: 3, latent: 3, beta: 0.5, gamma: 3 },
  { mode: 'notebook' },
  { mode: 'aligned' },
];

describe('training on tensors', { timeout: 60_000 }, () => {
  it.each(CASES)('gives the losses and weights of the processor: $mode, coord $coord', async (changed) => {
    const settings = settingsFor(changed.mode, { ...changed, profile: 'fast', epochs: 2, learningRate: 1e-3 });
    const there = await trainOnTensors(means, pairs(), settings);
    const here = trainVae(onPlain, pairs(), settings);

    here.info.history.forEach((loss, k) => expect(there.info.history[k]! / loss).toBeCloseTo(1, 5));
    for (const name of ['image', 'spectrum', 'divergence', 'similarity'] as const)
      expect(there.info.last[name]).toBeCloseTo(here.info.last[name], 3);
    expect(there.info.last.alignment === undefined).toBe(here.info.last.alignment === undefined);
    const { kernels, ...info } = there.info;
    expect(kernels).toBe('test');
    expect({ ...info, history: [], first: 0, last: 0 }).toEqual({
      ...{ ...here.info, history: [], first: 0, last: 0, kernels: undefined },
    });
    // A step of Adam moves a weight by about the rate; where its slope is nearly nothing, rounding decides the sign.
    const far = there.parameters.filter((value, k) => Math.abs(value - here.parameters[k]!) > 2e-4).length;
    expect(far / here.parameters.length).toBeLessThan(0.01);
  });

  it('stops when it is told to, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const settings = settingsFor('corrected', { profile: 'fast', epochs: 50 });
    let epochs = 0;
    const onProgress = () => {
      epochs += 1;
    };
    const model = await trainOnTensors({ ...means, onProgress, cancelled: () => epochs === 2 }, pairs(), settings);
    expect([model.info.epochs, model.info.cancelled]).toEqual([2, true]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives up when the unit is lost or the loss is no number', async () => {
    const settings = settingsFor('corrected', { profile: 'fast', epochs: 3 });
    const lost = trainOnTensors({ ...means, lost: () => 'the context was lost' }, pairs(), settings);
    await expect(lost).rejects.toMatchObject({
      code: 'learner/crashed',
      message: expect.stringMatching(/epoch 1: the context was lost/) as string,
    });
    const wild = trainOnTensors(means, pairs(), { ...settings, learningRate: 1e30 });
    await expect(wild).rejects.toMatchObject({
      code: 'learner/crashed',
      message: expect.stringMatching(/the loss was (NaN|Infinity)/) as string,
    });
  });
});

it('decodes in pieces what it decodes at once, slopes included', () => {
  const random = createRandom(3);
  const normal = (...dims: number[]) =>
    tf.tensor(
      Float32Array.from({ length: dims.reduce((a, b) => a * b) }, () => standardNormal(random)),
      dims,
    );
  const [count, pixels, hidden] = [5, 7, 4];
  const inputs = [normal(count, hidden), normal(count, pixels), normal(count, pixels)];
  const weights = [[hidden, hidden], [hidden, hidden], [hidden], [hidden], [hidden, 1], [2, hidden], [1]];
  const all = [...inputs, ...weights.map((dims) => normal(...dims))];
  const decode =
    (most: number) =>
    (...given: tf.Tensor[]) => {
      const [offsets, x, y, weights1, weights2, bias1, bias2, outputWeights, placeWeights, outputBias] = given as [
        ...[tf.Tensor2D, tf.Tensor2D, tf.Tensor2D],
        ...[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
      ];
      const parts = { weights1, weights2, bias1, bias2, outputWeights, placeWeights, outputBias };
      return tf.square(decodePixels(parts, offsets, { x, y }, most));
    };
  const [whole, pieces] = [1e9, 2 * pixels * hidden].map((most) => ({
    value: decode(most)(...all).arraySync(),
    slopes: tf
      .grads(decode(most))(all)
      .map((slope) => slope.arraySync()),
  }));
  const flat = (values: unknown): number[] => (values as number[]).flat(3);
  flat(whole!.value).forEach((value, k) => expect(flat(pieces!.value)[k]).toBeCloseTo(value, 5));
  whole!.slopes.forEach((slope, which) => {
    flat(slope).forEach((value, k) => expect(flat(pieces!.slopes[which])[k]).toBeCloseTo(value, 3));
  });
});
