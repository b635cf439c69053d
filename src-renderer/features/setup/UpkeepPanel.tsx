/** What is looked at between the curves of the next session: drift of the sample and wear of the tip. */
import { useState, type ReactNode } from 'react';
import type { UpkeepSettings } from '../../../src-shared/upkeep';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { NumberField } from '../../ui/NumberField';
import { Panel } from '../../ui/Panel';
import { typed } from './setup.model';

const words = text.setup.upkeep;
const CURVES = { min: 0, max: 10_000, whole: true, unit: words.curves, digits: 4 } as const;

/** The panel. Each number is in force once it is entered. */
export function UpkeepPanel({ inForce }: { readonly inForce: UpkeepSettings | undefined }): ReactNode {
  if (inForce !== undefined) return <Fields inForce={inForce} />;
  return (
    <Panel title={words.title} testId="setup-upkeep">
      <p className="hint">{words.recorded}</p>
    </Panel>
  );
}

function Fields({ inForce }: { readonly inForce: UpkeepSettings }): ReactNode {
  const actions = useActions();
  /** The next number may be entered before the one before it has come back from the main process. */
  const [entered, setEntered] = useState(inForce);
  const { drift, reference } = entered;
  const change = (part: Partial<UpkeepSettings>): void => {
    const next = { ...entered, ...part };
    setEntered(next);
    void actions.send('settings.change', { upkeep: next });
  };
  return (
    <Panel title={words.title} note={words.note} testId="setup-upkeep">
      <p className="hint">{words.drift}</p>
      <div className="setup__row">
        <NumberField
          label={words.driftCurves}
          value={drift.everyCurves}
          {...CURVES}
          onCommit={(everyCurves) => change({ drift: { ...drift, everyCurves } })}
        />
        <NumberField
          label={words.driftMinutes}
          value={drift.everyMinutes}
          {...{ min: 0, max: 1440, whole: false, unit: 'min', digits: 4 }}
          onCommit={(everyMinutes) => change({ drift: { ...drift, everyMinutes } })}
        />
        <NumberField
          label={words.driftAlarm}
          value={drift.alarmPixels}
          {...{ min: 0.1, max: 100, whole: false, unit: words.pixels, digits: 4 }}
          onCommit={(alarmPixels) => change({ drift: { ...drift, alarmPixels } })}
        />
      </div>
      <p className="hint">{words.wear}</p>
      <div className="setup__row">
        <NumberField
          label={words.wearCurves}
          value={reference.everyCurves}
          {...CURVES}
          onCommit={(everyCurves) => change({ reference: { ...reference, everyCurves } })}
        />
        <NumberField
          label={words.wearAlarm}
          value={typed(reference.alarmShare, 100)}
          {...{ min: 1, max: 10_000, whole: false, unit: '%', digits: 4 }}
          onCommit={(percent) => change({ reference: { ...reference, alarmShare: typed(percent, 0.01) } })}
        />
      </div>
    </Panel>
  );
}
