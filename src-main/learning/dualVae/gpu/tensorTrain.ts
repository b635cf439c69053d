/** Training on the graphics unit: the draws, starting weights and settings of `trainVae`, another arithmetic. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { ConsoleError } from '../../../../src-shared/errors';
import type { ManifoldTerms } from '../../../../src-shared/manifold';
import { createDraws } from '../draws';
import { createEpochLog, describeModel } from '../epochLog';
import { preparePairs, type PreparedPairs } from '../pairData';
import { initialiseParameters, parameterLength, parametersOver } from '../parameters';
import { pixelGrid } from '../places';
import type { VaeModel, VaePairs, VaeProgress, VaeSettings } from '../ports';
import { alignmentOf } from '../recipe';
import { shapeOf, type VaeShape } from '../shape';
import type { StepInput } from '../step';
import { tensorLoss, type TensorBatch } from './tensorLoss';
import { downloadWeights, uploadWeights, type TensorWeights } from './tensorParameters';

export interface TensorMeans {
  /** Name of the unit, for every result. */
  readonly device: string;
  readonly monotonicSeconds: () => number;
  /** Asked before every epoch but the first; true ends training with the model as it is. */
  readonly cancelled: () => boolean;
  readonly onProgress: (progress: VaeProgress) => void;
  /** Why the unit can no longer be trusted, once it cannot. */
  readonly lost: () => string | undefined;
}

/**
 * Trains a model from the beginning on the backend that tfjs uses. Rejects with `learner/bad-data` as
 * {@link preparePairs} throws it, and with `learner/crashed` where the unit is lost or the loss is no number.
 */
export async function trainOnTensors(means: TensorMeans, pairs: VaePairs, settings: VaeSettings): Promise<VaeModel> {
  const data = preparePairs(pairs);
  const shape = shapeOf(settings, data.side, data.length);
  const start = new Float32Array(parameterLength(shape));
  initialiseParameters(parametersOver(start, shape), shape, settings.seed);
  const weights = uploadWeights(start, shape);
  const spectra = tf.tensor2d(data.spectra, [data.count, data.length]);
  const adam = tf.train.adam(settings.learningRate, 0.9, 0.999, 1e-8);
  try {
    const run = await runEpochs(means, { data, shape, weights, spectra, adam }, settings);
    const parameters = await downloadWeights(weights, shape);
    return { info: describeModel(settings, data, { shape, kernels: means.device, run }), parameters };
  } finally {
    tf.dispose([...weights.variables, spectra]);
    adam.dispose();
  }
}

interface Bench {
  readonly data: PreparedPairs;
  readonly shape: VaeShape;
  readonly weights: TensorWeights;
  readonly spectra: Tensor2D;
  readonly adam: tf.Optimizer;
}

async function runEpochs(means: TensorMeans, bench: Bench, settings: VaeSettings) {
  const { data, shape } = bench;
  const images = Float32Array.from(data.images);
  const draw = createDraws({ shape, count: data.count, images }, data, { settings, alignment: alignmentOf(settings) });
  const log = createEpochLog(settings, means.monotonicSeconds, means.onProgress);
  let cancelled = false;
  for (let epoch = 1; epoch <= settings.epochs && !cancelled; epoch++) {
    const terms = await step(bench, images, draw(epoch));
    const lost = means.lost() ?? (Number.isFinite(terms.total) ? undefined : `the loss was ${terms.total}`);
    if (lost !== undefined)
      throw new ConsoleError({
        code: 'learner/crashed',
        message: `The graphics unit failed in epoch ${epoch}: ${lost}.`,
      });
    log.note(terms);
    cancelled = epoch < settings.epochs && means.cancelled();
  }
  return log.result(cancelled);
}

/** One step of Adam; the terms are those before it. */
async function step(bench: Bench, images: Float32Array, input: StepInput): Promise<ManifoldTerms> {
  const terms = tf.tidy(() => {
    const batch = batchOf(bench, images, input);
    let told: tf.Tensor | undefined;
    const { grads } = tf.variableGrads(() => {
      const { total, image, spectrum, divergence, similarity, alignment } = tensorLoss(
        bench.shape,
        bench.weights,
        batch,
        input.weights,
      );
      told = tf.keep(tf.stack([total, image, spectrum, divergence, similarity, alignment]));
      return tf.reshape<tf.Rank.R0>(total, []);
    }, [...bench.weights.variables]);
    bench.adam.applyGradients(grads);
    return told!;
  });
  const [total, image, spectrum, divergence, similarity, alignment] = await terms.data<'float32'>();
  terms.dispose();
  const named = { total: total!, image: image!, spectrum: spectrum!, divergence: divergence!, similarity: similarity! };
  return input.weights.contrast === undefined ? named : { ...named, alignment: alignment! };
}

function batchOf({ data, shape, spectra }: Bench, images: Float32Array, input: StepInput): TensorBatch {
  const { count, side } = data;
  const area = side * side;
  const { noise, chosen, swapped } = input;
  const grid = pixelGrid(side);
  const rows = chosen === undefined ? 1 : count;
  const pixels = chosen === undefined ? area : chosen.length / count;
  const pixelAt = (k: number) => (chosen === undefined ? k : chosen[k]!);
  const along = (axis: 0 | 1) =>
    tf.tensor2d(
      Float32Array.from({ length: rows * pixels }, (_, k) => grid[2 * pixelAt(k) + axis]!),
      [rows, pixels],
    );
  const all = tf.tensor2d(images, [count, area]);
  const targets =
    chosen === undefined
      ? all
      : tf.tensor2d(
          Float32Array.from(chosen, (pixel, k) => images[Math.floor(k / pixels) * area + pixel]!),
          [count, pixels],
        );
  return {
    images: all,
    spectra,
    noise: {
      image: tf.tensor2d(Float32Array.from(noise.image), [count, shape.transform.count + shape.latent]),
      spectrum: tf.tensor2d(Float32Array.from(noise.spectrum), [count, shape.latent]),
    },
    gridX: along(0),
    gridY: along(1),
    targets,
    swapped: swapped === undefined ? undefined : tf.tensor2d(Float32Array.from(swapped), [count, 1]),
  };
}
