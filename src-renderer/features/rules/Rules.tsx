/** Every rule of the operator: what it is about, who made it, what it takes out, and the way to change it. */
import { useMemo, useState, type ReactNode } from 'react';
import type { RuleAnswer } from '../../../src-shared/ipc/contract';
import { VETO_REASONS, type VetoReason } from '../../../src-shared/proposal';
import type { RuleDraft, RuleEffect } from '../../../src-shared/rules';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import type { DeskActions } from '../../store/deskActions';
import { rasterOf } from '../../store/nearestPoint';
import { cornersOfShape } from '../../store/ruleShapes';
import { canEdit } from '../../store/selectors';
import type { SessionView } from '../../../src-shared/session/view';
import { ConfirmRule } from '../../ui/ConfirmRule';
import { ChoiceField } from '../../ui/fields';
import { Empty, Panel } from '../../ui/Panel';
import { RuleCount, RuleFields } from '../../ui/RuleFields';
import { effectWords } from '../../ui/ruleFields.model';
import { draftOf, ruleRows, type RuleRow } from './rules.model';
import { useRuleEffects } from './useRuleEffects';

const REASONS = VETO_REASONS.map((value, i) => ({ value, label: `${i + 1} ${text.veto.reasons[value]}` }));

/** The table, rows keyed by the id of the rule. */
export function Rules(): ReactNode {
  const session = useWindow((state) => state.console?.session);
  const editable = useWindow(canEdit);
  const rules = session?.editState.rules;
  const step = session?.points.length;
  const rows = useMemo(
    () => (session === undefined ? [] : ruleRows(session)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- of the session only the rules and the step count here
    [rules, step, session?.id],
  );
  const effects = useRuleEffects(rows, `${session?.id ?? ''} ${step ?? 0} ${JSON.stringify(rules)}`, editable);
  const inForce = rows.filter(({ state }) => state === 'on').length;
  return (
    <Panel
      title={text.rules.title}
      note={rows.length === 0 ? undefined : text.rules.count(inForce, rows.length)}
      testId="rules"
      className="rules"
    >
      {session === undefined || rows.length === 0 ? (
        <Empty>{editable || session === undefined ? text.rules.empty : text.rules.emptyReplay}</Empty>
      ) : (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={text.rules.title}>
          <table className="table table--dense">
            <thead>
              <tr>
                <th scope="col">{text.rules.rule}</th>
                <th scope="col">{text.rule.reason}</th>
                <th scope="col">{text.rules.who}</th>
                <th scope="col">{text.rules.when}</th>
                <th scope="col">{text.rules.removes}</th>
                <th scope="col">
                  <span className="visually-hidden">{text.rules.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.id} session={session} row={row} effect={effects.get(row.id)} editable={editable} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

interface RowProps {
  readonly session: SessionView;
  readonly row: RuleRow;
  readonly effect: RuleEffect | undefined;
  readonly editable: boolean;
}

function Row({ session, row, effect, editable }: RowProps): ReactNode {
  const actions = useActions();
  const [editing, setEditing] = useState(false);
  const [asked, setAsked] = useState<RuleAnswer | undefined>(undefined);
  const switchTo = async (active: boolean, confirmed: boolean): Promise<void> => {
    const answer = await actions.desk.changeRule({ id: row.id, active, ...(confirmed ? { confirmed } : {}) });
    setAsked(answer?.needsConfirmation === true ? answer : undefined);
  };
  const edit = (): void => {
    const { rule } = row.held;
    if (rule.scope !== 'region') return setEditing(true);
    const corners = cornersOfShape(rasterOf(session), rule.shape);
    actions.show('live');
    actions.desk.useTool({ kind: 'region', form: rule.shape.kind, effect: rule.effect, corners, id: row.id });
    void actions.desk.draft(draftOf(row.held), row.id);
  };
  const button = (action: string, onClick: () => void): ReactNode => (
    <button
      type="button"
      className="button button--small"
      aria-label={text.rules.named(action, row.words)}
      onClick={onClick}
    >
      {action}
    </button>
  );
  if (editing)
    return (
      <tr>
        <td colSpan={6}>
          <EditRule row={row} desk={actions.desk} onDone={() => setEditing(false)} />
        </td>
      </tr>
    );
  return (
    <tr data-off={row.state !== 'on'}>
      <td>
        <span className="table__main">{row.words}</span>
        {row.text === undefined ? undefined : <span className="table__second">{row.text}</span>}
      </td>
      <td>{text.veto.reasons[row.reason]}</td>
      <td>{text.rules.operator}</td>
      <td>
        {text.rules.step(row.step)}
        {row.at === undefined ? undefined : <span className="table__second">{row.at.slice(11, 19)} UTC</span>}
      </td>
      <td>{removesWords(row, effect)}</td>
      <td>
        {asked !== undefined ? (
          <ConfirmRule
            before={asked.before}
            after={asked.after}
            onConfirm={() => void switchTo(true, true)}
            onBack={() => setAsked(undefined)}
          />
        ) : editable ? (
          <span className="table__actions">
            {row.state === 'over'
              ? undefined
              : button(row.state === 'on' ? text.rules.switchOff : text.rules.switchOn, () => {
                  void switchTo(row.state === 'off', false);
                })}
            {row.held.rule.scope === 'point' ? undefined : button(text.rules.edit, edit)}
            {button(text.rules.remove, () => void actions.send('veto.remove', { id: row.id }))}
          </span>
        ) : undefined}
      </td>
    </tr>
  );
}

function removesWords(row: RuleRow, effect: RuleEffect | undefined): string {
  if (row.state !== 'on') return text.rules[row.state];
  return effect === undefined ? text.header.none : effectWords(draftOf(row.held), effect);
}

interface EditRuleProps {
  readonly row: RuleRow;
  readonly desk: DeskActions;
  readonly onDone: () => void;
}

/** Other numbers or another reason for a rule, with what it would take out then. */
function EditRule({ row, desk, onDone }: EditRuleProps): ReactNode {
  const draft = useWindow((state) => state.desk.draft);
  const [about, setAbout] = useState<RuleDraft>(() => draftOf(row.held));
  const [reason, setReason] = useState<VetoReason>(row.reason);
  const [asked, setAsked] = useState<RuleAnswer | undefined>(undefined);
  const done = (): void => {
    void desk.draft(undefined);
    onDone();
  };
  const change = (next: RuleDraft): void => {
    setAbout(next);
    void desk.draft(next, row.id);
  };
  const save = async (confirmed: boolean): Promise<void> => {
    const answer = await desk.changeRule({ id: row.id, about, reason, ...(confirmed ? { confirmed } : {}) });
    if (answer?.needsConfirmation === true) setAsked(answer);
    else if (answer !== undefined) done();
  };
  if (asked !== undefined)
    return (
      <ConfirmRule
        before={asked.before}
        after={asked.after}
        onConfirm={() => void save(true)}
        onBack={() => setAsked(undefined)}
      />
    );
  return (
    <div className="tool__row" role="group" aria-label={text.rules.named(text.rules.edit, row.words)}>
      <RuleFields about={about} onChange={change} />
      <ChoiceField label={text.rule.reason} labelHidden value={reason} choices={REASONS} onChange={setReason} />
      {draft?.id === row.id ? <RuleCount about={about} effect={draft.effect} /> : undefined}
      <button type="button" className="button button--small button--main" onClick={() => void save(false)}>
        {text.rules.save}
      </button>
      <button type="button" className="button button--small" onClick={done}>
        {text.rules.cancel}
      </button>
    </div>
  );
}
