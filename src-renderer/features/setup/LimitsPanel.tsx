/** The limits of the safety gate. Tighter ones are taken at once; looser ones are shown, old beside new, and asked about. */
import { useState, type ReactNode } from 'react';
import { sameLimits, type SafetyLimits } from '../../../src-shared/limits';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { NumberField } from '../../ui/NumberField';
import { Panel } from '../../ui/Panel';
import { AskLooser } from './AskLooser';
import { LIMIT_FIELDS, LIMIT_NAMES, looserWords, typed, type LimitName } from './setup.model';

const words = text.setup.limits;

/** The panel. */
export function LimitsPanel({ limits }: { readonly limits: SafetyLimits }): ReactNode {
  const actions = useActions();
  const [draft, setDraft] = useState(limits);
  /** Fields of a new round forget what was typed. */
  const [round, setRound] = useState(0);
  const [asking, setAsking] = useState(false);
  /** Limits whose text is no number; nothing is applied while there is one. */
  const [wrong, setWrong] = useState<readonly LimitName[]>([]);
  const changed = !sameLimits(draft, limits);
  const looser = looserWords(limits, draft);
  const put = (): void => void actions.send('setup.limits', { from: limits, to: draft });
  const revert = (): void => {
    setAsking(false);
    setDraft(limits);
    setWrong([]);
    setRound(round + 1);
  };
  return (
    <Panel title={words.title} note={changed ? text.setup.unsaved : words.note} testId="setup-limits">
      <div className="setup__grid">
        {LIMIT_NAMES.map((name) => {
          const { factor, ...bounds } = LIMIT_FIELDS[name];
          return (
            <NumberField
              key={`${name} ${round}`}
              label={words.names[name]}
              value={typed(draft[name], factor)}
              {...bounds}
              digits={7}
              onEdit={(value) => {
                setAsking(false);
                setWrong(value === undefined ? [...wrong, name] : wrong.filter((other) => other !== name));
                if (value !== undefined) setDraft({ ...draft, [name]: typed(value, 1 / factor) });
              }}
              onCommit={() => undefined}
            />
          );
        })}
      </div>
      {asking ? (
        <AskLooser changes={looser} ask={words.ask} onYes={put} onNo={revert} />
      ) : (
        <div className="setup__row">
          <button
            type="button"
            className={`button ${changed ? 'button--main' : ''}`}
            disabled={!changed || wrong.length > 0}
            onClick={() => (looser.length > 0 ? setAsking(true) : put())}
          >
            {words.apply}
          </button>
          <button type="button" className="button" disabled={!changed} onClick={revert}>
            {words.revert}
          </button>
        </div>
      )}
    </Panel>
  );
}
