/** Dense layers one after the other, as encoders and the curve decoder are made of. */
import type { Activation, Kernels, Reals } from '../tensor/kernels';

export interface ChainLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: Activation;
  /** inputs x outputs */
  readonly weights: Reals;
  readonly bias: Reals;
}

/** What a chain works on; outputs[l] is rows x outputs of layer l. */
export interface ChainRun {
  readonly input: Reals;
  readonly rows: number;
  readonly outputs: readonly Reals[];
}

/** Fills the outputs of every layer; the last one is the result. */
export function runChain(kernels: Kernels, layers: readonly ChainLayer[], { input, rows, outputs }: ChainRun): void {
  layers.forEach(({ inputs, outputs: cols, activation, weights, bias }, l) =>
    kernels.dense({
      input: l === 0 ? input : outputs[l - 1]!,
      weights,
      bias,
      output: outputs[l]!,
      rows,
      inner: inputs,
      cols,
      activation,
    }),
  );
}

export interface ChainGradient {
  /** Like the layers; their weights and biases receive the slopes. */
  readonly layers: readonly ChainLayer[];
  /** Like the outputs of the run; the last holds the slopes by the result before its activation, the others are overwritten. */
  readonly slopes: readonly Reals[];
  /** Receives the slopes by the input, where wanted. */
  readonly inputSlopes?: Reals | undefined;
}

/** The slopes of a loss by all weights, from its slopes by the result. */
export function runChainBack(
  kernels: Kernels,
  layers: readonly ChainLayer[],
  { input, rows, outputs }: ChainRun,
  gradient: ChainGradient,
): void {
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs: inner, outputs: cols, weights } = layers[l]!;
    const below = l === 0 ? input : outputs[l - 1]!;
    const outputGradient = gradient.slopes[l]!;
    const { weights: weightGradient, bias: biasGradient } = gradient.layers[l]!;
    kernels.denseWeightGradient({ input: below, outputGradient, weightGradient, biasGradient, rows, inner, cols });
    const inputGradient = l === 0 ? gradient.inputSlopes : gradient.slopes[l - 1]!;
    if (inputGradient === undefined) continue;
    const activation = l === 0 ? 'linear' : layers[l - 1]!.activation;
    kernels.denseInputGradient({ outputGradient, weights, input: below, inputGradient, rows, inner, cols, activation });
  }
}

/** Memory for the outputs of every layer. */
export function chainOutputs(
  layers: readonly ChainLayer[],
  rows: number,
  allocate: (length: number) => Reals,
): readonly Reals[] {
  return layers.map(({ outputs }) => allocate(rows * outputs));
}
