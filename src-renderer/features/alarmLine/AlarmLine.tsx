/** The lines under the header: a stop on its way, problems, refusals. Nothing pops up and nothing covers the view. */
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { alarmsOf, type Alarm } from './alarmLine.model';

/** All lines, the most urgent on top. */
export function AlarmLine(): ReactNode {
  const state = useWindow(useShallow(({ console, link, rejected, time }) => ({ console, link, rejected, time })));
  const alarms = alarmsOf(state);
  return (
    <div className="alarms" role="region" aria-label={text.alarm.region}>
      {alarms.map((alarm) => (
        <Line key={alarm.key} alarm={alarm} />
      ))}
    </div>
  );
}

function Line({ alarm }: { readonly alarm: Alarm }): ReactNode {
  return (
    <div className={`alarm alarm--p${alarm.priority}`} role={alarm.priority === 0 ? 'status' : 'alert'}>
      <Shape priority={alarm.priority} />
      <strong className="alarm__title">{alarm.title}</strong>
      {alarm.stages.length === 0 ? undefined : (
        <ol className="alarm__stages">
          {alarm.stages.map((stage) => (
            <li key={stage.name} className="alarm__stage" data-reached={stage.reached}>
              {stage.reached ? '\u2713' : '\u2026'} {stage.name}
            </li>
          ))}
        </ol>
      )}
      <span className="alarm__message">
        {alarm.message} {alarm.hint}
      </span>
      <Action action={alarm.action} />
    </div>
  );
}

function Shape({ priority }: { readonly priority: Alarm['priority'] }): ReactNode {
  if (priority === 0) return undefined;
  return (
    <svg
      className="alarm__shape"
      width="22"
      height="22"
      viewBox="0 0 22 22"
      role="img"
      aria-label={text.alarm.priority(priority)}
    >
      {priority === 1 ? <rect x="1.5" y="1.5" width="19" height="19" /> : undefined}
      {priority === 2 ? <path d="M11 1.5l10 18.5H1z" /> : undefined}
      {priority === 3 ? <path d="M11 1l10 10-10 10L1 11z" /> : undefined}
      <text x="11" y={priority === 2 ? 17.5 : 15.5}>
        {priority}
      </text>
    </svg>
  );
}

function Action({ action }: { readonly action: Alarm['action'] }): ReactNode {
  const actions = useActions();
  switch (action) {
    case 'acknowledge':
      return (
        <button type="button" className="button alarm__action" onClick={() => void actions.send('run.acknowledge')}>
          {text.alarm.acknowledge}
        </button>
      );
    case 'continue':
      return (
        <button type="button" className="button alarm__action" onClick={() => void actions.send('run.continue')}>
          {text.alarm.continue}
        </button>
      );
    case 'dismiss':
      return (
        <button type="button" className="button alarm__action" onClick={actions.dismiss}>
          {text.alarm.dismiss}
        </button>
      );
    case 'live':
      return (
        <button type="button" className="button alarm__action" onClick={actions.time.live}>
          {text.scrub.return}
        </button>
      );
    case undefined:
      return undefined;
  }
}
