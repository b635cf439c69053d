/** The alarms that are held: what, since when, what to do, and the answer to it. Ideally empty. */
import { useState, type ReactNode } from 'react';
import type { HeldAlarm } from '../../../src-shared/alarm';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { heldAlarms, isActive } from '../../store/selectors';
import { AlarmShape } from '../../ui/AlarmShape';
import { Empty, Panel } from '../../ui/Panel';

const SHELVES = [15, 60, 'step'] as const;

/** The table of alarms. */
export function Alarms(): ReactNode {
  const alarms = useWindow(heldAlarms);
  return (
    <Panel title={text.alarms.title} testId="alarms">
      {alarms.length === 0 ? (
        <Empty>{text.alarms.none}</Empty>
      ) : (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={text.alarms.title}>
          <table className="table">
            <thead>
              <tr>
                {(['priority', 'alarm', 'what', 'since', 'state', 'answer'] as const).map((name) => (
                  <th key={name} scope="col">
                    {text.alarms[name]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {alarms.map((alarm) => (
                <Row key={alarm.key} alarm={alarm} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Row({ alarm }: { readonly alarm: HeldAlarm }): ReactNode {
  return (
    <tr>
      <td>
        <AlarmShape priority={alarm.priority} />
      </td>
      <td>
        <span className="table__main">{alarm.title}</span>
        {alarm.message}
      </td>
      <td>{alarm.guidance}</td>
      <td>{clock(alarm.since)}</td>
      <td>{stateWords(alarm)}</td>
      <td>{alarm.acknowledged === undefined ? <Answer alarm={alarm} /> : undefined}</td>
    </tr>
  );
}

function Answer({ alarm }: { readonly alarm: HeldAlarm }): ReactNode {
  const actions = useActions();
  const halted = useWindow((state) => state.console?.run.state.kind === 'halted');
  const running = useWindow((state) => state.console !== undefined && isActive(state.console.run.state));
  const [comment, setComment] = useState('');
  const acknowledge = (): void => {
    actions.alarms.acknowledge(alarm, comment.trim());
    if (halted && (alarm.key === 'halted' || alarm.key === 'stop')) void actions.send('run.acknowledge');
  };
  return (
    <form
      className="answer"
      onSubmit={(event) => {
        event.preventDefault();
        acknowledge();
      }}
    >
      <input
        className="field__input"
        maxLength={500}
        placeholder={text.alarms.commentHint}
        aria-label={text.alarms.comment(alarm.title)}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <button type="submit" className="button button--small">
        {text.alarms.acknowledge}
      </button>
      {SHELVES.filter((shelf) => shelf !== 'step' || running).map((shelf) => (
        <button
          key={shelf}
          type="button"
          className="button button--small"
          onClick={() => actions.alarms.shelve(alarm, shelf)}
        >
          {text.alarms.shelve} {text.alarms.shelveFor(shelf)}
        </button>
      ))}
    </form>
  );
}

function stateWords({ over, acknowledged, shelved }: HeldAlarm): string {
  const { states } = text.alarms;
  if (acknowledged !== undefined) return states.acknowledged(clock(acknowledged.at), acknowledged.comment);
  if (shelved !== undefined) return 'until' in shelved ? states.shelved(clock(shelved.until)) : states.shelvedStep;
  return over === undefined ? states.open : states.over;
}

/** Local time of day. */
function clock(millis: number): string {
  return new Date(millis).toTimeString().slice(0, 8);
}
