/**
 * Rules of the operator about where to measure: masks and penalties beside the model, never a fake measurement. A rule is
 * in force until it is switched off, removed or undone; nothing of the model changes with it.
 */
import { PixelPoint } from './geometry';
import { VetoReason } from './proposal';
import { z } from './zod';

/** A closed outline in pixels of the frame; the edge belongs to it. */
const Outline = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rectangle'), from: PixelPoint, to: PixelPoint }),
  z.object({ kind: z.literal('polygon'), corners: z.array(PixelPoint).min(3).max(500) }),
]);

/** What a rule is about. */
export const RuleScope = z.discriminatedUnion('scope', [
  /** One candidate is out. */
  z.object({ scope: z.literal('point'), candidate: z.int().min(0) }),
  /** Every candidate within a distance is out; by default half a patch. */
  z.object({
    scope: z.literal('radius'),
    candidate: z.int().min(0),
    radiusPixels: z.number().positive().max(4096),
  }),
  /**
   * Candidates whose patch looks like that of one: similarity k = exp(-d^2 / 2h^2) with d the rms distance of the patches
   * and h the 5th percentile of such distances in the frame. `hard` takes out where k is at least `similarity`; `soft`
   * multiplies the combined score by 1 - weight k.
   */
  z.object({
    scope: z.literal('lookalike'),
    candidate: z.int().min(0),
    strength: z.enum(['hard', 'soft']),
    similarity: z.number().min(0).max(1).default(0.95),
    weight: z.number().min(0).max(1).default(0.8),
  }),
  /** Candidates inside an outline are out, or only those are in. Several `includeOnly` add up. */
  z.object({ scope: z.literal('region'), sense: z.enum(['exclude', 'includeOnly']), outline: Outline }),
  /** One candidate is out for so many steps, counted from the step in which the rule was made. */
  z.object({ scope: z.literal('defer'), candidate: z.int().min(0), steps: z.int().min(1).max(2000).default(10) }),
]);
export type RuleScope = z.infer<typeof RuleScope>;

export const MaskRule = z
  .object({
    id: z.string().min(1).max(80),
    /** Step that was next when the rule was made, from 1; 0 before the first. */
    step: z.int().min(0),
    reason: VetoReason,
    /** In the operator's words. */
    text: z.string().max(500).optional(),
    /** Switched off rules stay in the list. */
    active: z.boolean(),
    about: RuleScope,
  })
  .readonly();
export type MaskRule = z.infer<typeof MaskRule>;

/** What a rule would do, before it is in force. */
export interface RuleEffect {
  /** Candidates that could be proposed without it, and with it. */
  readonly before: number;
  readonly after: number;
  /** Candidates that it takes out, or that it makes less likely where it is soft; ascending. */
  readonly touched: Uint32Array;
}

/** Above this share of what is left a rule must be confirmed a second time. */
export const CONFIRM_SHARE = 0.25;
/** A run that has less than this share of all candidates left is held. */
export const LEAST_SHARE = 0.01;
