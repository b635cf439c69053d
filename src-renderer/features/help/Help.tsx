/** The list of keys. It lies below the header, so that STOP stays in reach. */
import type { ReactNode } from 'react';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { keyRows, useBindings } from '../../store/useKeyNames';

/** All keys with their meaning. */
export function Help(): ReactNode {
  const actions = useActions();
  const rows = keyRows(useBindings());
  return (
    <div
      className="overlay overlay--wide"
      role="dialog"
      aria-label={text.help.title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        actions.overlay(undefined);
      }}
    >
      <div className="overlay__head">
        <h2 className="panel__title">{text.help.title}</h2>
        <span className="hint">{text.help.note}</span>
        <button type="button" className="button button--small" autoFocus onClick={() => actions.overlay(undefined)}>
          {text.help.close} <kbd aria-hidden="true">Esc</kbd>
        </button>
      </div>
      <dl className="keys keys--columns">
        {rows.map(([key, meaning]) => (
          <div key={meaning} className="keys__row">
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
