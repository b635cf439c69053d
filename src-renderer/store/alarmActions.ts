/** How alarms are kept and answered. */
import type { StoreApi } from 'zustand/vanilla';
import { nextAlarms, type AlarmCondition, type HeldAlarm } from './alarms';
import type { Send } from './send';
import type { WindowState } from './state';

export interface AlarmActions {
  /** Takes note of what is the case now. */
  look(conditions: readonly AlarmCondition[], now: number): void;
  acknowledge(alarm: HeldAlarm, comment: string, now: number): void;
  /** Out of the way for some minutes; it comes back by itself. */
  shelve(alarm: HeldAlarm, minutes: number, now: number): void;
}

/** The actions on a store; answers go to the journal of the run that is going on. */
export function createAlarmActions(store: StoreApi<WindowState>, send: Send): AlarmActions {
  const change = (key: string, changes: Partial<HeldAlarm>): void =>
    store.setState(({ alarms }) => ({
      alarms: alarms
        .map((alarm) => (alarm.key === key ? { ...alarm, ...changes } : alarm))
        // What is over and acknowledged is history; the journal keeps it.
        .filter((alarm) => alarm.over === undefined || alarm.acknowledged === undefined),
    }));
  return {
    look(conditions, now) {
      const before = store.getState().alarms;
      const alarms = nextAlarms(before, conditions, now);
      if (alarms !== before) store.setState({ alarms });
    },
    acknowledge(alarm, comment, now) {
      const { key, priority, title } = alarm;
      change(key, { acknowledged: { at: now, comment }, shelvedUntil: undefined });
      void send('alarm.answer', { alarm: key, priority, title, choice: 'acknowledged', comment });
    },
    shelve(alarm, minutes, now) {
      const { key, priority, title } = alarm;
      change(key, { shelvedUntil: now + minutes * 60_000 });
      void send('alarm.answer', { alarm: key, priority, title, choice: 'shelved', comment: '', minutes });
    },
  };
}
