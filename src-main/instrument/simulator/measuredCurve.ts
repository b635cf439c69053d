/** What the instrument makes of a current: noise, the range of the preamplifier, the limit of the sweep. */
import type { Random } from '../../numerics/random';
import { standardNormal } from '../../numerics/random';
import { gaussianKernel } from './gaussianField';
import type { Imperfections } from './imperfections';

/** Correlation of the noise between neighbouring points: standard deviation of the Gaussian, points. */
const NOISE_POINTS = 1.2;
/** So many points at the end of the range count as saturation and not as a coincidence. */
const SATURATED_POINTS = 3;

/** Currents as recorded, and what is to be said about them. */
export interface RecordedCurrents {
  readonly amperes: Float64Array;
  /** The current reached the limit of the sweep and was held there. */
  readonly compliance: boolean;
  /** The preamplifier was at the end of its range. */
  readonly saturated: boolean;
}

/** Adds noise to the mean currents of a sweep and holds them within range and limit. */
export function recordCurrents(
  mean: Float64Array,
  maxCurrentAmperes: number,
  noise: Pick<Imperfections, 'currentNoiseShare' | 'currentNoiseAmperes' | 'preampRangeAmperes'>,
  random: Random,
): RecordedCurrents {
  const own = correlatedNoise(random, mean.length);
  const background = correlatedNoise(random, mean.length);
  const limit = Math.min(maxCurrentAmperes, noise.preampRangeAmperes);
  let held = 0;
  const amperes = mean.map((current, i) => {
    const noisy = current * (1 + noise.currentNoiseShare * own[i]!) + noise.currentNoiseAmperes * background[i]!;
    if (Math.abs(noisy) < limit) return noisy;
    held += 1;
    return Math.sign(noisy) * limit;
  });
  const atRange = noise.preampRangeAmperes <= maxCurrentAmperes;
  return { amperes, compliance: held > 0 && !atRange, saturated: held >= SATURATED_POINTS && atRange };
}

/** Normal noise of variance 1 with a Gaussian correlation between neighbouring points. */
export function correlatedNoise(random: Random, count: number): Float64Array {
  const kernel = gaussianKernel(NOISE_POINTS);
  const half = kernel.length - 1;
  const white = Float64Array.from({ length: count + 2 * half }, () => standardNormal(random));
  const full = (k: number): number => kernel[Math.abs(k)]!;
  let variance = 0;
  for (let k = -half; k <= half; k++) variance += full(k) ** 2;
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let k = -half; k <= half; k++) sum += full(k) * white[i + half + k]!;
    return sum / Math.sqrt(variance);
  });
}
