/** Alarms as they are held: one that nobody has acknowledged stays, even when what caused it is over. Pure. */
import type { AlarmAnswer, AlarmCondition, HeldAlarm } from '../../../src-shared/alarm';

/** When a look or an answer is. */
export interface Moment {
  /** Wall time, milliseconds since 1970. */
  readonly now: number;
  /** Curves measured so far in the run; undefined without one. */
  readonly measured: number | undefined;
}

/**
 * The alarms after a look at what is the case now, most urgent and newest first. A condition that comes back after it was
 * over is a new alarm and wants to be acknowledged again. The same array where nothing has changed.
 */
export function nextAlarms(
  held: readonly HeldAlarm[],
  conditions: readonly AlarmCondition[],
  moment: Moment,
): readonly HeldAlarm[] {
  const kept = held.flatMap((alarm) => {
    const condition = conditions.find(({ key }) => key === alarm.key);
    if (condition === undefined) return ended(alarm, moment);
    // One that has become more urgent is told anew, whatever was said to it before.
    if (alarm.over !== undefined || condition.priority < alarm.priority) return [fresh(condition, moment.now)];
    return [awake(same(alarm, condition) ? alarm : { ...alarm, ...condition }, moment)];
  });
  const added = conditions.filter(({ key }) => !held.some((alarm) => alarm.key === key));
  const next = [...kept, ...added.map((condition) => fresh(condition, moment.now))];
  next.sort((a, b) => a.priority - b.priority || b.since - a.since);
  return next.length === held.length && next.every((alarm, i) => alarm === held[i]) ? held : next;
}

/** The alarms after what a person said to one of them. What is over and acknowledged is history; the journal keeps it. */
export function answeredAlarms(held: readonly HeldAlarm[], answer: AlarmAnswer, moment: Moment): readonly HeldAlarm[] {
  return held
    .map((alarm) => (alarm.key === answer.alarm ? { ...alarm, ...changeOf(answer, moment) } : alarm))
    .filter((alarm) => alarm.over === undefined || alarm.acknowledged === undefined);
}

/** Those of `next` that were not there, or not raised again, in `before`. */
export function raisedSince(before: readonly HeldAlarm[], next: readonly HeldAlarm[]): readonly HeldAlarm[] {
  return next.filter(({ key, since, priority }) => {
    const known = before.find((alarm) => alarm.key === key);
    return known?.since !== since || priority < known.priority;
  });
}

const QUARTER_HOUR_MINUTES = 15;

function changeOf({ choice, comment, minutes, until }: AlarmAnswer, { now, measured }: Moment): Partial<HeldAlarm> {
  if (choice === 'acknowledged') return { acknowledged: { at: now, comment }, shelved: undefined };
  // Without a run there is no step to wait for.
  if (until === 'step' && measured !== undefined) return { shelved: { measured } };
  return { shelved: { until: now + (minutes ?? QUARTER_HOUR_MINUTES) * 60_000 } };
}

function fresh(condition: AlarmCondition, since: number): HeldAlarm {
  return { ...condition, since, over: undefined, acknowledged: undefined, shelved: undefined };
}

function ended(alarm: HeldAlarm, moment: Moment): HeldAlarm[] {
  if (alarm.acknowledged !== undefined) return [];
  return [awake(alarm.over === undefined ? { ...alarm, over: moment.now } : alarm, moment)];
}

function awake(alarm: HeldAlarm, { now, measured }: Moment): HeldAlarm {
  const { shelved } = alarm;
  if (shelved === undefined) return alarm;
  const asleep = 'until' in shelved ? now < shelved.until : measured !== undefined && measured <= shelved.measured;
  return asleep ? alarm : { ...alarm, shelved: undefined };
}

function same(a: AlarmCondition, b: AlarmCondition): boolean {
  return a.priority === b.priority && a.title === b.title && a.message === b.message && a.guidance === b.guidance;
}
