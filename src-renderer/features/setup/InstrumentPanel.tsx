/** Which instrument, and how it is reached. Nothing happens until the choice is put in use. */
import { useState, type ReactNode } from 'react';
import { DRIVERS, type InstrumentSettings } from '../../../src-shared/instrumentSettings';
import type { Settings } from '../../../src-shared/settings';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { Segments, TextField } from '../../ui/fields';
import { NumberField } from '../../ui/NumberField';
import { Panel } from '../../ui/Panel';
import { DriverFields } from './DriverFields';

const words = text.setup.instrument;
const CHOICES = DRIVERS.map((value) => ({ value, label: words.drivers[value] }));
const METER = { host: '127.0.0.1', port: 5025 };
const PORT = { min: 1, max: 65_535, whole: true, unit: '', digits: 5 } as const;

/** The panel. */
export function InstrumentPanel({ settings }: { readonly settings: Settings }): ReactNode {
  const actions = useActions();
  const [draft, setDraft] = useState<InstrumentSettings>(settings.instrument);
  const [busy, setBusy] = useState(false);
  const changed = JSON.stringify(draft) !== JSON.stringify(settings.instrument);
  const { meter } = draft;

  const use = async (): Promise<void> => {
    setBusy(true);
    await actions.send('settings.change', { instrument: draft });
    setBusy(false);
  };
  return (
    <Panel title={words.title} note={changed ? text.setup.unsaved : undefined} testId="setup-instrument">
      <div className="form">
        <Segments
          label={words.driver}
          value={draft.driver}
          choices={CHOICES}
          onChange={(driver) => setDraft(withDriver(draft, driver))}
        />
        <p className="hint">{words.about[draft.driver]}</p>
        <DriverFields draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
        {draft.driver === 'dtmicroscope' ? undefined : (
          <label className="setup__tick">
            <input
              type="checkbox"
              checked={meter !== undefined}
              onChange={(event) => setDraft(withMeter(draft, event.target.checked ? METER : undefined))}
            />
            {words.meter}
          </label>
        )}
        {meter === undefined || draft.driver === 'dtmicroscope' ? undefined : (
          <div className="setup__row">
            <TextField
              label={words.meterHost}
              value={meter.host}
              maxLength={253}
              onChange={(host) => setDraft(withMeter(draft, { ...meter, host }))}
            />
            <NumberField
              label={words.meterPort}
              value={meter.port}
              {...PORT}
              onCommit={(port) => setDraft(withMeter(draft, { ...meter, port }))}
            />
          </div>
        )}
        <div className="setup__row">
          <button
            type="button"
            className={`button ${changed ? 'button--main' : ''}`}
            disabled={!changed || busy}
            onClick={() => void use()}
          >
            {busy ? text.setup.connection.testing : words.use}
          </button>
          <button
            type="button"
            className="button"
            disabled={!changed || busy}
            onClick={() => setDraft(settings.instrument)}
          >
            {words.revert}
          </button>
        </div>
      </div>
    </Panel>
  );
}

/** A twin has no tip that a source-meter could bias. */
function withDriver(draft: InstrumentSettings, driver: InstrumentSettings['driver']): InstrumentSettings {
  return driver === 'dtmicroscope' ? withMeter({ ...draft, driver }, undefined) : { ...draft, driver };
}

function withMeter(draft: InstrumentSettings, meter: InstrumentSettings['meter']): InstrumentSettings {
  const { meter: _before, ...rest } = draft;
  return meter === undefined ? rest : { ...rest, meter };
}
