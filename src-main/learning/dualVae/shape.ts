/** Sizes of a Dual-VAE and what its transform latents mean, from the settings. */
import type { ManifoldSettings } from '../../../src-shared/manifold';

/**
 * What the transform latents of a patch do to the grid of its decoder: which of them turns it and which shift it along
 * x and y. In the notebook the first is dropped on the way to the grid, so that the second turns and the third shifts
 * both axes alike (algorithm.md 0.2).
 */
export interface TransformRule {
  /** Number of transform latents, before the content latents. */
  readonly count: number;
  /** Standard deviation of the prior of each. */
  readonly priors: readonly number[];
  readonly angle: number | undefined;
  readonly shiftX: number | undefined;
  readonly shiftY: number | undefined;
}

export interface VaeShape {
  /** Side of a patch in pixels. */
  readonly side: number;
  /** Points of a curve. */
  readonly length: number;
  /** Units of the hidden layers of encoders and of the curve decoder, and of the spatial decoder. */
  readonly hidden: number;
  readonly decoderHidden: number;
  /** Content latents. */
  readonly latent: number;
  readonly transform: TransformRule;
}

const ANGLE_PRIOR = Math.PI / 2;
/** The notebook gives the standard deviation where the logarithm of one is read (algorithm.md 0.3). */
const NOTEBOOK_ANGLE_PRIOR = Math.exp(Math.PI / 2);

const NOTEBOOK_TRANSFORM: TransformRule = {
  count: 3,
  priors: [NOTEBOOK_ANGLE_PRIOR, 1, 1],
  angle: 1,
  shiftX: 2,
  shiftY: 2,
};

const TRANSFORMS: Readonly<Record<ManifoldSettings['coord'], TransformRule>> = {
  0: { count: 0, priors: [], angle: undefined, shiftX: undefined, shiftY: undefined },
  1: { count: 1, priors: [ANGLE_PRIOR], angle: 0, shiftX: undefined, shiftY: undefined },
  2: { count: 2, priors: [1, 1], angle: undefined, shiftX: 0, shiftY: 1 },
  3: { count: 3, priors: [ANGLE_PRIOR, 1, 1], angle: 0, shiftX: 1, shiftY: 2 },
};

const HIDDEN = 256;
const FAST_DECODER_HIDDEN = 64;

/** The network that the settings ask for, on patches of `side` pixels and curves of `length` points. */
export function shapeOf(settings: ManifoldSettings, side: number, length: number): VaeShape {
  const decoderHidden = settings.profile === 'full' ? HIDDEN : FAST_DECODER_HIDDEN;
  const transform = settings.mode === 'notebook' ? NOTEBOOK_TRANSFORM : TRANSFORMS[settings.coord];
  return { side, length, hidden: HIDDEN, decoderHidden, latent: settings.latent, transform };
}

/** Whether training evaluates one pixel of each 2 x 2 block a step; a side with an odd number of pixels has no blocks. */
export function drawsPixels({ profile }: ManifoldSettings, side: number): boolean {
  return profile === 'fast' && side % 2 === 0;
}

/** The profile in words, for every result. */
export function profileText(settings: ManifoldSettings, side: number): string {
  if (settings.profile === 'full') return `full: spatial decoder of ${HIDDEN} units, every pixel in every epoch`;
  const pixels = drawsPixels(settings, side) ? 'a random quarter of the pixels' : 'every pixel';
  return `fast: spatial decoder of ${FAST_DECODER_HIDDEN} units, ${pixels} in every epoch`;
}
