/** What the settings make of a training, epoch by epoch. */
import type { ManifoldSettings } from '../../../src-shared/manifold';
import type { LatentWeights } from './latents';

/** What `aligned` adds to `corrected`; how it was found is in docs/dual-vae.md. */
export interface Alignment {
  /** Contrastive pairing, see contrast.ts. */
  readonly contrast: { readonly weight: number; readonly width: number };
  /** Share of the pairs whose decoders get the other side's latent in an epoch. */
  readonly swap: number;
  /** Each patch is shown turned and mirrored at random. */
  readonly views: boolean;
}

const ALIGNMENT: Alignment = { contrast: { weight: 30, width: 0.3 }, swap: 0.5, views: true };

/** What a mode adds, if anything. */
export function alignmentOf({ mode }: ManifoldSettings): Alignment | undefined {
  return mode === 'aligned' ? ALIGNMENT : undefined;
}

/** Weights of the terms in an epoch, counted from 1. */
export function weightsAt(settings: ManifoldSettings, epoch: number, alignment: Alignment | undefined): LatentWeights {
  const { beta, gamma, closedFormKl, klWarmupEpochs } = settings;
  const share = klWarmupEpochs === 0 ? 1 : Math.min(1, epoch / klWarmupEpochs);
  return { beta: beta * share, gamma, closedFormKl, contrast: alignment?.contrast };
}
