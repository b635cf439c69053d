/** Every view and command by name. It lies below the header, so that STOP stays in reach. */
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { KeyHint } from '../../KeyHint';
import type { KeyCommand } from '../../keys.model';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { PALETTE, matching, type PaletteEntry } from './palette.model';

/** The list; Enter performs what is marked, Escape closes. */
export function Palette({ perform }: { readonly perform: (command: KeyCommand) => void }): ReactNode {
  const actions = useActions();
  const [typed, setTyped] = useState('');
  const [marked, setMarked] = useState(0);
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const found = matching(PALETTE, typed);
  const at = Math.min(marked, found.length - 1);
  useEffect(() => list.current?.children[at]?.scrollIntoView({ block: 'nearest' }), [at]);
  const close = (): void => actions.overlay(undefined);
  const choose = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    close();
    perform(entry.command);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') choose(found[at]);
    else if (event.key === 'ArrowDown') setMarked(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setMarked(Math.max(0, at - 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="overlay" role="dialog" aria-label={text.palette.title} onKeyDown={onKeyDown}>
      <input
        className="field__input overlay__field"
        role="combobox"
        autoFocus
        autoComplete="off"
        aria-label={text.palette.field}
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found[at] === undefined ? undefined : `${id}-${at}`}
        placeholder={text.palette.field}
        value={typed}
        onBlur={close}
        onChange={(event) => {
          setTyped(event.target.value);
          setMarked(0);
        }}
      />
      <ul ref={list} className="overlay__list" role="listbox" id={id} aria-label={text.palette.title}>
        {found.map((entry, i) => (
          <li
            key={entry.name}
            id={`${id}-${i}`}
            className="overlay__entry"
            role="option"
            aria-selected={i === at}
            // The field keeps the keyboard; a press would take it away and close the list before the click.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(entry)}
          >
            {entry.name} <KeyHint of={entry.id} />
          </li>
        ))}
      </ul>
      {found.length === 0 ? (
        <p className="hint" role="status">
          {text.palette.none}
        </p>
      ) : undefined}
    </div>
  );
}
