/** Sounds for every alarm that is raised while the window is open, where the settings say so. Draws nothing. */
import { useEffect, useRef } from 'react';
import { NO_ALARMS } from '../../src-shared/alarm';
import { DEFAULT_NOTIFICATIONS } from '../../src-shared/notifications';
import { useWindow } from '../store/context';
import { playTone } from './tone';

/** One tone for what was raised together, that of the most urgent. For the first window only: a room needs it once. */
export function AlarmSound(): undefined {
  const known = useWindow((state) => state.console !== undefined);
  const raised = useWindow((state) => state.console?.alarms.raised) ?? NO_ALARMS.raised;
  const priorities = useWindow((state) => state.console?.settings.notifications.sound) ?? DEFAULT_NOTIFICATIONS.sound;
  /** What was raised when it was looked at last. */
  const heard = useRef<typeof raised | undefined>(undefined);
  useEffect(() => {
    if (!known) return;
    const before = heard.current;
    heard.current = raised;
    if (before === undefined) return;
    // Every announcement brings a new copy; what was raised before is known by its time.
    const newest = before.at(-1)?.at ?? -Infinity;
    const urgent = raised.filter(({ at, priority }) => at > newest && priorities.includes(priority));
    const [first] = urgent.map(({ priority }) => priority).sort((a, b) => a - b);
    if (first !== undefined) playTone(first);
  }, [known, raised, priorities]);
  return undefined;
}
