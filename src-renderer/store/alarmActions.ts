/** How alarms are answered. The main process keeps them; every window shows the same. */
import type { HeldAlarm } from '../../src-shared/alarm';
import type { Send } from './send';

/** For how long an alarm is put off: minutes, or until the next curve. */
export type Shelf = number | 'step';

export interface AlarmActions {
  acknowledge(alarm: HeldAlarm, comment: string): void;
  /** Out of the way for a time; it comes back by itself. */
  shelve(alarm: HeldAlarm, shelf: Shelf): void;
}

/** The actions; answers also go to the journal of the run that is going on. */
export function createAlarmActions(send: Send): AlarmActions {
  return {
    acknowledge({ key, priority, title }, comment) {
      void send('alarm.answer', { alarm: key, priority, title, choice: 'acknowledged', comment });
    },
    shelve({ key, priority, title }, shelf) {
      const time = shelf === 'step' ? { until: shelf } : { minutes: shelf };
      void send('alarm.answer', { alarm: key, priority, title, choice: 'shelved', comment: '', ...time });
    },
  };
}
