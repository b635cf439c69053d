/** What a model makes of pairs, in numbers: errors of its reconstructions, retrieval, spread of its latents. */
import type { Kernels } from '../tensor/kernels';
import { encodeScaled, reconstructScaled, type ScaledPairs } from './codec';
import { latentStd, retrievalOf, rmsError } from './evaluate';
import { preparePairs } from './pairData';
import type { ReconstructionErrors, VaeAssessment, VaeModel, VaePairs } from './ports';

/** Assesses a model on the pairs without gaps, as a rule those that it was trained on. */
export function assessModel(kernels: Kernels, model: VaeModel, pairs: VaePairs): VaeAssessment {
  const data = preparePairs(pairs, 1);
  const { latent } = model.info.settings;
  const embedding = encodeScaled(kernels, model, data);
  return {
    retrieval: retrievalOf(embedding, latent),
    reconstruction: reconstructionErrors(kernels, model, data, data),
    latentStd: {
      image: latentStd(embedding.imageMean, latent),
      spectrum: latentStd(embedding.spectrumMean, latent),
    },
  };
}

/** Errors of a model on some pairs, over the error of the mean of those that it was trained on. */
export function reconstructionErrors(
  kernels: Kernels,
  model: VaeModel,
  trained: ScaledPairs,
  pairs: ScaledPairs,
): ReconstructionErrors {
  const decoded = reconstructScaled(kernels, model, pairs);
  const baseline = (name: 'images' | 'spectra') =>
    rmsError(pairs[name], repeatedMean(trained[name], trained.count, pairs.count));
  const [images, spectra] = [baseline('images'), baseline('spectra')];
  return {
    ownImage: rmsError(pairs.images, decoded.ownImages) / images,
    ownSpectrum: rmsError(pairs.spectra, decoded.ownSpectra) / spectra,
    spectrumFromImage: rmsError(pairs.spectra, decoded.crossSpectra) / spectra,
    imageFromSpectrum: rmsError(pairs.images, decoded.crossImages) / images,
  };
}

function repeatedMean(values: Float32Array, rows: number, times: number): Float32Array {
  const length = values.length / rows;
  const mean = new Float64Array(length);
  for (let k = 0; k < values.length; k++) mean[k % length] = mean[k % length]! + values[k]! / rows;
  return Float32Array.from({ length: times * length }, (_, k) => mean[k % length]!);
}
