/** The keys: searched, changed by pressing the new one, reset. The safety keys are listed and cannot be changed. */
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { DEFAULT_KEYS, type KeySettings } from '../../../src-shared/keys';
import type { Settings } from '../../../src-shared/settings';
import { chordOf, conflictOf, withKey, withoutOwn, type KeyConflict, type KeyId } from '../../keys.model';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { ACTION_NAMES, keyWords, useBindings } from '../../store/useKeyNames';
import { Segments } from '../../ui/fields';
import { Panel } from '../../ui/Panel';
import { keyRowsFor, type KeyRow } from './keys.model';

const words = text.keyList;
const SINGLES = (['on', 'off'] as const).map((value) => ({ value, label: words.singles[value] }));

/** The panel; every change is saved at once. */
export function KeysPanel({ settings }: { readonly settings: Settings }): ReactNode {
  const actions = useActions();
  const bindings = useBindings();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<KeyId | undefined>(undefined);
  const { keys } = settings;
  const save = (next: KeySettings): void => {
    setAsked(undefined);
    void actions.send('settings.change', { keys: next });
  };
  const rows = keyRowsFor(bindings, typed);
  return (
    <Panel
      title={words.title}
      testId="keys"
      className="keys-panel"
      tools={
        <input
          className="field__input"
          type="search"
          placeholder={words.search}
          aria-label={words.search}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      }
    >
      <div className="keys__single">
        <span>{words.single}</span>
        <Segments
          label={words.single}
          value={keys.single ? 'on' : 'off'}
          choices={SINGLES}
          onChange={(value) => save({ ...keys, single: value === 'on' })}
        />
        <button
          type="button"
          className="button button--small"
          disabled={Object.keys(keys.own).length === 0}
          onClick={() => save({ ...keys, own: DEFAULT_KEYS.own })}
        >
          {words.resetAll}
        </button>
      </div>
      <p className="hint">{words.singleNote}</p>
      {rows.length === 0 ? <p className="hint">{words.none}</p> : undefined}
      <ul className="keys keys--list" aria-label={words.title}>
        {rows.map((row) =>
          row.id === asked ? (
            <Recorder key={row.id} row={row} keys={keys} onSave={save} onLeave={() => setAsked(undefined)} />
          ) : (
            <Row key={row.id} row={row} keys={keys} onChange={() => setAsked(row.id)} onSave={save} />
          ),
        )}
      </ul>
    </Panel>
  );
}

interface RowProps {
  readonly row: KeyRow;
  readonly keys: KeySettings;
  readonly onChange: () => void;
  readonly onSave: (next: KeySettings) => void;
}

function Row({ row: { id, name, words: shown, key, fixed }, keys, onChange, onSave }: RowProps): ReactNode {
  return (
    <li className="keys__row">
      {shown === '' ? <span className="hint">{words.off}</span> : <kbd>{shown}</kbd>}
      <span className="keys__name">{name}</span>
      {fixed === true ? (
        <span className="hint">{words.fixed}</span>
      ) : (
        <>
          <button type="button" className="button button--small" aria-label={words.changeOf(name)} onClick={onChange}>
            {words.change}
          </button>
          {keys.own[id] === undefined ? undefined : (
            <button
              type="button"
              className="button button--small"
              aria-label={words.resetOf(name, keyWords(key))}
              onClick={() => onSave(withoutOwn(keys, id))}
            >
              {words.reset}
            </button>
          )}
        </>
      )}
    </li>
  );
}

interface RecorderProps {
  readonly row: KeyRow;
  readonly keys: KeySettings;
  readonly onSave: (next: KeySettings) => void;
  readonly onLeave: () => void;
}

/** Takes the next key that is pressed. The safety keys still stop and pause while it waits. */
function Recorder({ row: { id, name }, keys, onSave, onLeave }: RecorderProps): ReactNode {
  const [refused, setRefused] = useState<{ readonly chord: string; readonly conflict: KeyConflict } | undefined>();
  const onKeyDown = (event: KeyboardEvent): void => {
    const chord = chordOf(event);
    if (chord === undefined || /^F(8|9|12)$|Tab$/.test(chord)) return;
    event.preventDefault();
    event.stopPropagation();
    if (chord === 'Escape') return onLeave();
    const conflict = conflictOf(chord, id, keys);
    if (conflict === undefined) onSave(withKey(keys, id, chord));
    else setRefused({ chord, conflict });
  };
  return (
    <li className="keys__row keys__row--asked">
      <input
        className="field__input keys__press"
        readOnly
        autoFocus
        aria-label={words.changeOf(name)}
        value={refused === undefined ? '' : keyWords(refused.chord)}
        placeholder={words.press}
        onKeyDown={onKeyDown}
      />
      <span className="keys__name" role="status">
        {refused === undefined ? name : conflictWords(refused.chord, refused.conflict)}
      </span>
      {refused?.conflict.kind === 'taken' ? (
        <button type="button" className="button button--small" onClick={() => onSave(withKey(keys, id, refused.chord))}>
          {words.take}
        </button>
      ) : undefined}
      <button
        type="button"
        className="button button--small"
        aria-label={words.removeOf(name)}
        onClick={() => onSave(withKey(keys, id, ''))}
      >
        {words.remove}
      </button>
      <button type="button" className="button button--small" onClick={onLeave}>
        {words.leave}
      </button>
    </li>
  );
}

function conflictWords(chord: string, conflict: KeyConflict): string {
  const key = keyWords(chord);
  if (conflict.kind === 'reserved') return words.reserved(key);
  const action = ACTION_NAMES.get(conflict.id) ?? conflict.id;
  return conflict.kind === 'fixed' ? words.conflictFixed(key, action) : words.taken(key, action);
}
