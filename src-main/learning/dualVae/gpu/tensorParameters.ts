/** The weights of a Dual-VAE as tensors on the graphics unit, and back into the flat array that the disk keeps. */
import { variable, tensor, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { spatialParts } from '../../tensor/plainSpatial';
import type { ChainLayer } from '../denseChain';
import { parameterLength, parametersOver, type VaeParameters } from '../parameters';
import type { VaeShape } from '../shape';

export interface TensorLayer {
  /** inputs x outputs */
  readonly weights: Tensor;
  readonly bias: Tensor;
}

export interface TensorWeights {
  /** All of them, in the order of the flat array. */
  readonly variables: readonly Variable[];
  readonly imageEncoder: readonly TensorLayer[];
  readonly spectrumEncoder: readonly TensorLayer[];
  readonly offsets: readonly TensorLayer[];
  readonly spatial: SpatialWeights;
  readonly spectrumDecoder: readonly TensorLayer[];
  readonly map: Tensor;
}

/** See `spatialParts` for what they are. */
export interface SpatialWeights {
  readonly weights1: Tensor;
  readonly weights2: Tensor;
  readonly bias1: Tensor;
  readonly bias2: Tensor;
  readonly outputWeights: Tensor;
  readonly placeWeights: Tensor;
  readonly outputBias: Tensor;
}

/** The views of the flat array in its order, each with the shape of its tensor. */
function slots(parameters: VaeParameters, { decoderHidden: hidden, latent }: VaeShape) {
  const chain = (layers: readonly ChainLayer[]) =>
    layers.flatMap(({ inputs, outputs, weights, bias }) => [
      { values: weights, dims: [inputs, outputs] },
      { values: bias, dims: [outputs] },
    ]);
  const spatial = spatialParts(parameters.spatial, hidden);
  return [
    ...chain(parameters.imageEncoder),
    ...chain(parameters.spectrumEncoder),
    ...chain(parameters.offsets),
    { values: spatial.weights1, dims: [hidden, hidden] },
    { values: spatial.weights2, dims: [hidden, hidden] },
    { values: spatial.bias1, dims: [hidden] },
    { values: spatial.bias2, dims: [hidden] },
    { values: spatial.outputWeights, dims: [hidden, 1] },
    { values: spatial.placeWeights, dims: [2, hidden] },
    { values: spatial.outputBias, dims: [1] },
    ...chain(parameters.spectrumDecoder),
    { values: parameters.map, dims: [latent, latent] },
  ];
}

/** Variables with the values of a flat array; the caller disposes of `variables`. */
export function uploadWeights(flat: Float32Array, shape: VaeShape): TensorWeights {
  const parameters = parametersOver(flat, shape);
  const variables = slots(parameters, shape).map(({ values, dims }) => {
    const start = tensor(Float32Array.from(values), dims);
    const kept = variable(start);
    start.dispose();
    return kept;
  });
  let next = 0;
  const take = (): Tensor => variables[next++]!;
  const chain = (layers: readonly ChainLayer[]): TensorLayer[] => layers.map(() => ({ weights: take(), bias: take() }));
  return {
    variables,
    imageEncoder: chain(parameters.imageEncoder),
    spectrumEncoder: chain(parameters.spectrumEncoder),
    offsets: chain(parameters.offsets),
    spatial: {
      weights1: take(),
      weights2: take(),
      bias1: take(),
      bias2: take(),
      outputWeights: take(),
      placeWeights: take(),
      outputBias: take(),
    },
    spectrumDecoder: chain(parameters.spectrumDecoder),
    map: take(),
  };
}

/** The flat array of {@link parametersOver}. */
export async function downloadWeights({ variables }: TensorWeights, shape: VaeShape): Promise<Float32Array> {
  const flat = new Float32Array(parameterLength(shape));
  const into = slots(parametersOver(flat, shape), shape);
  const values = await Promise.all(variables.map((one) => one.data()));
  into.forEach((slot, k) => slot.values.set(values[k]!));
  return flat;
}
