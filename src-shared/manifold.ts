/**
 * The latent manifold that the Dual-VAE finds in a session: settings, states, and what the window gets to draw.
 *
 * Latent coordinates are those of the content latents (z1 of patches, z2 = mu2 A of curves), without angle and shifts.
 * The notebook draws component 0 upwards and component 1 to the right; every grid here follows it.
 */
import type { AutomaticLabel, LoopDescriptors } from './analysis';
import type { PixelPoint } from './geometry';
import type { WireError } from './errors';
import { z } from './zod';

/** Points with a complete curve and patch that training needs at least. */
export const MANIFOLD_MIN_POINTS = 30;

export const MANIFOLD_MODES = ['corrected', 'notebook', 'aligned'] as const;
export const MANIFOLD_PROFILES = ['full', 'fast'] as const;
export const MANIFOLD_COMPUTE_ON = ['auto', 'cpu'] as const;

export const ManifoldSettings = z
  .object({
    /** `notebook` repeats the authors' notebook bug for bug, `corrected` mends it, `aligned` also pulls the pairs together. */
    mode: z.enum(MANIFOLD_MODES),
    /** `full` is the published network, `fast` a cheaper unbiased estimate; named in every result. */
    profile: z.enum(MANIFOLD_PROFILES),
    /** What the image side is invariant to: 0 nothing, 1 rotation, 2 shifts, 3 both. */
    coord: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
    /** Number of content latents. */
    latent: z.int().min(2).max(8),
    epochs: z.int().min(1).max(100_000),
    /** Weight of the divergence from the prior. */
    beta: z.number().min(0).max(100),
    /** Weight of the distance between the two latents of a pair. */
    gamma: z.number().min(0).max(1000),
    learningRate: z.number().positive().max(1),
    /** Epochs over which beta grows from 0 to its value; 0 for none. */
    klWarmupEpochs: z.int().min(0).max(100_000),
    /** The divergence in closed form in place of the one-sample estimate: same optimum, less noise. */
    closedFormKl: z.boolean(),
    seed: z.int().min(0).max(0xffffffff),
    /** `auto` trains on the graphics unit where a test of the first steps says that it is right and faster. */
    computeOn: z.enum(MANIFOLD_COMPUTE_ON).default('auto'),
  })
  .readonly();
export type ManifoldSettings = z.infer<typeof ManifoldSettings>;

/** The settings of the method as published, with its defects mended. */
export const DEFAULT_MANIFOLD_SETTINGS: ManifoldSettings = {
  mode: 'corrected',
  profile: 'full',
  coord: 1,
  latent: 2,
  epochs: 1000,
  beta: 1,
  gamma: 10,
  learningRate: 1e-4,
  klWarmupEpochs: 0,
  closedFormKl: false,
  seed: 1,
  computeOn: 'auto',
};

/** What differs from the defaults where nobody has said otherwise: `aligned` learns faster and so needs fewer epochs. */
const MODE_SETTINGS: Readonly<Record<ManifoldSettings['mode'], Partial<ManifoldSettings>>> = {
  notebook: { coord: 3 },
  corrected: {},
  aligned: { epochs: 400, learningRate: 1e-3, closedFormKl: true },
};

/** The settings that a mode is meant to be used with. */
export function settingsFor(mode: ManifoldSettings['mode'], changed: Partial<ManifoldSettings> = {}): ManifoldSettings {
  return { ...DEFAULT_MANIFOLD_SETTINGS, ...MODE_SETTINGS[mode], ...changed, mode };
}

/** The loss and its parts, nats per point, each before its weight; `total` is what was minimised. */
export const ManifoldTerms = z
  .object({
    total: z.number(),
    image: z.number(),
    spectrum: z.number(),
    divergence: z.number(),
    /** Mean distance of the two latents of a pair. */
    similarity: z.number(),
    /** Further terms of the mode `aligned`, weighted. */
    alignment: z.number().optional(),
  })
  .readonly();
export type ManifoldTerms = z.infer<typeof ManifoldTerms>;

/** Where the numbers were computed, in words for the screen and for the journal. */
export const ComputedOn = z
  .object({
    backend: z.enum(['plain', 'wasm', 'webgl', 'webgpu']),
    /** For example `WebAssembly, 2 threads` or the name of the graphics unit. */
    device: z.string(),
    /** Why this one was chosen and not another. */
    reason: z.string(),
  })
  .readonly();
export type ComputedOn = z.infer<typeof ComputedOn>;

/** Why a point had no part in training. */
export const EXCLUSIONS = ['missingCurveValues', 'incompleteCurve', 'missingHeights', 'rejected'] as const;
export const Exclusion = z.object({ index: z.int().min(0), reason: z.enum(EXCLUSIONS) }).readonly();
export type Exclusion = z.infer<typeof Exclusion>;

/** What a finished training came to; also what the journal says of it, apart from the arrays. */
export const ManifoldSummary = z
  .object({
    settings: ManifoldSettings,
    /** Indices of the measured points that were used, in the order of the latents. */
    points: z.array(z.int().min(0)),
    excluded: z.array(Exclusion),
    /** Points whose patch has no relief at all: their image is drawn and learned as zero. */
    flatPatches: z.int().min(0),
    patchSize: z.int().positive(),
    curvePoints: z.int().positive(),
    /** Currents of the whole set, amperes: a decoded 0 and 1. */
    spectrumRange: z.object({ min: z.number(), max: z.number() }),
    /** Epochs done: fewer than asked for where training was cancelled. */
    epochsDone: z.int().min(0),
    cancelled: z.boolean(),
    terms: z.object({ first: ManifoldTerms, last: ManifoldTerms }),
    seconds: z.number(),
    computedOn: ComputedOn,
    secondsPerEpoch: z.number(),
    /** Name of the profile in words. */
    profile: z.string(),
    /** Order and sizes of the weights: a journal with another layout is of another version. */
    layout: z.string(),
  })
  .readonly();
export type ManifoldSummary = z.infer<typeof ManifoldSummary>;

/** Why a session cannot be trained on, whatever the number of points. */
export const REFUSALS = ['noFrame', 'voltageAxes', 'flatImages', 'flatCurves'] as const;
export type RefusalReason = (typeof REFUSALS)[number];

/** What can be said of the manifold of the session on the screen. `message` is a whole sentence for the operator. */
export type ManifoldState =
  | { readonly kind: 'noSession' }
  | { readonly kind: 'tooFew'; readonly needed: number; readonly have: number; readonly excluded: readonly Exclusion[] }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string }
  | { readonly kind: 'untrained'; readonly have: number; readonly excluded: readonly Exclusion[] }
  | {
      readonly kind: 'training';
      readonly settings: ManifoldSettings;
      readonly epoch: number;
      readonly epochs: number;
      /** Undefined before the first epoch is over. */
      readonly terms: ManifoldTerms | undefined;
      /** Total loss of epochs done so far, thinned to at most 400 values; the last one is the newest. */
      readonly history: readonly number[];
      readonly secondsPerEpoch: number | undefined;
      readonly etaSeconds: number | undefined;
      /** Undefined until the choice has been made. */
      readonly computedOn: ComputedOn | undefined;
      readonly cancelling: boolean;
    }
  | {
      readonly kind: 'trained';
      readonly summary: ManifoldSummary;
      /** UTC, ISO 8601. */
      readonly trainedAt: string;
      /** Points measured since that could have been used: the manifold is stale where this is not 0. */
      readonly newPoints: number;
      /** The training after this one failed; the older manifold is still there. */
      readonly problem: WireError | undefined;
    }
  | { readonly kind: 'failed'; readonly error: WireError };

/** Where each point lies. Arrays are n x latent, row-major, in the order of `points`. */
export interface ManifoldEmbedding {
  readonly trainedAt: string;
  readonly latent: number;
  readonly points: readonly number[];
  readonly image: Float32Array;
  readonly spectrum: Float32Array;
  /** Distance of the two latents of each point: how little its structure says about its curve. */
  readonly mismatch: Float32Array;
  /** Patches as the network sees them, n x patchSize^2, each from 0 to 1 (a flat one is 0). */
  readonly patchSize: number;
  readonly patches: Float32Array;
  /** Bias of the curves, volts. */
  readonly volts: Float64Array;
  /** Total loss of each epoch. */
  readonly history: Float32Array;
}

/** Coupling of structure and curve about one measured point. */
export interface CouplingPoint {
  readonly index: number;
  /** 1 perfect, 0 no better than shuffled neighbours, below 0 worse; undefined without enough neighbours. */
  readonly coupling: number | undefined;
  /** Share of shuffles (plus one) that come as close, and the same adjusted for the number of places (Benjamini and Hochberg). */
  readonly p: number | undefined;
  readonly q: number | undefined;
  /** Effective number of neighbours. */
  readonly neighbours: number;
  /** Local R2 of curves from structure and of structure from curves (leave one out); undefined as above. */
  readonly curveFromStructure: number | undefined;
  readonly structureFromCurve: number | undefined;
  /**
   * `coupled`: significant. `noConclusion`: not significant, or structure does not predict curves here. `tooFew`: fewer
   * neighbours than a statement needs.
   */
  readonly verdict: 'coupled' | 'noConclusion' | 'tooFew';
}

/** Coupling in one space; `features` does not depend on the Dual-VAE and leads. */
export interface CouplingMap {
  readonly space: 'features' | 'latent';
  readonly points: readonly CouplingPoint[];
  /** Width of the neighbourhood in units of the space. */
  readonly bandwidth: number;
  readonly permutations: number;
  readonly falseDiscoveryRate: number;
  /** Coupling below which a place gets no conclusion, however significant. */
  readonly leastCoupling: number;
  /** How many points have each verdict. */
  readonly counts: Readonly<Record<CouplingPoint['verdict'], number>>;
}

export interface CouplingReport {
  readonly features: CouplingMap;
  /** Absent before a manifold is trained. */
  readonly latent: CouplingMap | undefined;
}

const Range = z.tuple([z.number(), z.number()]).readonly();

export const ManifoldGridRequest = z
  .object({
    /** Components along the rows (upwards) and the columns (to the right). */
    axes: z.tuple([z.int().min(0).max(7), z.int().min(0).max(7)]).readonly(),
    /** Cells along each side. */
    size: z.int().min(2).max(40),
    /** Part of the plane to sample evenly, [lowest, highest] of each axis; the whole at quantiles of the prior without it. */
    box: z.object({ row: Range, col: Range }).readonly().optional(),
  })
  .readonly();
export type ManifoldGridRequest = z.infer<typeof ManifoldGridRequest>;

/**
 * A grid of decoded cells, row-major from the top left one: the row value falls downwards, the column value grows to the
 * right. Components that are not shown are held at the mean of the image latents (`base`).
 */
export interface ManifoldGrid {
  readonly axes: readonly [number, number];
  readonly size: number;
  readonly rowValues: Float64Array;
  readonly colValues: Float64Array;
  /** Latent position of which a cell changes only the two axes. */
  readonly base: Float64Array;
  readonly patchSize: number;
  /** size^2 x patchSize^2, 0 to 1. Heights are relative: each training patch was stretched by itself. */
  readonly patches: Float32Array;
  /** Bias of the curves, volts. */
  readonly volts: Float64Array;
  /** size^2 x volts.length, amperes. */
  readonly curves: Float32Array;
  /** Measured patches whose latents fall into each cell (on the two axes). */
  readonly counts: Uint16Array;
  /** Distance from each cell to the nearest image latent. */
  readonly distances: Float32Array;
  /** Largest distance at which a cell counts as supported by data. */
  readonly supportDistance: number;
  /** 1 where data lie near; 0 where the networks only extrapolate. */
  readonly supported: Uint8Array;
  /** What the program says about the decoded curve of each cell. */
  readonly labels: readonly AutomaticLabel[];
}

const Latent = z.array(z.number()).min(2).max(8);

export const ManifoldCellRequest = z
  .object({
    z: Latent,
    /** How many measured points to name. */
    nearest: z.int().min(1).max(50),
  })
  .readonly();

/** A measured point near a place of the latent space. */
export interface NearPoint {
  readonly index: number;
  readonly at: PixelPoint;
  /** Distance of its image latent, and of its curve's, to the place. */
  readonly imageDistance: number;
  readonly spectrumDistance: number;
}

/** One place of the latent space, looked at closely. */
export interface ManifoldCell {
  readonly z: readonly number[];
  readonly patchSize: number;
  readonly patch: Float32Array;
  readonly volts: Float64Array;
  readonly amperes: Float32Array;
  readonly descriptors: LoopDescriptors;
  readonly label: AutomaticLabel;
  readonly supported: boolean;
  readonly supportDistance: number;
  /** The measured points with the nearest image latents, nearest first. */
  readonly nearest: readonly NearPoint[];
}

export const MoreLikeThisRequest = z
  .object({
    /** A place of the latent space, or measured points by index. */
    like: z.union([
      z.object({ z: Latent }).readonly(),
      z.object({ points: z.array(z.int().min(0)).min(1).max(3000) }).readonly(),
    ]),
    count: z.int().min(1).max(50),
    /** Puts them into the queue of the run; without it they are only named. */
    queue: z.boolean(),
  })
  .readonly();
export type MoreLikeThisRequest = z.infer<typeof MoreLikeThisRequest>;

/** Unmeasured places that look most like what was asked for, nearest first. */
export interface LikePlace {
  readonly candidate: number;
  readonly at: PixelPoint;
  /** Distance of the latent of its patch to the nearest of what was asked for. */
  readonly distance: number;
}

/** What was found. */
export interface LikePlaces {
  readonly places: readonly LikePlace[];
  /** Whether they went into the queue. */
  readonly queued: boolean;
  /** Why nothing can be queued now, as a whole sentence; undefined where it can. */
  readonly notQueueable: string | undefined;
}
