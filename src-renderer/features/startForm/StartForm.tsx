/** Name, policy and size of the next session, and the button that starts it. */
import { useState, type ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { POLICIES, type ExperimentConfig } from '../../../src-shared/experiment';
import type { InstrumentTerms } from '../../../src-shared/instrumentSettings';
import type { Settings } from '../../../src-shared/settings';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { decisionInForce } from '../../store/selectors';
import { ChoiceField, TextField } from '../../ui/fields';
import { NumberField } from '../../ui/NumberField';
import { FIELD_BOUNDS, experimentOf, initialFields, planWords, type StartFields } from './startForm.model';

const POLICY_CHOICES = POLICIES.map((value) => ({ value, label: text.start.policies[value] }));

const NO_ANSWERS = (['go', 'hold', 'next'] as const).map((value) => ({ value, label: text.start.noAnswer[value] }));
const ASKS = (['always', 'unsure'] as const).map((value) => ({ value, label: text.start.ask[value] }));

interface FieldsProps {
  readonly settings: Settings;
  /** What the instrument fixes of the experiment. */
  readonly terms: InstrumentTerms;
}

export interface StartFormProps {
  /** The list of what is looked at before this experiment may start. */
  readonly preflight: (config: ExperimentConfig | undefined) => ReactNode;
}

/** The form; it appears once the settings are known. */
export function StartForm({ preflight }: StartFormProps): ReactNode {
  const settings = useWindow((state) => state.console?.settings);
  const terms = useWindow((state) => state.console?.setup.terms);
  if (settings === undefined || terms === undefined) return undefined;
  // Another instrument has another name and other data: the form begins anew.
  return <Fields key={terms.name} settings={settings} terms={terms} preflight={preflight} />;
}

function Fields({ settings, terms, preflight }: FieldsProps & StartFormProps): ReactNode {
  const actions = useActions();
  const decision = useWindow(useShallow(decisionInForce));
  const [fields, setFields] = useState<StartFields>(() => initialFields(settings, terms));
  const [starting, setStarting] = useState(false);
  const blocked = useWindow((state) => state.preflight?.some(({ level }) => level === 'blocking') === true);
  const change = (changed: Partial<StartFields>): void => setFields({ ...fields, ...changed });
  const config = decision && experimentOf(fields, settings, terms, decision);

  const start = async (): Promise<void> => {
    if (config === undefined) return;
    setStarting(true);
    const { seeds, steps } = config;
    if (seeds !== settings.seeds || steps !== settings.steps) await actions.send('settings.change', { seeds, steps });
    await actions.send('run.start', config);
    setStarting(false);
  };
  const count = (name: 'seeds' | 'steps' | 'seed', digits: number): ReactNode => (
    <NumberField
      label={text.start[name]}
      value={fields[name] ?? 0}
      digits={digits}
      {...FIELD_BOUNDS[name]}
      onEdit={(value) => change({ [name]: value })}
      onCommit={(value) => change({ [name]: value })}
    />
  );
  return (
    <form
      className="start"
      aria-label={text.start.title}
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <div className="start__fields">
        <TextField
          label={text.start.name}
          value={fields.name}
          maxLength={120}
          message={fields.name.trim() === '' ? text.start.nameMissing : undefined}
          onChange={(name) => change({ name })}
        />
        <ChoiceField
          label={text.start.policy}
          value={fields.policy}
          choices={POLICY_CHOICES}
          onChange={(policy) => change({ policy })}
        />
        {count('seeds', 4)}
        {count('steps', 4)}
        {count('seed', 5)}
      </div>
      <div className="start__go">
        <ChoiceField
          label={text.mode.noAnswerTitle}
          labelHidden
          value={settings.noAnswer ?? 'go'}
          choices={NO_ANSWERS}
          onChange={(noAnswer) => void actions.send('settings.change', { noAnswer })}
        />
        <ChoiceField
          label={text.mode.ask}
          labelHidden
          value={settings.ask ?? 'always'}
          choices={ASKS}
          onChange={(ask) => void actions.send('settings.change', { ask })}
        />
        <button type="submit" className="button button--main" disabled={config === undefined || starting || blocked}>
          {text.start.start}
        </button>
        {preflight(config)}
        <span className="hint">{config === undefined ? text.start.incomplete : planWords(config)}</span>
      </div>
      {terms.remarks.length === 0 ? undefined : (
        <p className="hint start__remarks" title={terms.remarks.join('\n')}>
          {terms.remarks.join(' ')}
        </p>
      )}
    </form>
  );
}
