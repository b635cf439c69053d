/** How many alarms nobody has answered, by priority; a press opens the Log. */
import type { ReactNode } from 'react';
import { openCounts } from '../../../src-shared/alarm';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { heldAlarms } from '../../store/selectors';
import { AlarmShape } from '../../ui/AlarmShape';

const PRIORITIES = [1, 2, 3] as const;

/** Only priorities with an alarm are drawn; without any it says so in a word. */
export function AlarmCounts(): ReactNode {
  const held = useWindow(heldAlarms);
  const lost = useWindow((state) => state.link.kind === 'lost');
  const actions = useActions();
  const counts = openCounts(held);
  // The window itself notices that nothing comes any more; nobody else can.
  const all = { ...counts, 1: counts[1] + (lost ? 1 : 0) };
  const some = PRIORITIES.filter((priority) => all[priority] > 0);
  const words = some.map((priority) => text.alarms.countOf(all[priority], priority)).join(', ');
  return (
    <button
      type="button"
      className="alarm-counts"
      data-testid="alarm-counts"
      aria-label={some.length === 0 ? text.alarms.noneOpen : words}
      title={some.length === 0 ? text.alarms.noneOpen : words}
      onClick={() => actions.show('log')}
    >
      {some.length === 0 ? <span className="fact__label">{text.alarms.noneShort}</span> : undefined}
      {some.map((priority) => (
        <span key={priority} className={`alarm-counts__one`} aria-hidden="true">
          <AlarmShape priority={priority} /> {all[priority]}
        </span>
      ))}
    </button>
  );
}
