/** Alarms: what needs a person, what a person says to it, and how often it happens. */
import { z } from './zod';

/** 1 the most urgent, 3 the least. */
export const AlarmPriority = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export type AlarmPriority = z.infer<typeof AlarmPriority>;

/** What a person says to an alarm. */
export const AlarmAnswer = z
  .object({
    /** Which alarm; the same condition has the same name each time. */
    alarm: z.string().min(1).max(80),
    priority: z.int().min(1).max(3),
    title: z.string().max(200),
    /** `acknowledged`: seen and taken on. `shelved`: out of the way for a time, then back by itself. */
    choice: z.enum(['acknowledged', 'shelved']),
    comment: z.string().max(500),
    /** How long it is shelved: minutes, or until the next curve is measured. */
    minutes: z.number().positive().max(1440).optional(),
    until: z.literal('step').optional(),
  })
  .readonly();
export type AlarmAnswer = z.infer<typeof AlarmAnswer>;

/** A condition that needs somebody to act. */
export interface AlarmCondition {
  readonly key: string;
  readonly priority: AlarmPriority;
  readonly title: string;
  readonly message: string;
  /** What to do. */
  readonly guidance: string;
}

/** An alarm as it is held: one that nobody has acknowledged stays, even when what caused it is over. */
export interface HeldAlarm extends AlarmCondition {
  /** Wall times, milliseconds since 1970. */
  readonly since: number;
  /** When the condition ended; undefined while it lasts. */
  readonly over: number | undefined;
  readonly acknowledged: { readonly at: number; readonly comment: string } | undefined;
  /** Out of the way until this wall time, or while no more curves than these are measured. */
  readonly shelved: { readonly until: number } | { readonly measured: number } | undefined;
}

/** That an alarm was raised, for the count of how often that happens. */
export interface RaisedAlarm {
  readonly key: string;
  readonly priority: AlarmPriority;
  readonly title: string;
  readonly at: number;
}

/** Alarms of the program, the most urgent first, and those raised since it started, oldest first. */
export interface AlarmsState {
  readonly held: readonly HeldAlarm[];
  readonly raised: readonly RaisedAlarm[];
}

export const NO_ALARMS: AlarmsState = { held: [], raised: [] };

/** Alarms that nobody has answered: those that are counted and told. */
export function openAlarms(held: readonly HeldAlarm[]): readonly HeldAlarm[] {
  return held.filter((alarm) => alarm.acknowledged === undefined && alarm.shelved === undefined);
}

/** Open alarms of each priority. */
export function openCounts(held: readonly HeldAlarm[]): Readonly<Record<AlarmPriority, number>> {
  const counts = { 1: 0, 2: 0, 3: 0 };
  for (const { priority } of openAlarms(held)) counts[priority]++;
  return counts;
}

/** More alarms than these within ten minutes are more than a person can answer: a fault of what raises them. */
export const MOST_IN_TEN_MINUTES = 2;
const TEN_MINUTES = 600_000;

export interface AlarmHealth {
  readonly lastTenMinutes: number;
  /** The most that were raised within any ten minutes. */
  readonly worstTenMinutes: number;
  /** How often each was raised, the most frequent first. */
  readonly byTitle: readonly { readonly title: string; readonly count: number }[];
}

/** How often alarms are raised, at a wall time in milliseconds. */
export function alarmHealth(raised: readonly RaisedAlarm[], now: number): AlarmHealth {
  const times = raised.map(({ at }) => at).sort((a, b) => a - b);
  let from = 0;
  let worst = 0;
  for (const [i, at] of times.entries()) {
    while (at - times[from]! >= TEN_MINUTES) from++;
    worst = Math.max(worst, i - from + 1);
  }
  const counts = new Map<string, number>();
  for (const { title } of raised) counts.set(title, (counts.get(title) ?? 0) + 1);
  const byTitle = [...counts].map(([title, count]) => ({ title, count })).sort((a, b) => b.count - a.count);
  return { lastTenMinutes: times.filter((at) => now - at < TEN_MINUTES).length, worstTenMinutes: worst, byTitle };
}
