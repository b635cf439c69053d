/**
 * What the Dual-VAE takes and gives: plain data and flat arrays, which cross threads and go to disk as they are.
 *
 * The method is that of algorithm.md 8: one autoencoder for patches, with a spatial decoder, one for curves, and one
 * latent space for both.
 */
import type { ManifoldSettings, ManifoldTerms } from '../../../src-shared/manifold';

export type VaeSettings = ManifoldSettings;

/** Patches and curves by point of acquisition: patch k belongs to curve k. */
export interface VaePairs {
  readonly count: number;
  /** Side of a patch in pixels. */
  readonly side: number;
  /** Points of a curve. */
  readonly length: number;
  /** count x side^2 heights, in any unit: each patch is stretched to 0..1 by itself. */
  readonly patches: Float32Array;
  /** count x length, amperes. */
  readonly curves: Float32Array;
}

export interface VaeProgress {
  /** Epochs done. */
  readonly epoch: number;
  readonly epochs: number;
  readonly terms: ManifoldTerms;
  readonly secondsPerEpoch: number;
  readonly etaSeconds: number;
}

/** Everything that a model needs to be used again, except its parameters. Plain JSON. */
export interface VaeModelInfo {
  readonly settings: VaeSettings;
  /** Name of the profile in words, for every result. */
  readonly profile: string;
  readonly side: number;
  readonly length: number;
  /** Range of the training currents, amperes: what decoded 0 and 1 stand for. */
  readonly minAmperes: number;
  readonly maxAmperes: number;
  /** Epochs done; fewer than asked for where training was cancelled. */
  readonly epochs: number;
  readonly cancelled: boolean;
  /** Terms at the first and the last epoch. */
  readonly first: ManifoldTerms;
  readonly last: ManifoldTerms;
  /** Loss of each epoch. */
  readonly history: readonly number[];
  readonly secondsPerEpoch: number;
  /** Which of the given pairs it saw, by index, and which were left out and why. */
  readonly seen: readonly number[];
  readonly excluded: readonly VaeExclusion[];
  /** Order and sizes of the parameters: a file with another layout is of another version. */
  readonly layout: string;
  /** Which kernels computed it. */
  readonly kernels: string;
}

export interface VaeExclusion {
  readonly index: number;
  readonly reason: 'patch-not-finite' | 'curve-not-finite';
}

/** A trained model: one flat array of parameters and what it means. */
export interface VaeModel {
  readonly info: VaeModelInfo;
  readonly parameters: Float32Array;
}

/** Where pairs lie in the latent space. Pairs with NaN get NaN. Arrays are count x latent. */
export interface VaeEmbedding {
  readonly imageMean: Float32Array;
  readonly imageLogStd: Float32Array;
  /** Mapped into the shared latent (z2 = mu2 A). */
  readonly spectrumMean: Float32Array;
  readonly spectrumLogStd: Float32Array;
}

/** What places of the latent space look like: count x side^2 heights 0..1 and count x length currents in amperes. */
export interface VaeDecoded {
  readonly patches: Float32Array;
  readonly curves: Float32Array;
}

/** How well the right one is found among all: shares of queries, and the mean of 1 / rank. */
export interface RetrievalScore {
  readonly top1: number;
  readonly top5: number;
  readonly mrr: number;
}

/** Retrieval in both directions. */
export interface Retrieval {
  readonly imageToSpectrum: RetrievalScore;
  readonly spectrumToImage: RetrievalScore;
}

/** Root mean square errors over that of the mean of the training pairs: 1 is no better than the mean. */
export interface ReconstructionErrors {
  readonly ownImage: number;
  readonly ownSpectrum: number;
  /** A curve from its patch. */
  readonly spectrumFromImage: number;
  /** A patch from its curve, turned and shifted as its own encoder says. */
  readonly imageFromSpectrum: number;
}

/** What a model is worth on some pairs. */
export interface VaeAssessment {
  readonly retrieval: Retrieval;
  readonly reconstruction: ReconstructionErrors;
  /** Standard deviation of the means in each latent dimension. */
  readonly latentStd: { readonly image: readonly number[]; readonly spectrum: readonly number[] };
}

/** A thread that also says what a model is worth. */
export interface VaeAssessor {
  assess(model: VaeModel, pairs: VaePairs): Promise<VaeAssessment>;
}

/** A Dual-VAE in a thread of its own; calls are answered in their order. */
export interface VaeThread {
  /**
   * Trains from the beginning. Where the signal fires, training ends after the epoch at work and the model as it is
   * then comes back, `cancelled`. Rejects with `learner/bad-data` for too few pairs or curves without a range.
   */
  train(
    pairs: VaePairs,
    settings: VaeSettings,
    watch?: { readonly onProgress?: (progress: VaeProgress) => void; readonly signal?: AbortSignal },
  ): Promise<VaeModel>;
  encode(model: VaeModel, pairs: VaePairs): Promise<VaeEmbedding>;
  /** @param places count x latent */
  decode(model: VaeModel, places: Float32Array): Promise<VaeDecoded>;
  close(): Promise<void>;
}
