/**
 * What a scientist reads off a current-voltage loop: descriptors, the class they suggest, and what people say about it.
 * Windows and classes follow the paper's Figures 6 d-g.
 */
import { z } from './zod';

/** Classes of loops. `other` is every loop that fits none of the four, and says so. */
export const CURVE_LABELS = ['club', 'heart', 'diamond', 'null', 'other'] as const;
export const CurveLabel = z.enum(CURVE_LABELS);
export type CurveLabel = z.infer<typeof CurveLabel>;

const volts = z.number().min(-20).max(20);
const share = z.number().min(0).max(1);

/** The numbers that decide about a label. Changing them changes every automatic label at once, never a human one. */
export const LabelThresholds = z
  .object({
    /** `null` below this share of the session's reference current (95th percentile of the largest currents). */
    nullShare: share,
    /** Turn-on: the mean branch stays above this share of the reference current. */
    turnOnShare: share,
    /** `diamond` from this turn-on voltage up. */
    diamondTurnOnVolts: volts,
    /** Also `diamond` where the conductance grows by this share of itself at one bias above that voltage. */
    diamondStepShare: z.number().min(0).max(100),
    /** Below this bias an opening counts as the low one of a `heart`. */
    lowBandVolts: volts,
    /** Up to this bias an opening counts as the middle one of a `heart` or the one of a `club`. */
    middleBandVolts: volts,
    /** An opening counts where |return - forward| exceeds this share of the curve's own range. */
    openingShare: share,
    /** An opening counts with at least this share of the area of the whole loop. */
    openingAreaShare: share,
    /** Borders of the three bias bands in which loop areas are given: low, intermediate, high. */
    bandLowVolts: volts,
    bandHighVolts: volts,
  })
  .readonly();
export type LabelThresholds = z.infer<typeof LabelThresholds>;

export const DEFAULT_THRESHOLDS: LabelThresholds = {
  nullShare: 0.03,
  turnOnShare: 0.012,
  diamondTurnOnVolts: 1.05,
  diamondStepShare: 0.4,
  lowBandVolts: 0.5,
  middleBandVolts: 1.25,
  openingShare: 0.03,
  openingAreaShare: 0.13,
  bandLowVolts: 0.5,
  bandHighVolts: 1.0,
};

/** A stretch of bias over which the two branches of a loop lie apart with one sign. */
export interface LoopOpening {
  readonly fromVolts: number;
  readonly toVolts: number;
  /** Centre of the opening, weighted by the distance of the branches. */
  readonly centroidVolts: number;
  /** Integral of |return - forward|, watts (V x A). */
  readonly area: number;
  /** Largest distance of the branches, amperes. */
  readonly peakAmperes: number;
  /** 1 where the return branch lies above the forward one, -1 where below. */
  readonly sign: 1 | -1;
}

/** A bias at which the mean branch becomes steeper. */
export interface ConductanceStep {
  readonly volts: number;
  /** (Conductance above - below) / below; Infinity where nothing flowed below. */
  readonly share: number;
}

export interface LoopDescriptors {
  /** Noise of the curve, amperes (robust standard deviation about a moving average). */
  readonly noiseAmperes: number;
  readonly maxAmperes: number;
  /** Mean of both branches at 1 V; undefined where the sweep does not reach it. */
  readonly amperesAtOneVolt: number | undefined;
  /** First bias from which the mean branch stays above the threshold; undefined where it never does. */
  readonly turnOnVolts: number | undefined;
  /** The same on the forward and on the return branch alone. */
  readonly turnOnForwardVolts: number | undefined;
  readonly turnOnReturnVolts: number | undefined;
  /** The sharpest rise of conductance above the bias of a `diamond`: a second turn-on on top of a conducting place. */
  readonly conductanceStep: ConductanceStep | undefined;
  readonly openings: readonly LoopOpening[];
  /** Biases at which the branches cross between two openings. */
  readonly crossingsVolts: readonly number[];
  /** Integral of |return - forward| over all biases and over the three bands, watts (V x A). */
  readonly loopArea: number;
  readonly bandArea: { readonly low: number; readonly intermediate: number; readonly high: number };
}

/** What the program says about a loop. */
export interface AutomaticLabel {
  readonly label: CurveLabel;
  /** Smallest margin to a threshold that could have changed the label, 0 (on the border) to 1. */
  readonly confidence: number;
  /** The threshold with that margin, so that a reader sees what it hangs on. */
  readonly decidedBy: keyof LabelThresholds | undefined;
}

/** One measured point as the analysis sees it. */
export interface PointAnalysis {
  /** Index of the point in order of acquisition. */
  readonly index: number;
  /** Undefined where the curve has missing values and nothing can be said. */
  readonly descriptors: LoopDescriptors | undefined;
  readonly automatic: AutomaticLabel | undefined;
  /** What a person said; always kept apart from `automatic` and shown instead of it. */
  readonly human: CurveLabel | undefined;
}

export interface AnalysisReport {
  readonly thresholds: LabelThresholds;
  /** 95th percentile of the largest currents of all curves, amperes: what `nullShare` and `turnOnShare` refer to. */
  readonly referenceAmperes: number;
  /** One entry for each measured point, by index. */
  readonly points: readonly PointAnalysis[];
  /** How many points carry each label, human ones first. */
  readonly counts: Readonly<Record<CurveLabel, number>>;
}

/** A place of the latent space that someone wants to find again. */
export const Bookmark = z
  .object({
    id: z.string().min(1).max(80),
    /** Latent coordinates of the cell, as many as the latent size. */
    z: z.array(z.number()).min(1).max(8),
    text: z.string().max(500),
  })
  .readonly();
export type Bookmark = z.infer<typeof Bookmark>;

/** A remark about one measured point, or about the session where `index` is absent. */
export const AnalysisNote = z
  .object({ index: z.int().min(0).optional(), text: z.string().min(1).max(4000) })
  .readonly();
export type AnalysisNote = z.infer<typeof AnalysisNote>;

/** Words by which sessions are found again, each once. */
export const SessionTags = z.array(z.string().trim().min(1).max(40)).max(20).readonly();
export type SessionTags = z.infer<typeof SessionTags>;
