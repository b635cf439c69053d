/** Alarms as the console has them: looked at whenever something happens, told to people, kept in the journal of the run. */
import type { AlarmsState, HeldAlarm } from '../../../src-shared/alarm';
import type { ConsoleEvent, InstrumentReport } from '../../../src-shared/ipc/contract';
import type { NotificationSettings } from '../../../src-shared/notifications';
import type { RecordBody } from '../../../src-shared/session/record';
import type { Clock } from '../../engine/ports';
import type { Announcer } from '../announcer';
import type { Handlers } from '../dispatch';
import type { Stage } from '../stage';
import { createAlarmDesk } from './alarmDesk';
import { createNotifier, type ShowNotice } from './notifier';

export interface AlarmsPorts {
  readonly clock: Clock;
  readonly settings: () => NotificationSettings;
  readonly showNotice: ShowNotice | undefined;
  readonly report: () => { readonly instrument: InstrumentReport; readonly freeBytes: number | undefined };
}

/** What changes with these may be an alarm. */
const TELLING: ReadonlySet<ConsoleEvent['kind']> = new Set([
  'run',
  'instrument',
  'stop',
  'problem',
  'settings',
  'replaced',
]);

export interface Alarms {
  state(): AlarmsState;
  readonly handlers: Pick<Handlers, 'alarm.answer' | 'alarm.test'>;
  /** Takes alarms as seen that a person has answered by other means. */
  acknowledge(...keys: readonly string[]): void;
  close(): void;
}

/** The alarms of one console. */
export function createAlarms(
  { clock, settings, showNotice, report }: AlarmsPorts,
  stage: Stage,
  announcer: Announcer,
): Alarms {
  const notifier = createNotifier({
    ...{ clock, settings, showNotice },
    where: () => ({ session: stage.view()?.id, step: stage.view()?.points.at(-1)?.step }),
    onChange: () => desk.look(),
  });
  const desk = createAlarmDesk({
    clock,
    facts: () => ({ ...announcer.state(), ...report(), session: stage.view(), untold: notifier.untold() }),
    announce: announcer.alarms,
    onRaised(alarm) {
      notifier.tell(alarm);
      // A journal that cannot be written has halted the run, and says so itself.
      keep(raised(alarm)).catch(() => undefined);
    },
  });
  const unsubscribe = announcer.subscribe((event) => {
    if (TELLING.has(event.kind)) desk.look();
  });

  async function keep(body: RecordBody): Promise<void> {
    const folder = stage.running() ? stage.folder() : undefined;
    if (folder !== undefined) await stage.write(folder, (journal) => journal.append(body));
  }

  return {
    state: desk.state,
    handlers: {
      'alarm.answer': async (answer) => {
        desk.answer(answer);
        await keep({ kind: 'alarm.answered', answer });
      },
      'alarm.test': notifier.test,
    },
    acknowledge(...keys) {
      for (const { key, priority, title } of desk.state().held.filter((alarm) => keys.includes(alarm.key)))
        desk.answer({ alarm: key, priority, title, choice: 'acknowledged', comment: '' });
    },
    close() {
      unsubscribe();
      desk.close();
    },
  };
}

function raised({ key, priority, title, message }: HeldAlarm): RecordBody {
  return { kind: 'alarm.raised', alarm: key, priority, title, message };
}
