/** Keeps the losses of a training and tells of them. */
import type { ManifoldTerms } from '../../../src-shared/manifold';
import type { PreparedPairs } from './pairData';
import { layoutText } from './parameters';
import type { VaeModelInfo, VaeProgress, VaeSettings } from './ports';
import { profileText, type VaeShape } from './shape';

export interface EpochLog {
  /** An epoch is over. */
  note(terms: ManifoldTerms): void;
  /** What a training came to; throws RangeError where there was no epoch. */
  result(cancelled: boolean): EpochResult;
}

type EpochResult = Pick<VaeModelInfo, 'epochs' | 'cancelled' | 'first' | 'last' | 'history' | 'secondsPerEpoch'>;

/** A log that begins now. */
export function createEpochLog(
  { epochs }: VaeSettings,
  monotonicSeconds: () => number,
  onProgress: (progress: VaeProgress) => void,
): EpochLog {
  const started = monotonicSeconds();
  const history: number[] = [];
  let first: ManifoldTerms | undefined;
  let last: ManifoldTerms | undefined;
  let secondsPerEpoch = 0;
  return {
    note(terms) {
      history.push(terms.total);
      first ??= terms;
      last = terms;
      const epoch = history.length;
      secondsPerEpoch = (monotonicSeconds() - started) / epoch;
      onProgress({ epoch, epochs, terms, secondsPerEpoch, etaSeconds: secondsPerEpoch * (epochs - epoch) });
    },
    result(cancelled) {
      if (first === undefined || last === undefined) throw new RangeError('epochs: expected at least 1');
      return { epochs: history.length, cancelled, first, last, history, secondsPerEpoch };
    },
  };
}

/** The description of a model that was trained on `data`. */
export function describeModel(
  settings: VaeSettings,
  data: PreparedPairs,
  { shape, kernels, run }: { readonly shape: VaeShape; readonly kernels: string; readonly run: EpochResult },
): VaeModelInfo {
  const { side, length, minAmperes, maxAmperes, seen, excluded } = data;
  const profile = profileText(settings, side);
  const layout = layoutText(shape);
  return { settings, profile, side, length, minAmperes, maxAmperes, seen, excluded, ...run, layout, kernels };
}
