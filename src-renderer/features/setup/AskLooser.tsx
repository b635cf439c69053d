/** Old limits beside looser new ones, and the question. */
import type { ReactNode } from 'react';
import { text } from '../../messages';

export interface AskLooserProps {
  readonly ask: string;
  readonly changes: readonly string[];
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** The question; keeping the old ones comes first. */
export function AskLooser({ ask, changes, onYes, onNo }: AskLooserProps): ReactNode {
  return (
    <div className="setup__ask" role="alertdialog" aria-label={ask}>
      <p>{ask}</p>
      <ul className="setup__remarks">
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      <div className="setup__row">
        <button type="button" className="button" autoFocus onClick={onNo}>
          {text.setup.limits.keep}
        </button>
        <button type="button" className="button" onClick={onYes}>
          {text.setup.limits.loosen}
        </button>
      </div>
    </div>
  );
}
