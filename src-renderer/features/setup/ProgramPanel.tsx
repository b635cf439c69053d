/** The sweep of the next session, with its waveform. Recorded data fix all of it but the time for a point. */
import { useMemo, useState, type ReactNode } from 'react';
import type { InstrumentSetup } from '../../../src-shared/ipc/contract';
import type { Settings } from '../../../src-shared/settings';
import type { BiasSweep } from '../../../src-shared/sweep';
import { text } from '../../messages';
import { Plot } from '../../plot/Plot';
import { PLOT_THEMES } from '../../plot/theme';
import { useActions } from '../../store/context';
import { useTheme } from '../../store/useTheme';
import { NumberField } from '../../ui/NumberField';
import { Panel } from '../../ui/Panel';
import { programWords, typed, waveform } from './setup.model';

const words = text.setup.program;
const VOLTS = { min: -20, max: 20, whole: false, unit: 'V', digits: 5 } as const;

export interface ProgramPanelProps {
  readonly settings: Settings;
  readonly setup: InstrumentSetup;
}

/** The panel. */
export function ProgramPanel({ settings, setup }: ProgramPanelProps): ReactNode {
  const actions = useActions();
  const theme = PLOT_THEMES[useTheme()];
  const fixed = setup.terms.sweep;
  const inForce: BiasSweep =
    fixed === undefined ? settings.sweep : { ...fixed, pointSeconds: settings.sweep.pointSeconds };
  const [sweep, setSweep] = useState(inForce);
  /** Fields of a new round forget what was typed. */
  const [round, setRound] = useState(0);
  const changed = JSON.stringify(sweep) !== JSON.stringify(inForce);
  const chart = useMemo(() => waveform(sweep, theme.curves.blue), [sweep, theme]);
  const plan = programWords(sweep, settings.limits);
  const change = (part: Partial<BiasSweep>): void => setSweep({ ...sweep, ...part });
  const revert = (): void => {
    setSweep(inForce);
    setRound(round + 1);
  };
  const apply = (): void => {
    const next = fixed === undefined ? sweep : { ...settings.sweep, pointSeconds: sweep.pointSeconds };
    void actions.send('settings.change', { sweep: next });
  };
  const number = (name: keyof BiasSweep, label: string, bounds: Bounds, factor = 1): ReactNode => (
    <NumberField
      key={`${name} ${round}`}
      label={label}
      value={fixed === undefined ? typed(sweep[name], factor) : rounded(sweep[name] * factor)}
      {...bounds}
      disabled={fixed !== undefined && name !== 'pointSeconds'}
      onEdit={(value) => value !== undefined && change({ [name]: typed(value, 1 / factor) })}
      onCommit={() => undefined}
    />
  );
  return (
    <Panel title={words.title} note={changed ? text.setup.unsaved : words.note} testId="setup-program">
      <div className="setup__row">
        {number('startVolts', words.start, VOLTS)}
        {number('peakVolts', words.peak, VOLTS)}
        {number('upPoints', words.up, { min: 3, max: 4096, whole: true, unit: '', digits: 4 })}
        {number('downPoints', words.down, { min: 0, max: 4096, whole: true, unit: '', digits: 4 })}
        {number('pointSeconds', words.point, { min: 0.01, max: 10_000, whole: false, unit: 'ms', digits: 4 }, 1e3)}
      </div>
      {fixed === undefined ? undefined : <p className="hint">{words.fixed}</p>}
      <div className="setup__wave">
        <Plot chart={chart} colors={theme.chart} label={words.label(plan.words)} />
      </div>
      {plan.against.map((sentence) => (
        <p key={sentence} className="setup__problem">
          {sentence}
        </p>
      ))}
      <div className="setup__row">
        <button type="button" className={`button ${changed ? 'button--main' : ''}`} disabled={!changed} onClick={apply}>
          {words.apply}
        </button>
        <button type="button" className="button" disabled={!changed} onClick={revert}>
          {words.revert}
        </button>
        <span className="hint">{plan.words}</span>
      </div>
    </Panel>
  );
}

/** Of recorded data nothing is typed: five digits are enough to read. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly unit: string;
  readonly digits: number;
}
