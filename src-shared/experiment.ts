/** Everything that defines an experiment. It is written whole into the journal, so that a session explains itself. */
import { PixelPoint } from './geometry';
import { DEFAULT_LIMITS, SafetyLimits } from './limits';
import { DEFAULT_QUALITY, QualitySettings } from './quality';
import { ScanSettings } from './scan';
import { BiasSweep } from './sweep';
import { DriftSettings, NO_DRIFT_CHECK, NO_REFERENCE, ReferenceSettings } from './upkeep';
import { z } from './zod';

export const MAX_SEEDS = 1000;
export const MAX_STEPS = 2000;

/**
 * How the next place is chosen. `dn-dkl` is the program's method, the others are what it is compared with: `random`;
 * `spectral-only`, without the gate; `structure-only`, the most novel patch; `maxvar`, the least certain prediction;
 * `ei-scalar`, expected improvement of the loop area; `grid`, evenly spaced.
 */
export const POLICIES = ['dn-dkl', 'random', 'spectral-only', 'structure-only', 'maxvar', 'ei-scalar', 'grid'] as const;
export const Policy = z.enum(POLICIES);
export type Policy = z.infer<typeof Policy>;

/** Whether a policy trains a model and so has maps of what it predicts. */
export function fitsModel(policy: Policy): boolean {
  return policy !== 'random' && policy !== 'structure-only' && policy !== 'grid';
}

/** Patches: the square of pixels about a candidate that the model sees. */
export const PatchSettings = z
  .object({
    /** Side in pixels, even; the probed pixel is at index [size/2, size/2]. */
    size: z.int().min(4).max(64).multipleOf(2),
    /** Distance between neighbouring candidates, pixels. */
    stride: z.int().min(1).max(16),
    /** `global` keeps absolute height, `perPatch` shape only, `perPatchCentered` shape and relief. */
    normalisation: z.enum(['global', 'perPatch', 'perPatchCentered']),
  })
  .readonly();
export type PatchSettings = z.infer<typeof PatchSettings>;

/** What a curve and a patch are compared by. A setting with a default is absent from older journals. */
export const NoveltySettings = z
  .object({
    /** How distinct a curve is; the model learns it. */
    spectral: z.enum(['meanDist', 'toMean', 'knn', 'nearest', 'mahal', 'recon', 'lof']),
    /** How new a patch is: its distance to the nearest measured one, or to all (`meanDist`); `embed` goes by the embedding of the model. */
    image: z.enum(['nearest', 'knn', 'meanDist', 'cosine', 'rotInv', 'pca', 'embed']),
    /** Distance of two curves. */
    distance: z.enum(['rms', 'l1', 'shape', 'cosine', 'pca']).default('rms'),
    /** A curve is scored against `all` others, after every curve anew; against those before it (`causal`); or once, when it comes in (`frozen`). */
    timing: z.enum(['all', 'causal', 'frozen']).default('all'),
    /** Curves that `knn` averages over. */
    neighbours: z.int().min(1).max(100).default(5),
    /** Curves about a curve that `lof` takes its density from. */
    densityNeighbours: z.int().min(1).max(100).default(10),
    /** Principal components of `mahal` and of the distance `pca`. */
    components: z.int().min(1).max(64).default(8),
    /** Principal components that explain a curve for `recon`. */
    residualComponents: z.int().min(1).max(64).default(3),
    /** Whether curves are averaged over five points before they are compared. */
    smooth: z.boolean().default(false),
    /** What the session reports as diversity. */
    diversity: z.enum(['meanPairwise', 'vendi', 'meanNearest', 'toCentroid', 'logdet']).default('meanPairwise'),
  })
  .readonly();
export type NoveltySettings = z.infer<typeof NoveltySettings>;

export const ModelSettings = z
  .object({
    /** Size of the feature network: `dkl-small` 64-64-2, `dkl-atomai` 1000-500-50-2, `dkl-engage` 128-64-16. */
    profile: z.enum(['dkl-small', 'dkl-atomai', 'dkl-engage']),
    /** Covariance of the process by the distance of two embeddings: smooth (`rbf`), or twice differentiable only. */
    kernel: z.enum(['rbf', 'matern52']).default('rbf'),
    cycles: z.int().min(1).max(5000),
    learningRate: z.number().positive().max(1),
    /** Seed of the weights: every fit starts from the same ones. */
    weightSeed: z.int().min(0).max(0xffffffff),
    /** Learning rate of the process (lengthscales, outputscale, noise, mean) over that of the network. */
    processRateFactor: z.number().min(0.01).max(1000).default(1),
    /** Smallest variance of the noise, in units of the squared target. */
    noiseFloor: z.number().min(1e-8).max(1).default(1e-4),
    /** Strength of the normal prior of the weights: weightDecay |w|^2 / 2n is added to the loss. */
    weightDecay: z.number().min(0).max(1000).default(0),
    /** Largest length of the gradient of all parameters; a longer one is shortened to it. 0 leaves it alone. */
    gradientClip: z.number().min(0).max(1e6).default(0),
    /**
     * Training ends when the leave-one-out density of the targets has not grown for so many cycles, and the parameters
     * of the best cycle are kept. 0: every fit has all its cycles.
     */
    earlyStop: z.int().min(0).max(5000).default(0),
    /** `scratch`: every fit from the same weights. `warm`: from those of the fit before, except every `restartEvery` fits. */
    start: z.enum(['scratch', 'warm']).default('scratch'),
    /** Cycles of a fit that starts from the fit before. */
    warmCycles: z.int().min(1).max(5000).default(5),
    /** Every so many fits starts from scratch although `start` is `warm`. */
    restartEvery: z.int().min(1).max(5000).default(10),
    /**
     * What the uncertainty of a place is: `latent`, the variance of the process; `predictive`, with the noise;
     * `scaled`, that times what the leave-one-out errors at the measured places ask for.
     */
    uncertainty: z.enum(['latent', 'predictive', 'scaled']).default('latent'),
  })
  .readonly();
export type ModelSettings = z.infer<typeof ModelSettings>;

export const AcquisitionSettings = z
  .object({
    kind: z.enum(['ucb', 'ei', 'poi', 'maxvar', 'ts', 'beacon']),
    /** Weight of the uncertainty in `ucb`. */
    kappa: z.number().min(0).max(100),
    /** Margin of `ei` and `poi`, in units of the target. */
    xi: z.number().min(0).max(1),
    /** How kappa goes to `kappaEnd` over the steps. */
    schedule: z.enum(['constant', 'linear', 'geometric']).default('constant'),
    kappaEnd: z.number().min(0).max(100).default(0.5),
    /** What `ei` and `poi` want to improve on: the largest mean at the measured points, or at the candidates. */
    incumbent: z.enum(['measured', 'candidates']).default('measured'),
    /** Share of the measured points, the most novel ones, that `beacon` keeps its distance from. */
    eliteShare: z.number().min(0).max(1).default(0.2),
    /** Nearest of them that `beacon` averages the distance over. */
    neighbours: z.int().min(1).max(100).default(10),
    /** Candidates at which `ts` and `beacon` draw a function; of more a random sample is taken. */
    drawnPlaces: z.int().min(10).max(10_000).default(2000),
  })
  .readonly();
export type AcquisitionSettings = z.infer<typeof AcquisitionSettings>;

export const GateSettings = z
  .object({
    kind: z.enum(['product', 'hard', 'sigmoid', 'sum', 'penalty', 'none']),
    /** Exponent of the image novelty in `product`. */
    gamma: z.number().min(0).max(10),
    /** Quantile of the image novelty below which `hard` excludes and `sigmoid` fades out. */
    quantile: z.number().min(0).max(1),
    /** Weight of the acquisition in `sum`. */
    weight: z.number().min(0).max(1),
    /** Width of the step of `sigmoid`, in units of the scaled image novelty. */
    width: z.number().min(0.001).max(10).default(0.1),
    /** Scaled image novelty below which `penalty` takes away `strength` times what is missing. */
    threshold: z.number().min(0).max(1).default(0.25),
    strength: z.number().min(0).max(1e6).default(1000),
    /** How both sides are scaled to 0..1: from smallest to largest, or by rank. */
    scale: z.enum(['minmax', 'rank']).default('minmax'),
    /** No place nearer than this to a measured one is proposed, pixels; any policy. 0 leaves out measured places only. */
    minDistancePixels: z.number().min(0).max(1000).default(0),
  })
  .readonly();
export type GateSettings = z.infer<typeof GateSettings>;

/** Who decides about a proposal, and what silence means. The engine holds the timer. */
export const DecisionSettings = z
  .object({
    /** `observe`: nothing is answered and nothing is measured until the mode changes. */
    mode: z.enum(['manual', 'auto', 'autonomous', 'observe']),
    countdownSeconds: z.number().min(1).max(120),
    /** `next`: the place is left for ten steps and the next best one proposed; the third silence in a row holds. */
    noAnswer: z.enum(['go', 'hold', 'next']),
    /**
     * `unsure`: a person is not asked where nine in ten of the last twenty answers were, or counted as, yes; never in the
     * first twenty steps.
     */
    ask: z.enum(['always', 'unsure']).optional(),
  })
  .readonly();
export type DecisionSettings = z.infer<typeof DecisionSettings>;

export const ExperimentConfig = z
  .object({
    name: z.string().min(1).max(120),
    /** One seed for every random choice of the session. */
    seed: z.int().min(0).max(0xffffffff),
    policy: Policy,
    seeds: z.int().min(2).max(MAX_SEEDS),
    steps: z.int().min(1).max(MAX_STEPS),
    scan: ScanSettings,
    sweep: BiasSweep,
    patch: PatchSettings,
    novelty: NoveltySettings,
    model: ModelSettings,
    acquisition: AcquisitionSettings,
    gate: GateSettings,
    /**
     * `strict`: after every curve the tip waits until the model is trained on it. `overlapped`: the model is trained
     * while the tip is busy; the newest curve conditions it without training.
     */
    learning: z.enum(['strict', 'overlapped']).default('strict'),
    decision: DecisionSettings,
    limits: SafetyLimits,
    /** Older journals know no quality gate. */
    quality: QualitySettings.default({ ...DEFAULT_QUALITY, action: 'off' }),
    /** What is looked at between measurements; older journals know neither. */
    drift: DriftSettings.default(NO_DRIFT_CHECK),
    reference: ReferenceSettings.default(NO_REFERENCE),
    /** The only pixels that may be measured, for a replay of single places; absent: every pixel with a whole patch. */
    places: z.array(PixelPoint).readonly().optional(),
    /** The session that comes ready-made with the program; never one that somebody measured. */
    sample: z.literal(true).optional(),
  })
  .readonly();
export type ExperimentConfig = z.infer<typeof ExperimentConfig>;

/** The settings that make up the method: what the model sees, learns and how it chooses. */
export type MethodSettings = Pick<ExperimentConfig, 'patch' | 'novelty' | 'model' | 'acquisition' | 'gate'>;

/** The model as published, read literally: two hundred cycles of one learning rate, no priors. */
export const PAPER_MODEL: ModelSettings = {
  profile: 'dkl-small',
  kernel: 'rbf',
  cycles: 200,
  learningRate: 0.01,
  weightSeed: 42,
  processRateFactor: 1,
  noiseFloor: 1e-4,
  weightDecay: 0,
  gradientClip: 0,
  earlyStop: 0,
  start: 'scratch',
  warmCycles: 5,
  restartEvery: 10,
  uncertainty: 'latent',
};

/**
 * The model of the program. Two hundred cycles teach the network the measured points by heart; ten, with a process that
 * learns twenty times faster, were the best calibrated of what was tried (docs/method.md, Calibration).
 */
const DEFAULT_MODEL: ModelSettings = {
  ...PAPER_MODEL,
  cycles: 10,
  processRateFactor: 20,
  noiseFloor: 0.01,
  uncertainty: 'scaled',
};

/** The method as published, read literally; where the publication leaves a choice, the one in docs/method.md. */
const PAPER_METHOD: MethodSettings = {
  patch: { size: 16, stride: 1, normalisation: 'global' },
  novelty: {
    spectral: 'meanDist',
    image: 'nearest',
    distance: 'rms',
    timing: 'all',
    neighbours: 5,
    densityNeighbours: 10,
    components: 8,
    residualComponents: 3,
    smooth: false,
    diversity: 'meanPairwise',
  },
  model: PAPER_MODEL,
  acquisition: {
    kind: 'ucb',
    kappa: 2,
    xi: 0.01,
    schedule: 'constant',
    kappaEnd: 0.5,
    incumbent: 'measured',
    eliteShare: 0.2,
    neighbours: 10,
    drawnPlaces: 2000,
  },
  gate: {
    kind: 'product',
    gamma: 1,
    quantile: 0.5,
    weight: 0.5,
    width: 0.1,
    threshold: 0.25,
    strength: 1000,
    scale: 'minmax',
    minDistancePixels: 0,
  },
};

/** The defaults of the program, on a 2 µm film of 128 x 128 pixels. */
export const DEFAULT_EXPERIMENT: ExperimentConfig = {
  name: 'Simulated perovskite film',
  seed: 1,
  policy: 'dn-dkl',
  seeds: 10,
  steps: 200,
  scan: { rows: 128, cols: 128, widthMetres: 2e-6, heightMetres: 2e-6, lineSeconds: 0.5 },
  sweep: { startVolts: 0, peakVolts: 1.5, upPoints: 126, downPoints: 125, pointSeconds: 0.01 },
  ...PAPER_METHOD,
  novelty: { ...PAPER_METHOD.novelty, image: 'meanDist' },
  model: DEFAULT_MODEL,
  gate: { ...PAPER_METHOD.gate, kind: 'sum' },
  learning: 'overlapped',
  decision: { mode: 'auto', countdownSeconds: 10, noAnswer: 'go' },
  limits: DEFAULT_LIMITS,
  quality: DEFAULT_QUALITY,
  drift: NO_DRIFT_CHECK,
  reference: NO_REFERENCE,
};

/** Named settings of the method: `default`, those of the program; `paper`, the publication read literally. */
export const PRESETS = ['default', 'paper'] as const;
export type Preset = (typeof PRESETS)[number];

/** The settings of the method under a name. */
export function presetMethod(preset: Preset): MethodSettings {
  if (preset === 'paper') return PAPER_METHOD;
  const { patch, novelty, model, acquisition, gate } = DEFAULT_EXPERIMENT;
  return { patch, novelty, model, acquisition, gate };
}
