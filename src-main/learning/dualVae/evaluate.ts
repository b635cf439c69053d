/** What a model is worth: does a patch find its curve, and what do both sides look like when they are decoded. */
import type { Retrieval, RetrievalScore, VaeEmbedding } from './ports';

/** Rows of points in one space. */
export interface PointSet {
  readonly values: ArrayLike<number>;
  readonly dims: number;
}

/**
 * Rank of each query's own partner among all candidates by Euclidean distance, from 1; of equally near ones half count
 * as nearer.
 *
 * @param queries  indices into `from`; partner k of `to` belongs to row k of `from`
 */
export function partnerRanks(from: PointSet, to: PointSet, queries: readonly number[]): number[] {
  const { dims } = to;
  const count = to.values.length / dims;
  const squared = (i: number, j: number): number => {
    let sum = 0;
    for (let d = 0; d < dims; d++) sum += (from.values[i * dims + d]! - to.values[j * dims + d]!) ** 2;
    return sum;
  };
  return queries.map((i) => {
    const own = squared(i, i);
    let rank = 1;
    for (let j = 0; j < count; j++) {
      if (j === i) continue;
      const other = squared(i, j);
      if (other < own) rank += 1;
      else if (other === own) rank += 0.5;
    }
    return rank;
  });
}

export function retrievalScore(ranks: readonly number[]): RetrievalScore {
  const share = (most: number) => ranks.filter((rank) => rank <= most).length / ranks.length;
  return { top1: share(1), top5: share(5), mrr: ranks.reduce((sum, rank) => sum + 1 / rank, 0) / ranks.length };
}

/** Retrieval over all pairs of an embedding. */
export function retrievalOf({ imageMean, spectrumMean }: VaeEmbedding, latent: number): Retrieval {
  const [images, spectra] = [imageMean, spectrumMean].map((values) => ({ values, dims: latent }));
  const all = Array.from({ length: imageMean.length / latent }, (_, k) => k);
  return {
    imageToSpectrum: retrievalScore(partnerRanks(images!, spectra!, all)),
    spectrumToImage: retrievalScore(partnerRanks(spectra!, images!, all)),
  };
}

/** Root of the mean squared difference of two arrays of one length. */
export function rmsError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
  return Math.sqrt(sum / a.length);
}

/** Standard deviation of each latent dimension over rows. */
export function latentStd(means: ArrayLike<number>, latent: number): number[] {
  const rows = means.length / latent;
  return Array.from({ length: latent }, (_, d) => {
    const column = Array.from({ length: rows }, (_, row) => means[row * latent + d]!);
    const middle = column.reduce((sum, value) => sum + value, 0) / rows;
    return Math.sqrt(column.reduce((sum, value) => sum + (value - middle) ** 2, 0) / rows);
  });
}
