/** Where each weight of a Dual-VAE lies in the one flat array that the optimiser moves and the disk keeps. */
import { createRandom, deriveRandom, uniformBetween, type Random } from '../../numerics/random';
import type { Activation, Reals } from '../tensor/kernels';
import { spatialLength, spatialParts } from '../tensor/plainSpatial';
import type { ChainLayer } from './denseChain';
import type { VaeShape } from './shape';

/** Views into the flat array, in its order. */
export interface VaeParameters {
  readonly flat: Reals;
  /** Patch -> hidden -> hidden -> means and log standard deviations of transform and content latents. */
  readonly imageEncoder: readonly ChainLayer[];
  /** Curve -> hidden -> hidden -> means and log standard deviations of the content latents. */
  readonly spectrumEncoder: readonly ChainLayer[];
  /** Content latents -> offsets of the first layer of the spatial decoder. */
  readonly offsets: readonly ChainLayer[];
  /** The rest of the spatial decoder, see `SpatialDecoder.parameters`. */
  readonly spatial: Reals;
  readonly spectrumDecoder: readonly ChainLayer[];
  /** latent x latent, row vectors from the left: takes spectral means into the shared latent. */
  readonly map: Reals;
}

/** Sizes of the layers of a chain with its inputs first. */
function chainSizes({ side, length, hidden, decoderHidden, latent, transform }: VaeShape) {
  return {
    imageEncoder: [side * side, hidden, hidden, 2 * (transform.count + latent)],
    spectrumEncoder: [length, hidden, hidden, 2 * latent],
    offsets: [latent, decoderHidden],
    spectrumDecoder: [latent, hidden, hidden, length],
  };
}

/** Length of the flat array. */
export function parameterLength(shape: VaeShape): number {
  const chains = Object.values(chainSizes(shape));
  const dense = chains.flatMap((sizes) => sizes.slice(1).map((outputs, l) => (sizes[l]! + 1) * outputs));
  return dense.reduce((sum, count) => sum + count, 0) + spatialLength(shape.decoderHidden) + shape.latent ** 2;
}

/** The views over a flat array of {@link parameterLength} numbers. */
export function parametersOver(flat: Reals, shape: VaeShape): VaeParameters {
  let offset = 0;
  const take = (length: number): Reals => flat.subarray(offset, (offset += length));
  const chain = (sizes: readonly number[]): ChainLayer[] =>
    sizes.slice(1).map((outputs, l) => {
      const inputs = sizes[l]!;
      const activation: Activation = l === sizes.length - 2 ? 'linear' : 'tanh';
      return { inputs, outputs, activation, weights: take(inputs * outputs), bias: take(outputs) };
    });
  const sizes = chainSizes(shape);
  return {
    flat,
    imageEncoder: chain(sizes.imageEncoder),
    spectrumEncoder: chain(sizes.spectrumEncoder),
    offsets: chain(sizes.offsets),
    spatial: take(spatialLength(shape.decoderHidden)),
    spectrumDecoder: chain(sizes.spectrumDecoder),
    map: take(shape.latent ** 2),
  };
}

/** Order and sizes of the flat array in words, so that a file tells whether it fits. */
export function layoutText(shape: VaeShape): string {
  const sizes = chainSizes(shape);
  return [
    `image encoder ${sizes.imageEncoder.join('-')}`,
    `spectrum encoder ${sizes.spectrumEncoder.join('-')}`,
    `spatial decoder ${sizes.offsets.join('-')}, two hidden of ${shape.decoderHidden}`,
    `spectrum decoder ${sizes.spectrumDecoder.join('-')}`,
    `map ${shape.latent}x${shape.latent}`,
  ].join('; ');
}

/**
 * Weights and biases uniform within 1 / sqrt(inputs of their layer), the map the identity. The offsets carry the bias of
 * the coordinate layer, whose inputs are the two coordinates (algorithm.md 8.2).
 */
export function initialiseParameters(parameters: VaeParameters, shape: VaeShape, seed: number): void {
  const random = deriveRandom(createRandom(seed), 'initial weights');
  const fill = (values: Reals, inputs: number) => fillUniform(random, values, 1 / Math.sqrt(inputs));
  const { imageEncoder, spectrumEncoder, spectrumDecoder, offsets, spatial, map } = parameters;
  for (const { inputs, weights, bias } of [...imageEncoder, ...spectrumEncoder, ...spectrumDecoder]) {
    fill(weights, inputs);
    fill(bias, inputs);
  }
  for (const { inputs, weights, bias } of offsets) {
    fill(weights, inputs);
    fill(bias, 2);
  }
  const { placeWeights, ...layers } = spatialParts(spatial, shape.decoderHidden);
  for (const values of Object.values(layers)) fill(values, shape.decoderHidden);
  fill(placeWeights, 2);
  for (let k = 0; k < map.length; k++) map[k] = k % (shape.latent + 1) === 0 ? 1 : 0;
}

function fillUniform(random: Random, values: Reals, bound: number): void {
  for (let k = 0; k < values.length; k++) values[k] = uniformBetween(random, -bound, bound);
}
