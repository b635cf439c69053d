/** The lines under the header: a stop on its way, problems, refusals. Nothing pops up and nothing covers the view. */
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { HeldAlarm } from '../../../src-shared/alarm';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { heldAlarms } from '../../store/selectors';
import { AlarmShape } from '../../ui/AlarmShape';
import { alarmsOf, linesOf, type Alarm } from './alarmLine.model';

/** Lines of alarms shown at most; the rest is in the Log. */
const MOST_LINES = 3;

/** All lines, the most urgent on top. */
export function AlarmLine(): ReactNode {
  const state = useWindow(useShallow(({ console, link, rejected, time }) => ({ console, link, rejected, time })));
  const held = useWindow(heldAlarms);
  const actions = useActions();
  const { lines, more } = linesOf(alarmsOf(state), held, MOST_LINES);
  return (
    <div className="alarms" role="region" aria-label={text.alarm.region}>
      {lines.map((alarm) => (
        <Line key={alarm.key} alarm={alarm} held={held.find(({ key }) => key === alarm.key)} />
      ))}
      {more === 0 ? undefined : (
        <div className="alarm" role="status">
          <span className="alarm__message">{text.alarms.more(more)}</span>
          <button type="button" className="button alarm__action" onClick={() => actions.show('log')}>
            {text.alarms.open}
          </button>
        </div>
      )}
    </div>
  );
}

interface LineProps {
  readonly alarm: Alarm;
  readonly held: HeldAlarm | undefined;
}

function Line({ alarm, held }: LineProps): ReactNode {
  return (
    <div className={`alarm alarm--p${alarm.priority}`} role={alarm.priority === 0 ? 'status' : 'alert'}>
      {alarm.priority === 0 ? undefined : <AlarmShape priority={alarm.priority} />}
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
      <span className="alarm__message" title={`${alarm.message} ${alarm.hint ?? ''}`.trimEnd()}>
        {alarm.message} {alarm.hint}
      </span>
      <Action action={alarm.action} held={held} />
    </div>
  );
}

function Action({ action, held }: Pick<LineProps, 'held'> & Pick<Alarm, 'action'>): ReactNode {
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
    case 'seen':
      return held === undefined ? undefined : (
        <button type="button" className="button alarm__action" onClick={() => actions.alarms.acknowledge(held, '')}>
          {text.alarm.acknowledge}
        </button>
      );
    case undefined:
      return undefined;
  }
}
