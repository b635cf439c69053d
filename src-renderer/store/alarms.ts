/** Alarms as they are held: one that nobody has acknowledged stays, even when what caused it is over. Pure. */

/** A condition that needs somebody to act. */
export interface AlarmCondition {
  readonly key: string;
  readonly priority: 1 | 2 | 3;
  readonly title: string;
  readonly message: string;
  /** What to do. */
  readonly guidance: string;
}

export interface HeldAlarm extends AlarmCondition {
  /** Wall times, milliseconds since 1970. */
  readonly since: number;
  /** When the condition ended; undefined while it lasts. */
  readonly over: number | undefined;
  readonly acknowledged: { readonly at: number; readonly comment: string } | undefined;
  readonly shelvedUntil: number | undefined;
}

/**
 * The alarms after a look at what is the case now, most urgent and newest first. A condition that comes back after it was
 * over is a new alarm and wants to be acknowledged again. The same array where nothing has changed.
 */
export function nextAlarms(
  held: readonly HeldAlarm[],
  conditions: readonly AlarmCondition[],
  now: number,
): readonly HeldAlarm[] {
  const kept = held.flatMap((alarm) => {
    const condition = conditions.find(({ key }) => key === alarm.key);
    if (condition === undefined) return ended(alarm, now);
    if (alarm.over !== undefined) return [fresh(condition, now)];
    return [awake(same(alarm, condition) ? alarm : { ...alarm, ...condition }, now)];
  });
  const added = conditions.filter(({ key }) => !held.some((alarm) => alarm.key === key));
  const next = [...kept, ...added.map((condition) => fresh(condition, now))];
  next.sort((a, b) => a.priority - b.priority || b.since - a.since);
  return next.length === held.length && next.every((alarm, i) => alarm === held[i]) ? held : next;
}

/** Alarms that nobody has answered: those the rail counts. */
export function openAlarms(held: readonly HeldAlarm[]): readonly HeldAlarm[] {
  return held.filter((alarm) => alarm.acknowledged === undefined && alarm.shelvedUntil === undefined);
}

function fresh(condition: AlarmCondition, since: number): HeldAlarm {
  return { ...condition, since, over: undefined, acknowledged: undefined, shelvedUntil: undefined };
}

function ended(alarm: HeldAlarm, now: number): HeldAlarm[] {
  if (alarm.acknowledged !== undefined) return [];
  return [awake(alarm.over === undefined ? { ...alarm, over: now } : alarm, now)];
}

function awake(alarm: HeldAlarm, now: number): HeldAlarm {
  return alarm.shelvedUntil !== undefined && now >= alarm.shelvedUntil ? { ...alarm, shelvedUntil: undefined } : alarm;
}

function same(a: AlarmCondition, b: AlarmCondition): boolean {
  return a.priority === b.priority && a.title === b.title && a.message === b.message && a.guidance === b.guidance;
}
