/** Messages between the main process and the thread of the Dual-VAE. */
import type { WireError } from '../../../../src-shared/errors';
import type { VaeModel, VaePairs, VaeProgress, VaeSettings } from '../ports';

/** A call; the thread answers calls in the order in which they come. */
export type VaeRequest = { readonly id: number } & (
  | {
      readonly kind: 'train';
      readonly pairs: VaePairs;
      readonly settings: VaeSettings;
      /** In shared memory: a busy thread sees it change where a message would have to wait. */
      readonly cancelled: Int32Array;
    }
  | { readonly kind: 'encode' | 'assess'; readonly model: VaeModel; readonly pairs: VaePairs }
  | { readonly kind: 'decode'; readonly model: VaeModel; readonly places: Float32Array }
);

/** What the thread may be started with, as its `workerData`. */
export interface VaeThreadOptions {
  /** Folder of the compiled kernels, where it is not the one that the build made. */
  readonly kernelFolder?: string;
  /** Threads that compute; all cores unless told otherwise. */
  readonly threads?: number;
}

/** The thread is up; sent once, before anything else. */
export interface VaeReady {
  readonly kind: 'ready';
  /** Which kernels do the algebra, and on how many threads. */
  readonly kernels: string;
  readonly threads: number;
  /** Why the compiled kernels are not used; absent where they are. */
  readonly fallback: string | undefined;
}

export type VaeMessage =
  | VaeReady
  | { readonly kind: 'progress'; readonly id: number; readonly progress: VaeProgress }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: WireError };
