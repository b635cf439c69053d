/** The instrument: which one, whether it answers, what it may do, how it sweeps, and whether its axes are right. */
import type { ReactNode } from 'react';
import { upkeepFor } from '../../../src-shared/settings';
import { text } from '../../messages';
import { useWindow } from '../../store/context';
import { Empty, Panel } from '../../ui/Panel';
import { CheckPanel } from './CheckPanel';
import { ConnectionPanel } from './ConnectionPanel';
import { InstrumentPanel } from './InstrumentPanel';
import { LimitsPanel } from './LimitsPanel';
import { ProfilesPanel } from './ProfilesPanel';
import { ProgramPanel } from './ProgramPanel';
import { UpkeepPanel } from './UpkeepPanel';

/** The view. While a run goes on it is to be read only. */
export function SetupView(): ReactNode {
  const known = useWindow((state) => state.console);
  if (known === undefined)
    return (
      <main className="page">
        <Panel title={text.setup.instrument.title}>
          <Empty>{text.header.connecting}</Empty>
        </Panel>
      </main>
    );
  const { settings, setup, instrument } = known;
  const running = known.run.state.kind !== 'idle';
  // Each panel keeps what is typed until that is in force; then it begins anew from the settings.
  return (
    <main className="setup" data-testid="setup">
      {running ? <p className="setup__running">{text.setup.running}</p> : undefined}
      <fieldset className="setup__panels" disabled={running}>
        <div className="setup__column">
          <InstrumentPanel key={JSON.stringify(settings.instrument)} settings={settings} />
          <ProfilesPanel settings={settings} />
          <UpkeepPanel key={settings.instrument.driver} inForce={upkeepFor(settings)} />
        </div>
        <div className="setup__column">
          <ConnectionPanel setup={setup} online={instrument.phase !== 'offline'} />
          <LimitsPanel key={JSON.stringify(settings.limits)} limits={settings.limits} />
        </div>
        <div className="setup__column">
          <ProgramPanel key={JSON.stringify([settings.sweep, setup.terms.sweep])} settings={settings} setup={setup} />
          <CheckPanel key={JSON.stringify([settings.instrument, settings.simulator])} settings={settings} />
        </div>
      </fieldset>
    </main>
  );
}
