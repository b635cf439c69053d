/** Newer versions of the program: where to look, what is there, how to install it. Off unless the user says otherwise. */
import { useState, type ReactNode } from 'react';
import type { Settings } from '../../../src-shared/settings';
import { formatQuantity } from '../../../src-shared/units';
import type { UpdateSettings, UpdateState } from '../../../src-shared/updates';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { isActive } from '../../store/selectors';
import { Segments, TextField } from '../../ui/fields';
import { Panel } from '../../ui/Panel';

const words = text.updates;
const ON_OFF = (['off', 'on'] as const).map((value) => ({ value, label: words.onOff[value] }));

/** The panel. The place is saved when it is switched on, chosen or confirmed. */
export function UpdatesPanel({ settings }: { readonly settings: Settings }): ReactNode {
  const actions = useActions();
  const { updates } = settings;
  const [from, setFrom] = useState(updates.from);
  const [shown, setShown] = useState(updates.on);
  const save = (next: Partial<UpdateSettings>): void =>
    void actions.send('settings.change', { updates: { ...updates, from: from.trim(), ...next } });
  const choose = async (): Promise<void> => {
    const folder = await actions.setup.chooseFile('folder');
    if (folder !== undefined) save({ on: true, from: folder });
  };
  return (
    <Panel title={words.title} testId="updates">
      <div className="notices">
        <Segments
          label={words.look}
          labelShown
          value={shown ? 'on' : 'off'}
          choices={ON_OFF}
          onChange={(value) => {
            setShown(value === 'on');
            if (value === 'off') save({ on: false });
            else if (from.trim() !== '') save({ on: true });
          }}
        />
        {shown ? (
          <form
            className="notices__address notices__address--folder"
            onSubmit={(event) => {
              event.preventDefault();
              save({ on: true });
            }}
          >
            <TextField label={words.from} value={from} maxLength={500} onChange={setFrom} />
            <button type="button" className="button" onClick={() => void choose()}>
              {words.chooseFolder}
            </button>
            <button type="submit" className="button" disabled={updates.on && from.trim() === updates.from}>
              {words.save}
            </button>
          </form>
        ) : undefined}
        <p className="hint">{updates.on ? words.onNote(updates.from) : words.offNote}</p>
        {updates.on ? <Found /> : undefined}
      </div>
    </Panel>
  );
}

/** What is known of newer versions, and what can be done about it. */
function Found(): ReactNode {
  const actions = useActions();
  const update = useWindow((state) => state.console?.update) ?? { kind: 'unknown' };
  const here = useWindow((state) => state.console?.versions.program) ?? text.noData;
  const running = useWindow((state) => state.console !== undefined && isActive(state.console.run.state));
  const busy = update.kind === 'looking' || update.kind === 'getting';
  return (
    <>
      <p role="status" data-testid="update-state">
        {wordsOf(update, here)}
      </p>
      {update.kind === 'got' ? <pre className="notices__command">{update.install}</pre> : undefined}
      <div className="notices__test">
        <button
          type="button"
          className="button button--small"
          disabled={running || busy}
          onClick={() => void actions.send('update.look')}
        >
          {words.now}
        </button>
        {update.kind === 'newer' ? (
          <button
            type="button"
            className="button button--small"
            disabled={running}
            onClick={() => void actions.send('update.get')}
          >
            {words.get}
          </button>
        ) : undefined}
        {update.kind === 'got' ? (
          <button type="button" className="button button--small" onClick={() => void actions.send('update.show')}>
            {words.show}
          </button>
        ) : undefined}
        {running ? <span className="hint">{words.running}</span> : undefined}
      </div>
    </>
  );
}

function wordsOf(update: UpdateState, here: string): string {
  const { states } = words;
  switch (update.kind) {
    case 'unknown':
    case 'looking':
      return states[update.kind];
    case 'newest':
      return states.newest(update.there, here);
    case 'newer':
      return states.newer(update.newer.version, here, update.newer.file, sizeOf(update.newer.bytes));
    case 'getting':
      return states.getting(update.newer.file, sizeOf(update.receivedBytes), sizeOf(update.newer.bytes));
    case 'got':
      return states.got(update.path);
    case 'failed':
      return [update.problem.message, update.problem.hint].filter((part) => part !== undefined).join(' ');
  }
}

function sizeOf(bytes: number): string {
  return formatQuantity(bytes, 'B');
}
