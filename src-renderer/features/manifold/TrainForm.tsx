/** Settings of the next training. */
import { useState, type ReactNode } from 'react';
import {
  MANIFOLD_COMPUTE_ON,
  MANIFOLD_MODES,
  MANIFOLD_PROFILES,
  settingsFor,
  type ManifoldSettings,
} from '../../../src-shared/manifold';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { ChoiceField, Segments } from '../../ui/fields';
import { NumberField } from '../../ui/NumberField';
import {
  NUMBER_BOUNDS,
  forMode,
  initialTraining,
  settingsOf,
  type NumberName,
  type TrainFields,
} from './trainForm.model';

const words = text.manifold.train;
const MODES = MANIFOLD_MODES.map((value) => ({ value, label: words.modes[value] }));
const PROFILES = MANIFOLD_PROFILES.map((value) => ({ value, label: words.profiles[value] }));
const COMPUTE_ON = MANIFOLD_COMPUTE_ON.map((value) => ({ value, label: words.computeOns[value] }));
const COORDS = (['0', '1', '2', '3'] as const).map((value) => ({ value, label: words.coords[value] }));

export interface TrainFormProps {
  /** Settings of the newest training, to start from. */
  readonly newest: ManifoldSettings | undefined;
  readonly onStarted: () => void;
}

/** The form; Train sends it. */
export function TrainForm({ newest, onStarted }: TrainFormProps): ReactNode {
  const actions = useActions();
  const [fields, setFields] = useState<TrainFields>(() => initialTraining(newest));
  const [sending, setSending] = useState(false);
  const change = (changed: Partial<TrainFields>): void => setFields((before) => ({ ...before, ...changed }));
  const settings = settingsOf(fields);
  const train = async (): Promise<void> => {
    if (settings === undefined) return;
    setSending(true);
    const started = await actions.send('manifold.train', settings);
    setSending(false);
    if (started) onStarted();
  };
  return (
    <form
      className="form train"
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault();
        void train();
      }}
    >
      <Method fields={fields} change={change} />
      <div className="train__row">
        <Count name="epochs" digits={7} fields={fields} change={change} />
        <Count name="latent" digits={3} fields={fields} change={change} />
        <Count name="seed" digits={10} fields={fields} change={change} />
      </div>
      <Advanced fields={fields} change={change} />
      <div className="train__row">
        <button type="submit" className="button button--main" disabled={settings === undefined || sending}>
          {words.start}
        </button>
        <button type="button" className="button" onClick={() => setFields(settingsFor(fields.mode))}>
          {words.reset}
        </button>
      </div>
    </form>
  );
}

interface PartProps {
  readonly fields: TrainFields;
  readonly change: (changed: Partial<TrainFields>) => void;
}

function Method({ fields, change }: PartProps): ReactNode {
  const coord = `${fields.coord}` as const;
  return (
    <>
      <div className="train__choice">
        <span className="field__label">{words.mode}</span>
        <Segments
          label={words.mode}
          value={fields.mode}
          choices={MODES}
          onChange={(mode) => change(forMode(fields, mode))}
        />
        <p className="hint">{words.modeHints[fields.mode]}</p>
      </div>
      <div className="train__choice">
        <span className="field__label">{words.profile}</span>
        <Segments
          label={words.profile}
          value={fields.profile}
          choices={PROFILES}
          onChange={(profile) => change({ profile })}
        />
        <p className="hint">{words.profileHints[fields.profile]}</p>
      </div>
      <div className="train__choice">
        <ChoiceField
          label={words.coord}
          value={coord}
          choices={COORDS}
          onChange={(value) => change({ coord: Number(value) as ManifoldSettings['coord'] })}
        />
        <p className="hint">{words.coordHints[coord]}</p>
      </div>
    </>
  );
}

function Advanced({ fields, change }: PartProps): ReactNode {
  return (
    <details className="train__advanced">
      <summary>{words.advanced}</summary>
      <div className="train__row">
        <Count name="beta" digits={6} fields={fields} change={change} />
        <Count name="gamma" digits={6} fields={fields} change={change} />
        <Count name="learningRate" digits={8} fields={fields} change={change} />
        <Count name="klWarmupEpochs" digits={6} unit={words.epochsUnit} fields={fields} change={change} />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={fields.closedFormKl}
          onChange={(event) => change({ closedFormKl: event.target.checked })}
        />
        {words.closedFormKl}
        <span className="hint">{words.closedFormHint}</span>
      </label>
      <div className="train__choice">
        <ChoiceField
          label={words.computeOn}
          value={fields.computeOn}
          choices={COMPUTE_ON}
          onChange={(computeOn) => change({ computeOn })}
        />
        <p className="hint">{words.computeOnHints[fields.computeOn]}</p>
      </div>
    </details>
  );
}

interface CountProps extends PartProps {
  readonly name: NumberName;
  readonly digits: number;
  readonly unit?: string;
}

function Count({ name, digits, unit, fields, change }: CountProps): ReactNode {
  const bounds = unit === undefined ? NUMBER_BOUNDS[name] : { ...NUMBER_BOUNDS[name], unit };
  return (
    <NumberField
      label={words[name]}
      value={fields[name] ?? 0}
      digits={digits}
      {...bounds}
      onEdit={(value) => change({ [name]: value })}
      onCommit={(value) => change({ [name]: value })}
    />
  );
}
