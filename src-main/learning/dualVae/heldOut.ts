/** Five-fold cross-validation of a training: everything is measured on pairs that the model did not see. */
import { createRandom, deriveRandom, shuffle } from '../../numerics/random';
import type { ManifoldSettings } from '../../../src-shared/manifold';
import type { TrainMeans } from './train';
import { trainPrepared } from './train';
import { reconstructionErrors } from './assess';
import { encodeScaled, type ScaledPairs } from './codec';
import { latentStd, partnerRanks, retrievalScore } from './evaluate';
import type { PreparedPairs } from './pairData';
import type { ReconstructionErrors, Retrieval } from './ports';
import type { Alignment } from './recipe';

export const FOLDS = 5;
/** A latent dimension whose means vary by more than this is in use (variance 0.01, Burda et al. 2016). */
const IN_USE = 0.1;

/** Scores of pairs that a model has not seen. */
export interface HeldOutResult {
  /** Each held-out query against all pairs. */
  readonly retrieval: Retrieval;
  readonly error: ReconstructionErrors;
  /** Mean over folds of the number of dimensions in use. */
  readonly dimensions: { readonly image: number; readonly spectrum: number };
  readonly secondsPerEpoch: number;
}

/** Scores of one or several folds together. */
export function heldOutScores(folds: readonly FoldScore[]): HeldOutResult {
  const average = (of: (fold: FoldScore) => number) => folds.reduce((sum, fold) => sum + of(fold), 0) / folds.length;
  const error = (name: keyof ReconstructionErrors) => average((fold) => fold.error[name]);
  return {
    retrieval: {
      imageToSpectrum: retrievalScore(folds.flatMap((fold) => fold.imageRanks)),
      spectrumToImage: retrievalScore(folds.flatMap((fold) => fold.spectrumRanks)),
    },
    error: {
      ownImage: error('ownImage'),
      ownSpectrum: error('ownSpectrum'),
      spectrumFromImage: error('spectrumFromImage'),
      imageFromSpectrum: error('imageFromSpectrum'),
    },
    dimensions: {
      image: average((fold) => fold.dimensions.image),
      spectrum: average((fold) => fold.dimensions.spectrum),
    },
    secondsPerEpoch: average((fold) => fold.secondsPerEpoch),
  };
}

/** What came of one fold. */
export interface FoldScore extends Pick<HeldOutResult, 'error' | 'dimensions' | 'secondsPerEpoch'> {
  readonly imageRanks: number[];
  readonly spectrumRanks: number[];
}

/** The pairs of each fold: every pair is left out once. */
export function foldsOf(count: number, seed: number): number[][] {
  const order = shuffle(
    deriveRandom(createRandom(seed), 'folds'),
    Array.from({ length: count }, (_, k) => k),
  );
  return Array.from({ length: FOLDS }, (_, fold) => order.filter((_, k) => k % FOLDS === fold));
}

/** Trains on all pairs but those of one fold, counted from 0, and measures these. */
export function scoreFold(
  means: TrainMeans,
  data: PreparedPairs,
  { settings, alignment }: { readonly settings: ManifoldSettings; readonly alignment: Alignment | undefined },
  fold: number,
): FoldScore {
  const left = foldsOf(data.count, settings.seed)[fold]!;
  const out = new Set(left);
  const kept = Array.from({ length: data.count }, (_, k) => k).filter((k) => !out.has(k));
  const model = trainPrepared(means, { ...data, ...pick(data, kept) }, settings, alignment);
  const { imageMean, spectrumMean } = encodeScaled(means.kernels, model, data);
  const { latent } = settings;
  const [images, spectra] = [imageMean, spectrumMean].map((values) => ({ values, dims: latent }));
  const used = (values: Float32Array) => latentStd(values, latent).filter((std) => std > IN_USE).length;
  return {
    imageRanks: partnerRanks(images!, spectra!, left),
    spectrumRanks: partnerRanks(spectra!, images!, left),
    error: reconstructionErrors(means.kernels, model, pick(data, kept), pick(data, left)),
    dimensions: { image: used(imageMean), spectrum: used(spectrumMean) },
    secondsPerEpoch: model.info.secondsPerEpoch,
  };
}

function pick({ images, spectra, count }: ScaledPairs, which: readonly number[]): ScaledPairs {
  const rows = (values: Float32Array) => {
    const length = values.length / count;
    const out = new Float32Array(which.length * length);
    which.forEach((index, k) => out.set(values.subarray(index * length, (index + 1) * length), k * length));
    return out;
  };
  return { count: which.length, images: rows(images), spectra: rows(spectra) };
}
