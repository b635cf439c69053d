/** Everything that defines an experiment. It is written whole into the journal, so that a session explains itself. */
import { DEFAULT_LIMITS, SafetyLimits } from './limits';
import { ScanSettings } from './scan';
import { BiasSweep } from './sweep';
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

export const NoveltySettings = z
  .object({
    spectral: z.enum(['meanDist', 'toMean', 'knn', 'nearest']),
    image: z.enum(['nearest', 'knn', 'cosine']),
  })
  .readonly();
export type NoveltySettings = z.infer<typeof NoveltySettings>;

export const ModelSettings = z
  .object({
    /** Size of the feature network: `dkl-small` 64-64-2, `dkl-atomai` 1000-500-50-2. */
    profile: z.enum(['dkl-small', 'dkl-atomai']),
    cycles: z.int().min(1).max(5000),
    learningRate: z.number().positive().max(1),
    /** Seed of the weights: every fit starts from the same ones. */
    weightSeed: z.int().min(0).max(0xffffffff),
  })
  .readonly();
export type ModelSettings = z.infer<typeof ModelSettings>;

export const AcquisitionSettings = z
  .object({
    kind: z.enum(['ucb', 'ei', 'maxvar']),
    /** Weight of the uncertainty in `ucb`. */
    kappa: z.number().min(0).max(100),
    /** Margin of `ei`, in units of the target. */
    xi: z.number().min(0).max(1),
  })
  .readonly();
export type AcquisitionSettings = z.infer<typeof AcquisitionSettings>;

export const GateSettings = z
  .object({
    kind: z.enum(['product', 'hard', 'sigmoid', 'sum', 'none']),
    /** Exponent of the image novelty in `product`. */
    gamma: z.number().min(0).max(10),
    /** Quantile of the image novelty below which `hard` excludes. */
    quantile: z.number().min(0).max(1),
    /** Weight of the acquisition in `sum`. */
    weight: z.number().min(0).max(1),
  })
  .readonly();
export type GateSettings = z.infer<typeof GateSettings>;

/** Who decides about a proposal, and what silence means. The engine holds the timer. */
export const DecisionSettings = z
  .object({
    mode: z.enum(['manual', 'auto', 'autonomous']),
    countdownSeconds: z.number().min(1).max(120),
    noAnswer: z.enum(['go', 'hold']),
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
    decision: DecisionSettings,
    limits: SafetyLimits,
  })
  .readonly();
export type ExperimentConfig = z.infer<typeof ExperimentConfig>;

/** The settings that make up the method: what the model sees, learns and how it chooses. */
export type MethodSettings = Pick<ExperimentConfig, 'patch' | 'novelty' | 'model' | 'acquisition' | 'gate'>;

/** The method as published, read literally; where the publication leaves a choice, the one in docs/method.md. */
const PAPER_METHOD: MethodSettings = {
  patch: { size: 16, stride: 1, normalisation: 'global' },
  novelty: { spectral: 'meanDist', image: 'nearest' },
  model: { profile: 'dkl-small', cycles: 200, learningRate: 0.01, weightSeed: 42 },
  acquisition: { kind: 'ucb', kappa: 2, xi: 0.01 },
  gate: { kind: 'product', gamma: 1, quantile: 0.5, weight: 0.5 },
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
  decision: { mode: 'auto', countdownSeconds: 10, noAnswer: 'go' },
  limits: DEFAULT_LIMITS,
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
