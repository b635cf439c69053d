/** How a person who is not looking is told of an alarm. */
import { AlarmPriority } from './alarm';
import { z } from './zod';

const Priorities = z.array(AlarmPriority).max(3).readonly();

export const NotificationSettings = z
  .object({
    /** Priorities that are told by a notice of the desktop, by a tone, and to an address of the lab. */
    desktop: Priorities,
    sound: Priorities,
    webhook: z.object({ on: z.boolean(), url: z.string().max(500), priorities: Priorities }).readonly(),
  })
  .readonly();
export type NotificationSettings = z.infer<typeof NotificationSettings>;

export const DEFAULT_NOTIFICATIONS: NotificationSettings = {
  desktop: [1, 2],
  sound: [1, 2],
  webhook: { on: false, url: '', priorities: [1, 2] },
};

/** What an address of the lab is told. Nothing that was measured is in it. */
export interface AlarmNotice {
  readonly program: 'Curioscope';
  /** Name of the session folder; absent where none is open. */
  readonly session: string | undefined;
  readonly alarm: string;
  readonly priority: AlarmPriority;
  /** UTC, ISO 8601. */
  readonly since: string;
  readonly step: number | undefined;
}
