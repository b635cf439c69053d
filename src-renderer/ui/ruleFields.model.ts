/** What a rule would do, in words. Pure. */
import type { RuleDraft, RuleEffect } from '../../src-shared/rules';
import { text } from '../messages';

/** Look-alikes count for so much less unless told otherwise. */
export const SOFT_STRENGTH = 0.8;

/** The rule of a scope about a candidate, as it is offered first; undefined for a region, which is drawn. */
export function firstDraft(scope: 'point' | 'radius' | 'lookAlike', candidate: number, patchSize: number): RuleDraft {
  if (scope === 'radius') return { scope, candidate, radiusPixels: patchSize / 2 };
  if (scope === 'lookAlike') return { scope, candidate, strength: SOFT_STRENGTH };
  return { scope, candidate };
}

/** "removes 37 of 12 034 (0.3 %)", or how many it makes less likely. */
export function effectWords(about: RuleDraft, { before, after, touched }: RuleEffect): string {
  const soft = about.scope === 'lookAlike' && about.strength < 1;
  return soft ? text.rule.weighs(touched.length, before) : text.rule.removes(before - after, before);
}
