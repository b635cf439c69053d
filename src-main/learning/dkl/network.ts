/** The feature network: dense layers with rectifiers between them, linear at the end. */
import { deriveRandom, createRandom, uniformBetween } from '../../numerics/random';
import type { Kernels, Reals } from '../tensor/kernels';

/** One layer: weights [inputs x outputs] and bias [outputs], views into the flat array of the network. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Reals;
  readonly bias: Reals;
}

/** All parameters in one array, so that one optimiser step serves them all. */
export interface Network {
  readonly sizes: readonly number[];
  readonly flat: Reals;
  readonly layers: readonly Layer[];
}

/** Number of parameters of a network with these layer sizes, inputs first. */
export function parameterCount(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((sum, outputs, l) => sum + (sizes[l]! + 1) * outputs, 0);
}

/** A network over a flat array of parameters: for each layer its weights, then its bias. */
export function networkOver(flat: Reals, sizes: readonly number[]): Network {
  let offset = 0;
  const take = (length: number) => flat.subarray(offset, (offset += length));
  const layers = sizes.slice(1).map((outputs, l) => {
    const inputs = sizes[l]!;
    return { inputs, outputs, weights: take(inputs * outputs), bias: take(outputs) };
  });
  return { sizes, flat, layers };
}

/** Weights and biases uniform within 1 / sqrt(inputs of the layer), the same for the same seed. */
export function initialiseNetwork({ layers }: Network, seed: number): void {
  const random = deriveRandom(createRandom(seed), 'network weights');
  for (const { inputs, weights, bias } of layers) {
    const bound = 1 / Math.sqrt(inputs);
    for (const values of [weights, bias])
      for (let k = 0; k < values.length; k++) values[k] = uniformBetween(random, -bound, bound);
  }
}

/** Memory for the outputs of every layer for up to `rows` inputs at once; the last entry is the embedding. */
export function allocateOutputs(allocate: (length: number) => Reals, sizes: readonly number[], rows: number): Reals[] {
  return sizes.slice(1).map((outputs) => allocate(rows * outputs));
}

/** Fills `outputs`, layer by layer, for input[rows x inputs]. */
export function forward(kernels: Kernels, network: Network, batch: Batch): void {
  const { input, rows, outputs } = batch;
  network.layers.forEach(({ inputs, outputs: cols, weights, bias }, l) =>
    kernels.dense({
      input: l === 0 ? input : outputs[l - 1]!,
      weights,
      bias,
      output: outputs[l]!,
      rows,
      inner: inputs,
      cols,
      activation: l === network.layers.length - 1 ? 'linear' : 'relu',
    }),
  );
}

export interface Batch {
  readonly input: Reals;
  readonly rows: number;
  /** Outputs of each layer, from {@link allocateOutputs}. */
  readonly outputs: readonly Reals[];
}

/**
 * The slopes of a loss by all parameters, from its slopes by the embedding.
 *
 * @param gradient  receives the slopes, same sizes as `network`
 * @param slopes    like `batch.outputs`; the last entry holds the slopes by the embedding, the others are overwritten
 */
export function backward(
  kernels: Kernels,
  network: Network,
  batch: Batch,
  { gradient, slopes }: { readonly gradient: Network; readonly slopes: readonly Reals[] },
): void {
  for (let l = network.layers.length - 1; l >= 0; l--) {
    const { inputs, outputs: cols, weights } = network.layers[l]!;
    const input = l === 0 ? batch.input : batch.outputs[l - 1]!;
    const shape = { rows: batch.rows, inner: inputs, cols };
    const { weights: weightGradient, bias: biasGradient } = gradient.layers[l]!;
    const outputGradient = slopes[l]!;
    kernels.denseWeightGradient({ ...shape, input, outputGradient, weightGradient, biasGradient });
    if (l === 0) continue;
    kernels.denseInputGradient({
      ...shape,
      outputGradient,
      weights,
      input,
      inputGradient: slopes[l - 1]!,
      activation: 'relu',
    });
  }
}
