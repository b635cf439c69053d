/** Sizes of the feature networks by the name of their profile. */
import type { ModelSettings } from '../../../src-shared/experiment';

export interface DklProfile {
  /** Outputs of each layer but the last; each is followed by a rectifier. */
  readonly hidden: readonly number[];
  /** Dimensions of the embedding. */
  readonly embedding: number;
}

export const DKL_PROFILES: Readonly<Record<ModelSettings['profile'], DklProfile>> = {
  'dkl-small': { hidden: [64, 64], embedding: 2 },
  'dkl-atomai': { hidden: [1000, 500, 50], embedding: 2 },
  // The layers of ENGAGE's network; its batch normalisation and dropout are left out, every fit is full batch.
  'dkl-engage': { hidden: [128, 64], embedding: 16 },
};
