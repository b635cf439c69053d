/** What the program remembers: theme, simulator, notices, newer versions, keys; and which program it is. */
import type { ReactNode } from 'react';
import type { Settings } from '../../../src-shared/settings';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { ChoiceField, Segments } from '../../ui/fields';
import { NumberField } from '../../ui/NumberField';
import { useVersionRows } from '../../store/useVersionRows';
import { Empty, Panel } from '../../ui/Panel';
import { Versions } from '../../ui/Versions';
import { AlarmHealth } from './AlarmHealth';
import { KeysPanel } from './KeysPanel';
import { NotificationsPanel } from './NotificationsPanel';
import { UpdatesPanel } from './UpdatesPanel';

const THEMES = (['system', 'light', 'dark'] as const).map((value) => ({ value, label: text.settings.themes[value] }));
const PIXELS = (['128', '256'] as const).map((value) => ({ value, label: text.settings.pixelChoices[value] }));
const PACES = (['real', 'scaled', 'max'] as const).map((value) => ({ value, label: text.settings.paces[value] }));

/** The view. Every change is sent at once. */
export function SettingsView(): ReactNode {
  const settings = useWindow((state) => state.console?.settings);
  return (
    <main className="page page--columns">
      {settings === undefined ? (
        <>
          <Panel title={text.settings.title}>
            <Empty>{text.header.connecting}</Empty>
          </Panel>
          <About />
        </>
      ) : (
        <>
          <Choices settings={settings} />
          <NotificationsPanel settings={settings} />
          <AlarmHealth />
          <UpdatesPanel key={settings.updates.from} settings={settings} />
          <About />
          <KeysPanel settings={settings} />
        </>
      )}
    </main>
  );
}

function Choices({ settings }: { readonly settings: Settings }): ReactNode {
  const actions = useActions();
  const change = (next: Partial<Settings>): void => void actions.send('settings.change', next);
  const { simulator } = settings;
  const simulate = (changed: Partial<Settings['simulator']>): void =>
    change({ simulator: { ...simulator, ...changed } });
  const pace = paceOf(simulator.speed);
  return (
    <>
      <Panel title={text.settings.appearance}>
        <Segments
          label={text.settings.theme}
          value={settings.theme}
          choices={THEMES}
          onChange={(theme) => change({ theme })}
        />
      </Panel>
      <Panel title={text.settings.simulator} note={text.settings.simulatorNote}>
        <div className="form">
          <ChoiceField
            label={text.settings.pixels}
            value={simulator.pixels === 128 ? '128' : '256'}
            choices={PIXELS}
            onChange={(pixels) => simulate({ pixels: pixels === '128' ? 128 : 256 })}
          />
          <NumberField
            label={text.settings.filmSeed}
            value={simulator.filmSeed}
            min={0}
            max={0xffffffff}
            whole
            unit=""
            digits={10}
            onCommit={(filmSeed) => simulate({ filmSeed })}
          />
          <ChoiceField
            label={text.settings.pace}
            value={pace}
            choices={PACES}
            onChange={(next) => simulate({ speed: next === 'max' ? 'max' : next === 'real' ? 1 : 10 })}
          />
          {pace === 'scaled' && simulator.speed !== 'max' ? (
            <NumberField
              label={text.settings.speed}
              value={simulator.speed}
              min={0.1}
              max={1000}
              whole={false}
              unit={text.settings.times}
              digits={5}
              onCommit={(speed) => simulate({ speed })}
            />
          ) : undefined}
        </div>
      </Panel>
    </>
  );
}

function paceOf(speed: Settings['simulator']['speed']): 'real' | 'scaled' | 'max' {
  if (speed === 'max') return 'max';
  return speed === 1 ? 'real' : 'scaled';
}

function About(): ReactNode {
  return (
    <Panel title={text.settings.about}>
      <Versions {...useVersionRows()} />
    </Panel>
  );
}
