/** The contrastive term: of all curves in a batch, a patch shall lie nearest to its own, and the other way round. */

/** Means of a batch: `count` rows of `width` for the patches, content last, and of the content alone for the curves. */
interface PairMeans {
  readonly count: number;
  readonly width: number;
  readonly imageMeans: Float64Array;
  readonly spectrumMeans: Float64Array;
}

/**
 * InfoNCE (van den Oord et al. 2018) in both directions over the content means, with the similarity
 * -|z1_i - z2_j|^2 / (2 width^2). Adds its weighted slopes by the means and gives the weighted value, nats.
 */
export function contrastPairs(
  latents: PairMeans,
  { weight, width: scale }: { readonly weight: number; readonly width: number },
  slopes: { readonly image: Float64Array; readonly spectrum: Float64Array },
): number {
  const { count, width, imageMeans, spectrumMeans } = latents;
  const content = spectrumMeans.length / count;
  const sharpness = 1 / (2 * scale * scale);
  const likeness = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) {
      let squared = 0;
      for (let d = 0; d < content; d++)
        squared += (imageMeans[i * width + width - content + d]! - spectrumMeans[j * content + d]!) ** 2;
      likeness[i * count + j] = -sharpness * squared;
    }
  const pull = new Float64Array(count * count);
  const share = weight / (2 * count);
  const rows = softmaxLines(likeness, { count, along: 1, across: count, share }, pull);
  const columns = softmaxLines(likeness, { count, along: count, across: 1, share }, pull);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) {
      const factor = -2 * sharpness * pull[i * count + j]!;
      for (let d = 0; d < content; d++) {
        const [at1, at2] = [i * width + width - content + d, j * content + d];
        const slope = factor * (imageMeans[at1]! - spectrumMeans[at2]!);
        slopes.image[at1] = slopes.image[at1]! + slope;
        slopes.spectrum[at2] = slopes.spectrum[at2]! - slope;
      }
    }
  return share * (rows + columns);
}

/** Sum over the lines of -log softmax at the pair itself; adds its slopes by the likeness, times `share`. */
function softmaxLines(likeness: Float64Array, { count, along, across, share }: Lines, slopes: Float64Array): number {
  let total = 0;
  for (let line = 0; line < count; line++) {
    const start = line * across;
    let highest = -Infinity;
    for (let k = 0; k < count; k++) highest = Math.max(highest, likeness[start + k * along]!);
    let sum = 0;
    for (let k = 0; k < count; k++) sum += Math.exp(likeness[start + k * along]! - highest);
    const own = start + line * along;
    total += Math.log(sum) + highest - likeness[own]!;
    for (let k = 0; k < count; k++) {
      const at = start + k * along;
      slopes[at] = slopes[at]! + (share * Math.exp(likeness[at]! - highest)) / sum;
    }
    slopes[own] = slopes[own]! - share;
  }
  return total;
}

interface Lines {
  readonly count: number;
  readonly along: number;
  readonly across: number;
  readonly share: number;
}
