/**
 * The Dual-VAE as the host sees it, as types only: data in, a model and latents out. The trainer owns its networks, its
 * normalisation and where it computes; the host owns the session, the journal and the time.
 */
import type { ComputedOn, ManifoldSettings, ManifoldTerms } from '../../src-shared/manifold';

/** Pairs of patch and curve, complete and finite. */
export interface ManifoldData {
  /** Side of a patch, pixels. */
  readonly patchSize: number;
  /** n x patchSize^2 levelled heights in any unit: the trainer stretches each patch to 0..1 by itself (flat: 0). */
  readonly patches: Float32Array;
  /** Points of a curve. */
  readonly curvePoints: number;
  /** n x curvePoints currents, amperes: the trainer stretches all of them together to 0..1. */
  readonly amperes: Float64Array;
}

/** Everything that is needed to encode and decode again; goes to disk and comes back as it was. */
export interface ManifoldModel {
  readonly settings: ManifoldSettings;
  readonly patchSize: number;
  readonly curvePoints: number;
  /** Amperes that stand for 0 and 1. */
  readonly spectrumRange: { readonly min: number; readonly max: number };
  /** All weights in the order that `layout` names. */
  readonly weights: Float32Array;
  /** Name and version of the order of the weights. */
  readonly layout: string;
}

export interface ManifoldTraining {
  readonly model: ManifoldModel;
  /** n x latent: content latents of the patches (z1), and of the curves as mapped (z2 = mu2 A). */
  readonly image: Float32Array;
  readonly spectrum: Float32Array;
  readonly epochsDone: number;
  readonly cancelled: boolean;
  readonly terms: { readonly first: ManifoldTerms; readonly last: ManifoldTerms };
  /** Total loss of each epoch done. */
  readonly history: Float32Array;
  readonly computedOn: ComputedOn;
}

export interface ManifoldProgress {
  /** Epochs done. */
  readonly epoch: number;
  readonly terms: ManifoldTerms;
  readonly computedOn: ComputedOn;
}

/**
 * A trainer in a thread (or window) of its own. Rejects with `learner/...`. Encoding and decoding are answered while
 * nothing trains or between two epochs.
 */
export interface ManifoldTrainer {
  /** Trains from scratch. When `signal` fires it resolves with the last state and `cancelled`. */
  train(
    data: ManifoldData,
    settings: ManifoldSettings,
    watch: { readonly onProgress: (progress: ManifoldProgress) => void; readonly signal: AbortSignal },
  ): Promise<ManifoldTraining>;
  /** Content latents (n x latent) of patches given as in {@link ManifoldData}. */
  encodePatches(model: ManifoldModel, patches: Float32Array): Promise<Float32Array>;
  /** Patches (0..1, untransformed) and curves (amperes) of m latent positions, m x latent in `z`. */
  decode(
    model: ManifoldModel,
    z: Float32Array,
  ): Promise<{ readonly patches: Float32Array; readonly amperes: Float32Array }>;
  close(): Promise<void>;
}
