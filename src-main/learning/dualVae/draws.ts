/** What changes from epoch to epoch: noise, pixels, swaps and views, all drawn from the seed. */
import type { ManifoldSettings } from '../../../src-shared/manifold';
import { createRandom, deriveRandom, integerBelow, standardNormal, uniform, type Random } from '../../numerics/random';
import type { Reals } from '../tensor/kernels';
import type { PreparedPairs } from './pairData';
import { weightsAt, type Alignment } from './recipe';
import { drawsPixels, type VaeShape } from './shape';
import type { StepInput } from './step';
import { copyView, patchViews } from './views';

export interface TrainPlan {
  readonly settings: ManifoldSettings;
  readonly alignment: Alignment | undefined;
}

/** What a batch is, whatever computes it. */
export interface DrawnBatch {
  readonly shape: VaeShape;
  readonly count: number;
  /** count x side^2, 0..1; where patches are shown turned, they are written here. */
  readonly images: Reals;
}

/**
 * Gives the input of each epoch, from 1 and in order. The same settings give the same numbers wherever the arithmetic is
 * done; the arrays are used again from epoch to epoch.
 */
export function createDraws(
  { shape, count, images }: DrawnBatch,
  data: PreparedPairs,
  { settings, alignment }: TrainPlan,
): (epoch: number) => StepInput {
  const root = createRandom(settings.seed);
  const noiseRandom = deriveRandom(root, 'dual-vae noise');
  const pixelRandom = deriveRandom(root, 'dual-vae pixels');
  const alignRandom = deriveRandom(root, 'dual-vae alignment');
  const noise = {
    image: new Float64Array(count * (shape.transform.count + shape.latent)),
    spectrum: new Float64Array(count * shape.latent),
  };
  const chosen = drawsPixels(settings, data.side) ? new Int32Array((count * data.side ** 2) / 4) : undefined;
  const swapped = alignment === undefined ? undefined : new Uint8Array(count);
  const views = alignment?.views === true ? patchViews(data.side) : undefined;
  return (epoch) => {
    for (const values of [noise.image, noise.spectrum])
      for (let k = 0; k < values.length; k++) values[k] = standardNormal(noiseRandom);
    if (chosen !== undefined) drawPixels(pixelRandom, data.side, chosen);
    if (swapped !== undefined)
      for (let k = 0; k < count; k++) swapped[k] = uniform(alignRandom) < alignment!.swap ? 1 : 0;
    if (views !== undefined)
      for (let k = 0; k < count; k++) {
        const view = views[integerBelow(alignRandom, views.length)]!;
        copyView(data.images, k, view, { values: images, to: k * view.length });
      }
    return { noise, weights: weightsAt(settings, epoch, alignment), chosen, swapped };
  };
}

/** One pixel of every 2 x 2 block of every patch: each pixel with the same chance, evenly spread. */
function drawPixels(random: Random, side: number, chosen: Int32Array): void {
  const half = side / 2;
  for (let k = 0; k < chosen.length; k++) {
    const block = k % (half * half);
    const corner = 2 * Math.floor(block / half) * side + 2 * (block % half);
    const which = random.next() >>> 30;
    chosen[k] = corner + (which >> 1) * side + (which & 1);
  }
}
