/** How often alarms are raised: more than a person can answer are a fault of what raises them. */
import type { ReactNode } from 'react';
import { alarmHealth, MOST_IN_TEN_MINUTES, NO_ALARMS } from '../../../src-shared/alarm';
import { useNow } from '../../clock';
import { text } from '../../messages';
import { useWindow } from '../../store/context';
import { Panel } from '../../ui/Panel';

const words = text.alarmHealth;

/** The panel, since the program was started. */
export function AlarmHealth(): ReactNode {
  const raised = useWindow((state) => state.console?.alarms.raised) ?? NO_ALARMS.raised;
  const { lastTenMinutes, worstTenMinutes, byTitle } = alarmHealth(raised, useNow(10_000));
  const rows = [
    [words.all, String(raised.length)],
    [words.last, String(lastTenMinutes)],
    [words.worst, String(worstTenMinutes)],
    ...byTitle.map(({ title, count }) => [title, words.times(count)] as const),
  ] as const;
  return (
    <Panel title={words.title} note={words.note} testId="alarm-health">
      <dl className="values values--wide">
        {rows.map(([name, value]) => (
          <div key={name} className="values__row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="hint">
        {worstTenMinutes > MOST_IN_TEN_MINUTES ? words.tooMany(MOST_IN_TEN_MINUTES) : words.well(MOST_IN_TEN_MINUTES)}
      </p>
    </Panel>
  );
}
