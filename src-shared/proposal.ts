/** The next place to measure, why, and what was decided about it. */
import { PixelPoint } from './geometry';
import { z } from './zod';

/** Why this candidate was chosen. */
export const ProposalReason = z.enum([
  'combined',
  /** Expected improvement had collapsed on one candidate, so the uncertainty chose. */
  'uncertainty-fallback',
  /** Every combined score was about 0, so the image novelty chose. */
  'image-novelty-fallback',
  /** The policy goes by image novelty alone. */
  'image-novelty',
  'random',
  /** The next of evenly spaced places. */
  'grid',
  /** A person put it into the queue. */
  'operator',
]);
export type ProposalReason = z.infer<typeof ProposalReason>;

/** What the model knew when it chose: enough to choose again. */
export const ProposalBasis = z
  .object({
    /** Hash of the fit, as in `model.trained`; absent for policies without a model. */
    model: z.string().optional(),
    /** The fit was trained on so many points, in the order of acquisition; 0 without a model. */
    trainedOn: z.int().min(0),
    /** The process was conditioned on so many points without training; at least `trainedOn`. */
    conditionedOn: z.int().min(0),
    /** Candidates on their way to be measured: counted as seen, with the curve that the model expected. */
    pending: z.array(z.int().min(0)),
    /** The curve that came in last changed the choice: this place was not the one that had been thought of before it. */
    corrected: z.boolean().optional(),
  })
  .readonly();
export type ProposalBasis = z.infer<typeof ProposalBasis>;

export const Proposal = z
  .object({
    /** Unique in the session, made of step and round. */
    id: z.string(),
    /** Step that this proposal would become, from 1. */
    step: z.int().min(1),
    /** 0 for the first proposal of a step, one more after each veto. */
    round: z.int().min(0),
    candidate: z.int().min(0),
    at: PixelPoint,
    reason: ProposalReason,
    /** Predicted spectral novelty and its standard deviation, in units of the training target (0 to 1). Absent without a model. */
    novelty: z.number().optional(),
    sigma: z.number().optional(),
    acquisition: z.number().optional(),
    /** Distance of the patch to the nearest measured one, units of the normalised height. */
    imageNovelty: z.number().optional(),
    combined: z.number().optional(),
    /** How much each side lifted it above a typical candidate: logarithmic shares of the product gate, adding up to 1. */
    share: z.object({ spectral: z.number(), image: z.number() }).optional(),
    /** Indices of the three measured points with the most similar patches, nearest first. */
    neighbours: z.array(z.int().min(0)),
    /** Candidates still allowed when it was made. */
    allowed: z.int().min(0),
    /** The id of the target in the queue; absent for a place that the program chose. */
    queued: z.string().optional(),
    /** What the program would have proposed instead of a queued place. */
    modelChoice: z.object({ candidate: z.int().min(0), at: PixelPoint, combined: z.number().optional() }).optional(),
    /** Absent in journals of before it was recorded. */
    basis: ProposalBasis.optional(),
  })
  .readonly();
export type Proposal = z.infer<typeof Proposal>;

/** `defer`: not now, perhaps in ten steps. */
export const DecisionChoice = z.enum(['approve', 'veto', 'defer']);
export type DecisionChoice = z.infer<typeof DecisionChoice>;

/** Reasons of a veto, in the order of their keys 1-9. */
export const VETO_REASONS = [
  'contamination',
  'scan artefact',
  'edge or unreachable',
  'already seen',
  'drift, place no longer matches',
  'tip risk (steep)',
  'not of interest',
  'instrument not ready',
  'other',
] as const;
export const VetoReason = z.enum(VETO_REASONS);
export type VetoReason = z.infer<typeof VetoReason>;

/** Corners of an area of the frame, in pixels, which may lie between pixel centres. */
export const RegionShape = z.discriminatedUnion('kind', [
  /** Between two opposite corners, edges included. */
  z.object({ kind: z.literal('rectangle'), from: PixelPoint, to: PixelPoint }),
  /** Inside by the even-odd rule. */
  z.object({ kind: z.literal('polygon'), corners: z.array(PixelPoint).min(3).max(1000) }),
]);
export type RegionShape = z.infer<typeof RegionShape>;

/** What every rule says: where and when it was made, and why. */
const VETO_ORIGIN = {
  id: z.string(),
  /** The candidate that the rule was made at; `point` is about it alone. */
  candidate: z.int().min(0),
  at: PixelPoint,
  reason: VetoReason,
  step: z.int().min(0),
};

/**
 * A veto rule: a mask or a penalty beside the model, never a fake measurement. Rules hold together whatever their order,
 * and a rule that is taken back leaves no trace.
 */
export const VetoRule = z.discriminatedUnion('scope', [
  /** One candidate. */
  z.object({ ...VETO_ORIGIN, scope: z.literal('point') }).readonly(),
  /** All candidates within a radius about it. */
  z.object({ ...VETO_ORIGIN, scope: z.literal('radius'), radiusPixels: z.number().min(0).max(10_000) }).readonly(),
  /** Candidates whose patches resemble its patch count for less; with strength 1 the most similar ones are shut out. */
  z.object({ ...VETO_ORIGIN, scope: z.literal('lookAlike'), strength: z.number().gt(0).max(1) }).readonly(),
  /** `exclude`: nothing inside. `include`: nothing outside of all such regions. */
  z
    .object({
      ...VETO_ORIGIN,
      scope: z.literal('region'),
      effect: z.enum(['exclude', 'include']),
      shape: RegionShape,
    })
    .readonly(),
]);
export type VetoRule = z.infer<typeof VetoRule>;
