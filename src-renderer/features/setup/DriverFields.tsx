/** The fields of each driver. */
import type { ReactNode } from 'react';
import {
  DEFAULT_BRIDGE,
  type InstrumentSettings,
  type NanonisSettings,
  type ReplaySettings,
} from '../../../src-shared/instrumentSettings';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { ChoiceField, TextField } from '../../ui/fields';
import { NumberField } from '../../ui/NumberField';
import { typed } from './setup.model';

const words = text.setup.instrument;
const PORT = { min: 1, max: 65_534, whole: true, unit: '', digits: 5 } as const;
const PACES = (['real', 'tenfold', 'max'] as const).map((value) => ({ value, label: words.paces[value] }));
const SPEEDS = { real: 1, tenfold: 10, max: 'max' } as const;
const PIXELS = (['64', '128', '256', '512'] as const).map((value) => ({ value, label: `${value} x ${value}` }));

export interface DriverFieldsProps {
  readonly draft: InstrumentSettings;
  readonly onChange: (change: Partial<InstrumentSettings>) => void;
}

/** The fields of the driver that is chosen. */
export function DriverFields({ draft, onChange }: DriverFieldsProps): ReactNode {
  switch (draft.driver) {
    case 'simulator':
      return <SimulatorHint />;
    case 'replay':
      return <Replay replay={draft.replay} onChange={(replay) => onChange({ replay })} />;
    case 'dtmicroscope':
      return (
        <>
          <Address
            at={draft.dtmicroscope}
            onChange={(to) => onChange({ dtmicroscope: { ...draft.dtmicroscope, ...to } })}
          />
          <TextField
            label={words.data}
            value={draft.dtmicroscope.dataPath}
            maxLength={4096}
            onChange={(dataPath) => onChange({ dtmicroscope: { ...draft.dtmicroscope, dataPath } })}
          />
        </>
      );
    case 'nanonis':
      return <Nanonis nanonis={draft.nanonis} onChange={(nanonis) => onChange({ nanonis })} />;
    case 'aecroscopy':
      return <Address at={draft.aecroscopy ?? DEFAULT_BRIDGE} onChange={(aecroscopy) => onChange({ aecroscopy })} />;
  }
}

function SimulatorHint(): ReactNode {
  const actions = useActions();
  return (
    <button type="button" className="button button--small" onClick={() => actions.show('settings')}>
      {words.settings}
    </button>
  );
}

interface AddressProps {
  readonly at: { readonly host: string; readonly port: number };
  readonly onChange: (to: { readonly host: string; readonly port: number }) => void;
}

function Address({ at: { host, port }, onChange }: AddressProps): ReactNode {
  return (
    <div className="setup__row">
      <TextField label={words.host} value={host} maxLength={253} onChange={(next) => onChange({ host: next, port })} />
      <NumberField label={words.port} value={port} {...PORT} onCommit={(next) => onChange({ host, port: next })} />
    </div>
  );
}

interface ReplayProps {
  readonly replay: ReplaySettings;
  readonly onChange: (next: ReplaySettings) => void;
}

function Replay({ replay, onChange }: ReplayProps): ReactNode {
  const actions = useActions();
  const choose = async (what: 'file' | 'folder'): Promise<void> => {
    const file = await actions.setup.chooseFile(what);
    if (file !== undefined) onChange({ ...replay, file });
  };
  const { speed } = replay;
  return (
    <>
      <TextField
        label={words.file}
        value={replay.file}
        maxLength={4096}
        onChange={(file) => onChange({ ...replay, file })}
      />
      <div className="setup__row">
        <button type="button" className="button" onClick={() => void choose('file')}>
          {words.chooseFile}
        </button>
        <button type="button" className="button" onClick={() => void choose('folder')}>
          {words.chooseFolder}
        </button>
        <ChoiceField
          label={words.pace}
          value={speed === 'max' ? 'max' : speed === 1 ? 'real' : 'tenfold'}
          choices={PACES}
          onChange={(pace) => onChange({ ...replay, speed: SPEEDS[pace] })}
        />
      </div>
    </>
  );
}

interface NanonisProps {
  readonly nanonis: NanonisSettings;
  readonly onChange: (next: NanonisSettings) => void;
}

function Nanonis({ nanonis, onChange }: NanonisProps): ReactNode {
  const { scan, preampRangeAmperes } = nanonis;
  const rescan = (change: Partial<NanonisSettings['scan']>): void =>
    onChange({ ...nanonis, scan: { ...scan, ...change } });
  const pixels = PIXELS.find(({ value }) => value === String(scan.cols))?.value ?? '128';
  return (
    <>
      <Address at={nanonis} onChange={(to) => onChange({ ...nanonis, ...to })} />
      <div className="setup__row">
        <NumberField
          label={words.frame}
          value={typed(scan.widthMetres, 1e6)}
          {...{ min: 0.001, max: 1000, whole: false, unit: 'µm', digits: 5 }}
          onCommit={(side) => rescan({ widthMetres: side / 1e6, heightMetres: side / 1e6 })}
        />
        <ChoiceField
          label={words.pixels}
          value={pixels}
          choices={PIXELS}
          onChange={(count) => rescan({ rows: Number(count), cols: Number(count) })}
        />
        <NumberField
          label={words.line}
          value={scan.lineSeconds}
          {...{ min: 0.01, max: 60, whole: false, unit: 's', digits: 4 }}
          onCommit={(lineSeconds) => rescan({ lineSeconds })}
        />
        <NumberField
          label={words.preamp}
          value={typed(preampRangeAmperes, 1e9)}
          {...{ min: 1e-4, max: 1e9, whole: false, unit: 'nA', digits: 5 }}
          onCommit={(range) => onChange({ ...nanonis, preampRangeAmperes: range / 1e9 })}
        />
      </div>
    </>
  );
}
