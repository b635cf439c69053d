/** Tells people who are not looking of alarms, by the ways that the settings name. Nothing of it can hold up a run. */
import type { AlarmCondition, AlarmPriority, HeldAlarm } from '../../../src-shared/alarm';
import { alarmText } from '../../../src-shared/alarmText';
import { toWire } from '../../../src-shared/errors';
import type { AlarmNotice, NotificationSettings } from '../../../src-shared/notifications';
import type { Clock } from '../../engine/ports';
import { postNotice } from './webhook';

/** A notice of the desktop. */
export interface DesktopNotice {
  readonly title: string;
  readonly body: string;
  readonly priority: AlarmPriority;
}
export type ShowNotice = (notice: DesktopNotice) => void;

export interface NotifierPorts {
  readonly clock: Clock;
  readonly settings: () => NotificationSettings;
  /** Without it there is no desktop to show a notice on. */
  readonly showNotice: ShowNotice | undefined;
  /** Session and step that an alarm belongs to. */
  readonly where: () => { readonly session: string | undefined; readonly step: number | undefined };
  /** Told when the address was reached or not. */
  readonly onChange: () => void;
}

export interface Notifier {
  tell(alarm: HeldAlarm): void;
  /** Tells a made-up alarm now, by all ways that are on. Rejects where the address does not take it. */
  test(): Promise<void>;
  /** Why the newest notice did not reach its address; a new address, or a notice that does, ends it. */
  untold(): AlarmCondition | undefined;
}

/** What is told as a test. */
const TEST = { title: 'Test of the notices', body: 'Nothing has happened; a person asked for this.' };

export function createNotifier({ clock, settings, showNotice, where, onChange }: NotifierPorts): Notifier {
  let failure: { readonly url: string; readonly why: string } | undefined;

  function noticeOf(alarm: string, priority: AlarmPriority, since: number): AlarmNotice {
    const at = new Date(since).toISOString();
    return { program: 'Curioscope', alarm, priority, since: at, ...where() };
  }

  async function post(notice: AlarmNotice): Promise<void> {
    const { url } = settings().webhook;
    try {
      await postNotice(url, notice);
      failure = undefined;
    } catch (error) {
      failure = { url, why: toWire(error).message };
      throw error;
    } finally {
      onChange();
    }
  }

  return {
    tell({ key, priority, title, message, guidance, since }) {
      const { desktop, webhook } = settings();
      if (desktop.includes(priority))
        showNotice?.({ title: `P${priority} ${title}`, body: `${message} ${guidance}`, priority });
      // An address that cannot be reached cannot be told so.
      if (!webhook.on || !webhook.priorities.includes(priority) || key === 'webhook') return;
      post(noticeOf(title, priority, since)).catch(() => undefined); // it is an alarm of its own
    },
    async test() {
      const { desktop, webhook } = settings();
      if (desktop.length > 0) showNotice?.({ ...TEST, priority: 3 });
      if (webhook.on) await post(noticeOf(TEST.title, 3, clock.now()));
    },
    untold() {
      const { on, url } = settings().webhook;
      if (failure === undefined || !on || failure.url !== url) return undefined;
      const { title, guidance } = alarmText.webhook;
      return { key: 'webhook', priority: 3, title, message: failure.why, guidance };
    },
  };
}
