/** The latents of a batch in double precision: sampling, the terms of the loss that live there, and their slopes. */
import type { Reals } from '../tensor/kernels';
import { contrastPairs } from './contrast';
import type { VaeShape } from './shape';

/** Normal numbers for both encoders: count x (transform + content) and count x content. */
export interface LatentNoise {
  readonly image: Float64Array;
  readonly spectrum: Float64Array;
}

/** How much each term counts, and how the divergence is estimated. */
export interface LatentWeights {
  readonly beta: number;
  readonly gamma: number;
  readonly closedFormKl: boolean;
  /** Weight of the contrastive term and the distance at which a pair counts as apart; absent for none. */
  readonly contrast?: { readonly weight: number; readonly width: number } | undefined;
}

/** Means and samples; `width` is transform + content, transform first. Spectral means are mapped already. */
export interface Latents {
  readonly count: number;
  readonly width: number;
  readonly imageMeans: Float64Array;
  readonly imageSamples: Float64Array;
  readonly spectrumMeans: Float64Array;
  readonly spectrumSamples: Float64Array;
}

/** Heads hold the means of all latents of a row, then their log standard deviations. */
export interface Heads {
  readonly image: Reals;
  readonly spectrum: Reals;
}

export function allocateLatents({ transform, latent }: VaeShape, count: number): Latents {
  const width = transform.count + latent;
  return {
    count,
    width,
    imageMeans: new Float64Array(count * width),
    imageSamples: new Float64Array(count * width),
    spectrumMeans: new Float64Array(count * latent),
    spectrumSamples: new Float64Array(count * latent),
  };
}

/** Means from the heads; the spectral ones times the map: mu2' = mu2 A, rows from the left. */
export function readMeans(
  latents: Pick<Latents, 'count' | 'width' | 'imageMeans' | 'spectrumMeans'>,
  { image, spectrum }: Heads,
  map: Reals,
): void {
  const { count, width, imageMeans, spectrumMeans } = latents;
  const content = spectrumMeans.length / count;
  for (let row = 0; row < count; row++) {
    for (let d = 0; d < width; d++) imageMeans[row * width + d] = image[2 * row * width + d]!;
    for (let d = 0; d < content; d++) {
      let mean = 0;
      for (let e = 0; e < content; e++) mean += spectrum[2 * row * content + e]! * map[e * content + d]!;
      spectrumMeans[row * content + d] = mean;
    }
  }
}

/** z = mean + exp(log standard deviation) noise, after {@link readMeans}. The map does not touch the deviations. */
export function sampleLatents(latents: Latents, heads: Heads, noise: LatentNoise): void {
  const content = latents.spectrumMeans.length / latents.count;
  sample(latents.imageMeans, heads.image, noise.image, { width: latents.width, samples: latents.imageSamples });
  sample(latents.spectrumMeans, heads.spectrum, noise.spectrum, { width: content, samples: latents.spectrumSamples });
}

function sample(
  means: Float64Array,
  head: Reals,
  noise: Float64Array,
  { width, samples }: { readonly width: number; readonly samples: Float64Array },
): void {
  for (let k = 0; k < means.length; k++) samples[k] = means[k]! + Math.exp(head[logStdIndex(k, width)]!) * noise[k]!;
}

/** Where the head of entry k of a count x width array keeps its log standard deviation. */
function logStdIndex(k: number, width: number): number {
  return k + width * (Math.floor(k / width) + 1);
}

export interface LatentTerms {
  readonly divergence: number;
  readonly similarity: number;
  /** Already weighted. */
  readonly alignment: number;
}

/** Slopes of the loss by the samples; they come with what the decoders say and leave with everything. */
export interface SampleSlopes {
  readonly image: Float64Array;
  readonly spectrum: Float64Array;
}

/** Slopes by heads and map, overwritten. */
export interface HeadSlopes {
  readonly image: Reals;
  readonly spectrum: Reals;
  readonly map: Reals;
}

export interface LatentBatch {
  readonly shape: VaeShape;
  readonly latents: Latents;
  readonly heads: Heads;
  readonly noise: LatentNoise;
  readonly map: Reals;
}

/** The terms of the loss that latents have, and all slopes down to the heads. */
export function differentiateLatents(
  batch: LatentBatch,
  weights: LatentWeights,
  slopes: SampleSlopes,
  into: HeadSlopes,
): LatentTerms {
  const { shape, latents, heads, noise } = batch;
  const { latent, transform } = shape;
  const similarity = similarityOf(latents, weights.gamma, slopes);
  const ofMeans = {
    image: new Float64Array(latents.imageMeans.length),
    spectrum: new Float64Array(latents.spectrumMeans.length),
  };
  const alignment = weights.contrast === undefined ? 0 : contrastPairs(latents, weights.contrast, ofMeans);
  const common = { beta: weights.beta / latents.count, closedForm: weights.closedFormKl };
  const image = passThrough(
    {
      means: latents.imageMeans,
      samples: latents.imageSamples,
      head: heads.image,
      noise: noise.image,
      width: latents.width,
    },
    { ...common, priors: [...transform.priors, ...Array.from({ length: latent }, () => 1)] },
    { ofSamples: slopes.image, ofMeans: ofMeans.image, into: into.image },
  );
  const spectrum = passThrough(
    {
      means: latents.spectrumMeans,
      samples: latents.spectrumSamples,
      head: heads.spectrum,
      noise: noise.spectrum,
      width: latent,
    },
    { ...common, priors: Array.from({ length: latent }, () => 1) },
    { ofSamples: slopes.spectrum, ofMeans: ofMeans.spectrum, into: into.spectrum },
  );
  unmap(batch, ofMeans.spectrum, into);
  return { divergence: (image + spectrum) / latents.count, similarity, alignment };
}

/** Mean |z1 - z2'| over rows and content dimensions; adds its weighted slopes. */
function similarityOf(latents: Latents, gamma: number, slopes: SampleSlopes): number {
  const { count, width, imageSamples, spectrumSamples } = latents;
  const content = spectrumSamples.length / count;
  const share = gamma / spectrumSamples.length;
  let sum = 0;
  for (let row = 0; row < count; row++)
    for (let d = 0; d < content; d++) {
      const [at1, at2] = [row * width + (width - content) + d, row * content + d];
      const difference = imageSamples[at1]! - spectrumSamples[at2]!;
      sum += Math.abs(difference);
      const slope = share * Math.sign(difference);
      slopes.image[at1] = slopes.image[at1]! + slope;
      slopes.spectrum[at2] = slopes.spectrum[at2]! - slope;
    }
  return sum / spectrumSamples.length;
}

interface Side {
  readonly means: Float64Array;
  readonly samples: Float64Array;
  readonly head: Reals;
  readonly noise: Float64Array;
  readonly width: number;
}

/**
 * The divergence log q(z) - log p(z) of one side, summed over its rows, with the slopes of everything by means (added)
 * and by the head (set; means before any map).
 */
function passThrough(
  { means, samples, head, noise, width }: Side,
  {
    beta,
    closedForm,
    priors,
  }: { readonly beta: number; readonly closedForm: boolean; readonly priors: readonly number[] },
  slopes: { readonly ofSamples: Float64Array; readonly ofMeans: Float64Array; readonly into: Reals },
): number {
  const { ofSamples, ofMeans, into } = slopes;
  let divergence = 0;
  for (let k = 0; k < means.length; k++) {
    const prior = priors[k % width]!;
    const at = logStdIndex(k, width);
    const logStd = head[at]!;
    const spread = Math.exp(logStd);
    let ofSample = ofSamples[k]!;
    let ofMean = ofMeans[k]!;
    let ofLogStd = -beta;
    if (closedForm) {
      const [mean, ratio] = [means[k]! / prior, spread / prior];
      divergence += Math.log(prior) - logStd + (ratio * ratio + mean * mean - 1) / 2;
      ofMean += (beta * mean) / prior;
      ofLogStd += beta * ratio * ratio;
    } else {
      const scaled = samples[k]! / prior;
      divergence += Math.log(prior) - logStd + (scaled * scaled - noise[k]! * noise[k]!) / 2;
      ofSample += (beta * scaled) / prior;
    }
    ofMeans[k] = ofMean + ofSample;
    into[at - width] = ofMean + ofSample;
    into[at] = ofLogStd + ofSample * spread * noise[k]!;
  }
  return divergence;
}

/** Slopes by the map and by the spectral means before it, from those by the means after it. */
function unmap({ shape, latents, heads, map }: LatentBatch, ofMapped: Float64Array, into: HeadSlopes): void {
  const { latent } = shape;
  const sums = new Float64Array(latent * latent);
  for (let row = 0; row < latents.count; row++)
    for (let e = 0; e < latent; e++) {
      let slope = 0;
      const mean = heads.spectrum[2 * row * latent + e]!;
      for (let d = 0; d < latent; d++) {
        const mapped = ofMapped[row * latent + d]!;
        slope += mapped * map[e * latent + d]!;
        sums[e * latent + d] = sums[e * latent + d]! + mean * mapped;
      }
      into.spectrum[2 * row * latent + e] = slope;
    }
  into.map.set(sums);
}
