/** The rules of the session as rows of a table. Pure. */
import type { VetoReason } from '../../../src-shared/proposal';
import type { MaskRule, RuleDraft } from '../../../src-shared/rules';
import type { SessionView } from '../../../src-shared/session/view';
import { ruleWords } from '../../store/editWords';
import { rasterOf } from '../../store/nearestPoint';

export interface RuleRow {
  readonly id: string;
  readonly held: MaskRule;
  readonly words: string;
  readonly reason: VetoReason;
  readonly text: string | undefined;
  readonly step: number;
  /** UTC, ISO 8601; of the newest change. */
  readonly at: string | undefined;
  /** `over`: deferred, and the time is past. */
  readonly state: 'on' | 'off' | 'over';
}

/** One row for each rule, newest first. */
export function ruleRows(session: SessionView): readonly RuleRow[] {
  const next = (session.points.at(-1)?.step ?? 0) + 1;
  const raster = rasterOf(session);
  const times = new Map(
    session.edits.flatMap(({ edit, at, undone }): [string, string][] =>
      edit.kind === 'rule.set' && !undone ? [[edit.rule.rule.id, at]] : [],
    ),
  );
  return session.editState.rules
    .map((held): RuleRow => {
      const { rule, active, until, text } = held;
      const over = until !== undefined && next >= until;
      return {
        id: rule.id,
        held,
        words: ruleWords(raster, held),
        reason: rule.reason,
        text,
        step: rule.step,
        at: times.get(rule.id),
        state: over ? 'over' : active ? 'on' : 'off',
      };
    })
    .reverse();
}

/** What a rule is about, as it is asked for again with other numbers. */
export function draftOf({ rule, until }: MaskRule): RuleDraft {
  const { candidate } = rule;
  switch (rule.scope) {
    case 'point':
      return until === undefined
        ? { scope: 'point', candidate }
        : { scope: 'defer', candidate, steps: Math.max(1, until - rule.step) };
    case 'radius':
      return { scope: 'radius', candidate, radiusPixels: rule.radiusPixels };
    case 'lookAlike':
      return { scope: 'lookAlike', candidate, strength: rule.strength };
    case 'region':
      return { scope: 'region', effect: rule.effect, shape: rule.shape };
  }
}
