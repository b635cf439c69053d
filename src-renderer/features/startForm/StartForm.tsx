/** Name, policy and size of the next session, and the button that starts it. */
import { useState, type ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { POLICIES } from '../../../src-shared/experiment';
import type { Settings } from '../../../src-shared/settings';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { decisionInForce } from '../../store/selectors';
import { ChoiceField, TextField } from '../../ui/fields';
import { NumberField } from '../../ui/NumberField';
import { FIELD_BOUNDS, experimentOf, initialFields, planWords, type StartFields } from './startForm.model';

const POLICY_CHOICES = POLICIES.map((value) => ({ value, label: text.start.policies[value] }));

/** The form; it appears once the settings are known. */
export function StartForm(): ReactNode {
  const settings = useWindow((state) => state.console?.settings);
  return settings === undefined ? undefined : <Fields settings={settings} />;
}

function Fields({ settings }: { readonly settings: Settings }): ReactNode {
  const actions = useActions();
  const decision = useWindow(useShallow(decisionInForce));
  const [fields, setFields] = useState<StartFields>(() => initialFields(settings));
  const [starting, setStarting] = useState(false);
  const change = (changed: Partial<StartFields>): void => setFields({ ...fields, ...changed });
  const config = decision && experimentOf(fields, settings, decision);

  const start = async (): Promise<void> => {
    if (config === undefined) return;
    setStarting(true);
    const { seeds, steps } = config;
    if (seeds !== settings.seeds || steps !== settings.steps)
      await actions.send('settings.change', { ...settings, seeds, steps });
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
        <button type="submit" className="button button--main" disabled={config === undefined || starting}>
          {text.start.start}
        </button>
        <span className="hint">{config === undefined ? text.start.incomplete : planWords(config)}</span>
      </div>
    </form>
  );
}
