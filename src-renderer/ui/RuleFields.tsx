/** How far a rule reaches: the scope, its numbers, and how many candidates it would take out. */
import type { ReactNode } from 'react';
import type { RuleDraft, RuleEffect } from '../../src-shared/rules';
import { text } from '../messages';
import { Segments } from './fields';
import { NumberField } from './NumberField';
import { SOFT_STRENGTH, effectWords } from './ruleFields.model';

export interface RuleFieldsProps {
  readonly about: RuleDraft;
  readonly onChange: (about: RuleDraft) => void;
}

const HARDNESS = [
  { value: 'soft', label: text.rule.soft },
  { value: 'hard', label: text.rule.hard },
] as const;

/** The numbers of a rule about a radius or look-alikes; nothing for the others. */
export function RuleFields({ about, onChange }: RuleFieldsProps): ReactNode {
  if (about.scope === 'radius')
    return (
      <NumberField
        label={text.rule.radius}
        value={about.radiusPixels}
        min={0.5}
        max={10_000}
        whole={false}
        unit={text.rule.pixels}
        digits={4}
        onCommit={(radiusPixels) => onChange({ ...about, radiusPixels })}
      />
    );
  if (about.scope !== 'lookAlike') return undefined;
  const hard = about.strength === 1;
  return (
    <>
      <Segments
        label={text.rule.hardness}
        value={hard ? 'hard' : 'soft'}
        choices={HARDNESS}
        onChange={(value) => onChange({ ...about, strength: value === 'hard' ? 1 : SOFT_STRENGTH })}
      />
      {hard ? undefined : (
        <NumberField
          label={text.rule.strength}
          value={about.strength}
          min={0.01}
          max={1}
          whole={false}
          unit=""
          digits={3}
          onCommit={(strength) => onChange({ ...about, strength })}
        />
      )}
    </>
  );
}

/** "removes 37 of 12 034 (0.3 %)", announced as it changes. */
export function RuleCount({
  about,
  effect,
}: {
  readonly about: RuleDraft;
  readonly effect: RuleEffect | undefined;
}): ReactNode {
  return (
    <span className="rule-count" role="status" data-testid="rule-count">
      {effect === undefined ? text.rule.counting : effectWords(about, effect)}
    </span>
  );
}
