/** The loss of the Dual-VAE in operations of tfjs, which then finds the slopes: the same mathematics as `evaluateStep`. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { SHIFT_SCALE } from '../places';
import type { LatentWeights } from '../latents';
import type { VaeShape } from '../shape';
import { decodePixels } from './tensorSpatial';
import type { TensorLayer, TensorWeights } from './tensorParameters';

/** What a step works on, count rows each. */
export interface TensorBatch {
  /** count x side^2 and count x length, 0..1. */
  readonly images: Tensor2D;
  readonly spectra: Tensor2D;
  readonly noise: { readonly image: Tensor2D; readonly spectrum: Tensor2D };
  /** count x pixels or 1 x pixels: where the pixels that are evaluated lie before they are moved. */
  readonly gridX: Tensor2D;
  readonly gridY: Tensor2D;
  /** count x pixels: what the pixels that are evaluated shall be. */
  readonly targets: Tensor2D;
  /** count x 1: 1 where decoders get the other side's latent. */
  readonly swapped: Tensor2D | undefined;
}

/** Scalars, each before its weight, but for `alignment`. */
export interface TensorTerms {
  readonly total: Tensor;
  readonly image: Tensor;
  readonly spectrum: Tensor;
  readonly divergence: Tensor;
  readonly similarity: Tensor;
  readonly alignment: Tensor;
}

/** The loss and its terms; shapes and meaning as in `evaluateStep`. */
export function tensorLoss(
  shape: VaeShape,
  weights: TensorWeights,
  batch: TensorBatch,
  factors: LatentWeights,
): TensorTerms {
  const { latent, transform } = shape;
  const width = transform.count + latent;
  const imageHead = chain(weights.imageEncoder, batch.images);
  const spectrumHead = chain(weights.spectrumEncoder, batch.spectra);
  const image = {
    ...side(columns(imageHead, 0, width), columns(imageHead, width, width), batch.noise.image),
    priors: [...transform.priors, ...Array.from({ length: latent }, () => 1)],
  };
  const spectrum = {
    // The map takes spectral means into the shared latent and leaves the deviations alone.
    ...side(
      tf.matMul(columns(spectrumHead, 0, latent), weights.map),
      columns(spectrumHead, latent, latent),
      batch.noise.spectrum,
    ),
    priors: Array.from({ length: latent }, () => 1),
  };
  const content = columns(image.samples, transform.count, latent);
  const crossed = swap(content, spectrum.samples, batch.swapped);
  const logits = decodePixels(
    weights.spatial,
    chain(weights.offsets, crossed.image),
    placesOf(shape, image.samples, batch),
  );
  const scale = shape.side ** 2 / batch.targets.shape[1];
  const ofImage = tf.mul(meanEntropy(logits, batch.targets), scale);
  const ofSpectrum = meanEntropy(chain(weights.spectrumDecoder, crossed.spectrum), batch.spectra);
  const divergence = tf.add(divergenceOf(image, factors), divergenceOf(spectrum, factors));
  const similarity = tf.mean(tf.abs(tf.sub(content, spectrum.samples)));
  const alignment =
    factors.contrast === undefined
      ? tf.scalar(0)
      : contrastOf(columns(image.means, transform.count, latent), spectrum.means, factors.contrast);
  const weighted = tf.addN([tf.mul(divergence, factors.beta), tf.mul(similarity, factors.gamma), alignment]);
  const total = tf.addN([ofImage, ofSpectrum, weighted]);
  return { total, image: ofImage, spectrum: ofSpectrum, divergence, similarity, alignment };
}

interface Side {
  readonly means: Tensor2D;
  readonly logStd: Tensor2D;
  readonly noise: Tensor2D;
  readonly samples: Tensor2D;
  readonly priors: readonly number[];
}

function side(means: Tensor2D, logStd: Tensor2D, noise: Tensor2D): Omit<Side, 'priors'> {
  return { means, logStd, noise, samples: tf.add(means, tf.mul(tf.exp(logStd), noise)) };
}

function columns(values: Tensor2D, from: number, count: number): Tensor2D {
  return tf.slice(values, [0, from], [values.shape[0], count]);
}

/** Dense layers, tanh between them. */
function chain(layers: readonly TensorLayer[], input: Tensor2D): Tensor2D {
  return layers.reduce((values, { weights, bias }, l) => {
    const sums = tf.add<Tensor2D>(tf.matMul(values, weights), bias);
    return l === layers.length - 1 ? sums : tf.tanh(sums);
  }, input);
}

function swap(image: Tensor2D, spectrum: Tensor2D, swapped: Tensor2D | undefined) {
  if (swapped === undefined) return { image, spectrum };
  const across = tf.mul<Tensor2D>(tf.sub(spectrum, image), swapped);
  return { image: tf.add<Tensor2D>(image, across), spectrum: tf.sub<Tensor2D>(spectrum, across) };
}

/** Where the pixels lie once turned and shifted, two tensors of count x pixels. */
function placesOf({ transform }: VaeShape, samples: Tensor2D, { gridX, gridY, targets }: TensorBatch) {
  const latent = (index: number | undefined) => (index === undefined ? undefined : columns(samples, index, 1));
  const angle = latent(transform.angle);
  const shift = (places: Tensor, by: Tensor2D | undefined) =>
    by === undefined ? places : tf.add(places, tf.mul(by, SHIFT_SCALE));
  const turned =
    angle === undefined
      ? { x: gridX, y: gridY }
      : {
          x: tf.sub(tf.mul(gridX, tf.cos(angle)), tf.mul(gridY, tf.sin(angle))),
          y: tf.add(tf.mul(gridX, tf.sin(angle)), tf.mul(gridY, tf.cos(angle))),
        };
  const all = (places: Tensor) => tf.broadcastTo<tf.Rank.R2>(places, targets.shape);
  return { x: all(shift(turned.x, latent(transform.shiftX))), y: all(shift(turned.y, latent(transform.shiftY))) };
}

/** Binary cross-entropy from logits, summed over a row, mean over rows. */
function meanEntropy(logits: Tensor2D, targets: Tensor2D): Tensor {
  return tf.mean(tf.sum(tf.sub(tf.softplus(logits), tf.mul(logits, targets)), 1));
}

/** log q(z) - log p(z), summed over a row, mean over rows. */
function divergenceOf({ means, logStd, noise, samples, priors }: Side, { closedFormKl }: LatentWeights): Tensor {
  const prior = tf.tensor2d([priors.slice()]);
  const logPrior = priors.reduce((sum, value) => sum + Math.log(value), 0);
  const rest = closedFormKl
    ? tf.sub(tf.add(tf.square(tf.div(tf.exp(logStd), prior)), tf.square(tf.div(means, prior))), 1)
    : tf.sub(tf.square(tf.div(samples, prior)), tf.square(noise));
  return tf.add(tf.mean(tf.sum(tf.sub(tf.mul(rest, 0.5), logStd), 1)), logPrior);
}

/** InfoNCE in both directions, see contrast.ts. */
function contrastOf(
  image: Tensor2D,
  spectrum: Tensor2D,
  { weight, width }: { readonly weight: number; readonly width: number },
): Tensor {
  const sharpness = 1 / (2 * width * width);
  const apart = tf.sum(tf.square(tf.sub(tf.expandDims(image, 1), tf.expandDims(spectrum, 0))), 2);
  const likeness = tf.mul<Tensor2D>(apart, -sharpness);
  const own = tf.mul<Tensor1D>(tf.sum(tf.square(tf.sub(image, spectrum)), 1), -sharpness);
  const lines = (axis: number) => tf.sum(tf.sub(tf.logSumExp(likeness, axis), own));
  return tf.mul(tf.add(lines(1), lines(0)), weight / (2 * image.shape[0]));
}
