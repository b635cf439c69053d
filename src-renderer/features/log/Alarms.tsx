/** The alarms that are held: what, since when, what to do, and the answer to it. Ideally empty. */
import { useState, type ReactNode } from 'react';
import { useNow } from '../../clock';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import type { HeldAlarm } from '../../store/alarms';
import { AlarmShape } from '../../ui/AlarmShape';
import { Empty, Panel } from '../../ui/Panel';

const SHELVES = [15, 60] as const;

/** The table of alarms. */
export function Alarms(): ReactNode {
  const alarms = useWindow((state) => state.alarms);
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
  const now = useNow(1000);
  const halted = useWindow((state) => state.console?.run.state.kind === 'halted');
  const [comment, setComment] = useState('');
  const acknowledge = (): void => {
    actions.alarms.acknowledge(alarm, comment.trim(), now);
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
      {SHELVES.map((minutes) => (
        <button
          key={minutes}
          type="button"
          className="button button--small"
          onClick={() => actions.alarms.shelve(alarm, minutes, now)}
        >
          {text.alarms.shelve} {text.alarms.shelveFor(minutes)}
        </button>
      ))}
    </form>
  );
}

function stateWords({ over, acknowledged, shelvedUntil }: HeldAlarm): string {
  const { states } = text.alarms;
  if (acknowledged !== undefined) return states.acknowledged(clock(acknowledged.at), acknowledged.comment);
  if (shelvedUntil !== undefined) return states.shelved(clock(shelvedUntil));
  return over === undefined ? states.open : states.over;
}

/** Local time of day. */
function clock(millis: number): string {
  return new Date(millis).toTimeString().slice(0, 8);
}
