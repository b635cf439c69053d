/** Why not, and how far: scope and numbers of the rule, what it would take out, and one key for each reason. */
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { RuleAnswer } from '../../../src-shared/ipc/contract';
import { VETO_REASONS, type Proposal, type VetoReason } from '../../../src-shared/proposal';
import type { RuleDraft } from '../../../src-shared/rules';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { ConfirmRule } from '../../ui/ConfirmRule';
import { Segments } from '../../ui/fields';
import { isPlain, isTyping } from '../../ui/keys';
import { RuleCount, RuleFields } from '../../ui/RuleFields';
import { firstDraft } from '../../ui/ruleFields.model';
import { reasonOfKey, scopeOfKey, type Scope } from './nextPoint.model';

const SCOPES = (['point', 'radius', 'lookAlike', 'region'] as const).map((value) => ({
  value,
  label: `${text.rule.scopes[value]} ${text.rule.scopeKeys[value]}`,
}));

export interface VetoFormProps {
  readonly proposal: Proposal;
  readonly patchSize: number;
  /** Told when the rule is in force. */
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** The form in place of the card's details. Letters choose the scope, digits the reason. */
export function VetoForm({ proposal, patchSize, onDone, onCancel }: VetoFormProps): ReactNode {
  const actions = useActions();
  const draft = useWindow((state) => state.desk.draft);
  const [asked, setAsked] = useState<{ readonly answer: RuleAnswer; readonly reason: VetoReason } | undefined>();
  const { candidate, id } = proposal;
  const about: RuleDraft = draft?.about ?? { scope: 'point', candidate };
  const { draft: show } = actions.desk;
  const form = useRef<HTMLDivElement>(null);
  // The letters and digits of the form work from the moment it is there.
  useEffect(() => form.current?.focus(), []);
  useEffect(() => {
    void show({ scope: 'point', candidate });
    return () => void show(undefined);
  }, [show, candidate]);

  const choose = (scope: Scope): void => {
    if (scope === 'region') {
      actions.desk.useTool({ kind: 'region', form: 'rectangle', effect: 'exclude', corners: [], proposalId: id });
      onCancel();
    } else void show(firstDraft(scope, candidate, patchSize));
  };
  const put = async (reason: VetoReason, confirmed: boolean): Promise<void> => {
    const answer = await actions.desk.putInForce({ reason, proposalId: id, ...(confirmed ? { confirmed } : {}) });
    if (answer?.needsConfirmation === true) setAsked({ answer, reason });
    else if (answer !== undefined) onDone();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isPlain(event) || isTyping(event.target)) return;
    const reason = reasonOfKey(event.key);
    const scope = scopeOfKey(event.key);
    if (reason !== undefined && asked === undefined) void put(reason, false);
    else if (scope !== undefined && asked === undefined) choose(scope);
    else return;
    event.preventDefault();
    // Digits also choose a map and letters a tool; here they are reasons and scopes.
    event.stopPropagation();
  };
  return (
    <div
      className="reasons"
      role="group"
      aria-label={text.veto.title}
      onKeyDown={onKeyDown}
      data-testid="veto-form"
      ref={form}
      tabIndex={-1}
    >
      <div className="reasons__title">
        <Segments
          label={text.rule.scope}
          value={about.scope === 'defer' ? 'point' : about.scope}
          choices={SCOPES}
          onChange={choose}
        />
        <button type="button" className="button button--small" onClick={onCancel}>
          {text.veto.cancel} <kbd aria-hidden="true">Esc</kbd>
        </button>
      </div>
      <div className="reasons__reach">
        <RuleFields about={about} onChange={(next) => void show(next)} />
        <RuleCount about={about} effect={draft?.effect} />
      </div>
      {asked === undefined ? (
        <Reasons onChoose={(reason) => void put(reason, false)} />
      ) : (
        <ConfirmRule
          before={asked.answer.before}
          after={asked.answer.after}
          onConfirm={() => void put(asked.reason, true)}
          onBack={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}

function Reasons({ onChoose }: { readonly onChoose: (reason: VetoReason) => void }): ReactNode {
  return (
    <div className="reasons__grid" role="group" aria-label={text.veto.title}>
      {VETO_REASONS.map((reason, i) => (
        <button key={reason} type="button" className="button reasons__choice" onClick={() => onChoose(reason)}>
          <kbd aria-hidden="true">{i + 1}</kbd> {text.veto.reasons[reason]}
        </button>
      ))}
    </div>
  );
}
