/** Ends a training that has stopped predicting better, and keeps the parameters that predicted best. */
import type { Reals } from '../tensor/kernels';
import { leaveOneOutDensity } from './leaveOneOut';

/** The parameters of a model, and the process that {@link EarlyStop.judge} judges them by. */
interface JudgedModel {
  readonly network: { readonly flat: Reals };
  readonly raw: Float64Array;
  /** As after the gradient was computed: `inverse` and `alpha` are those of the parameters at hand. */
  readonly process: { readonly inverse: Float64Array; readonly alpha: Float64Array };
}

export interface EarlyStop {
  /** Notes how well the parameters at hand predict; true when the last so many calls brought nothing better. */
  judge(): boolean;
  /** Puts the best parameters that were judged into the model. */
  restore(): void;
}

/** @param patience calls without a larger leave-one-out density after which training is to end */
export function createEarlyStop({ network, raw, process }: JudgedModel, patience: number): EarlyStop {
  const best = { density: -Infinity, weights: network.flat.slice(), raw: raw.slice() };
  let since = 0;
  return {
    judge() {
      const density = leaveOneOutDensity(process.inverse, process.alpha);
      since++;
      if (density > best.density) {
        since = 0;
        best.density = density;
        best.weights.set(network.flat);
        best.raw.set(raw);
      }
      return since >= patience;
    },
    restore() {
      network.flat.set(best.weights);
      raw.set(best.raw);
    },
  };
}
