/** Scales embeddings into the range in which the kernel works, whatever the network made of them. */
import type { Reals } from '../tensor/kernels';

/** Half the width of the range that the training embeddings fill. */
const REACH = 0.95;

/** One minimum and one maximum over all training embeddings and dimensions; constants as far as gradients go. */
export interface EmbeddingScale {
  readonly min: number;
  readonly max: number;
}

export function findEmbeddingScale(embedding: Reals, length: number): EmbeddingScale {
  let min = Infinity;
  let max = -Infinity;
  for (let k = 0; k < length; k++) {
    const value = embedding[k]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

/** Slope of the scaled by the raw embedding; 0 where all raw embeddings are equal. */
export function scaleSlope({ min, max }: EmbeddingScale): number {
  return max > min ? (2 * REACH) / (max - min) : 0;
}

/** z = 1.9 (u - min) / (max - min) - 0.95, with u clamped to [min, max] first; training embeddings lie inside anyway. */
export function scaleEmbedding(scale: EmbeddingScale, raw: Reals, scaled: Float64Array, length: number): void {
  const slope = scaleSlope(scale);
  for (let k = 0; k < length; k++)
    scaled[k] = slope * (Math.min(Math.max(raw[k]!, scale.min), scale.max) - scale.min) - REACH;
}
