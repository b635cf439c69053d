/**
 * Rules of the operator about where to measure, as the list of rules keeps them: a veto rule with whether it is switched
 * on and for how long it holds. A rule is in force until it is switched off, over, removed or undone.
 */
import type { PixelPoint } from './geometry';
import { RegionShape, VetoRule, type VetoReason } from './proposal';
import { z } from './zod';

const candidate = z.int().min(0);

/** What a rule is about, as the window asks for it. */
export const RuleDraft = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('point'), candidate }),
  /** Half a patch is the usual radius. */
  z.object({ scope: z.literal('radius'), candidate, radiusPixels: z.number().positive().max(10_000) }),
  /** `strength` 1 shuts out the most similar patches, less makes them less likely (0.8 is usual). */
  z.object({ scope: z.literal('lookAlike'), candidate, strength: z.number().gt(0).max(1) }),
  z.object({ scope: z.literal('region'), effect: z.enum(['exclude', 'include']), shape: RegionShape }),
  /** Not for so many steps, counted from the one that is next. */
  z.object({ scope: z.literal('defer'), candidate, steps: z.int().min(1).max(2000) }),
]);
export type RuleDraft = z.infer<typeof RuleDraft>;

export const MaskRule = z
  .object({
    rule: VetoRule,
    /** Switched off rules stay in the list. */
    active: z.boolean(),
    /** The step from which on it does not hold any more; absent where it holds for the session. */
    until: z.int().min(1).optional(),
    /** In the operator's words. */
    text: z.string().max(500).optional(),
  })
  .readonly();
export type MaskRule = z.infer<typeof MaskRule>;

/** Steps for which a deferred place is left alone unless told otherwise. */
export const DEFER_STEPS = 10;

/** The veto rules that hold for a proposal of this step. */
export function rulesInForce(rules: readonly MaskRule[], step: number): VetoRule[] {
  return rules.filter(({ active, until }) => active && (until === undefined || step < until)).map(({ rule }) => rule);
}

/**
 * The rule that a draft asks for.
 *
 * @param made id, next step and reason, and where a candidate sits in the frame
 */
export function ruleFrom(
  draft: RuleDraft,
  made: { readonly id: string; readonly step: number; readonly reason: VetoReason },
  pixelOf: (candidate: number) => PixelPoint,
): Pick<MaskRule, 'rule' | 'until'> {
  const { id, step, reason } = made;
  if (draft.scope === 'region') {
    const { scope, effect, shape } = draft;
    const at = shape.kind === 'rectangle' ? shape.from : shape.corners[0]!;
    return { rule: { id, step, reason, candidate: 0, at, scope, effect, shape } };
  }
  const origin = { id, step, reason, candidate: draft.candidate, at: pixelOf(draft.candidate) };
  switch (draft.scope) {
    case 'point':
      return { rule: { ...origin, scope: 'point' } };
    case 'defer':
      return { rule: { ...origin, scope: 'point' }, until: step + draft.steps };
    case 'radius':
      return { rule: { ...origin, scope: 'radius', radiusPixels: draft.radiusPixels } };
    case 'lookAlike':
      return { rule: { ...origin, scope: 'lookAlike', strength: draft.strength } };
  }
}

/** What a rule would do, before it is in force. */
export interface RuleEffect {
  /** Candidates that could be proposed without it, and with it. */
  readonly before: number;
  readonly after: number;
  /** Candidates that it takes out or, where it only weighs, whose score it lowers by a tenth or more; ascending. */
  readonly touched: Uint32Array;
}

/** A rule that takes out more than this share of what is left must be confirmed a second time. */
export const CONFIRM_SHARE = 0.25;
/** A run that has less than this share of all candidates left is held. */
export const LEAST_SHARE = 0.01;
