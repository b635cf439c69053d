/** What stands in the alarm line: how far a stop has come, what is wrong, what was refused. */
import { openAlarms, type HeldAlarm } from '../../../src-shared/alarm';
import { alarmText } from '../../../src-shared/alarmText';
import type { WireError } from '../../../src-shared/errors';
import type { StopReport } from '../../../src-shared/ipc/contract';
import { text } from '../../messages';
import type { WindowState } from '../../store/state';

export interface Alarm {
  /** One of those below, or that of an alarm that is held. */
  readonly key: string;
  /** 1 a filled square, 2 a triangle, 3 a diamond, 0 a plain remark. */
  readonly priority: 0 | 1 | 2 | 3;
  readonly title: string;
  readonly message: string;
  readonly hint: string | undefined;
  /** Stages of a stop with the one reached. */
  readonly stages: readonly { readonly name: string; readonly reached: boolean }[];
  readonly action: 'acknowledge' | 'dismiss' | 'continue' | 'live' | 'seen' | undefined;
}

/** What of the window's state matters here. */
export type AlarmState = Pick<WindowState, 'console' | 'link' | 'rejected' | 'time'>;

const STAGES = ['requested', 'acknowledged', 'safe'] as const;

/** Everything that has to be said now, the most urgent first. */
export function alarmsOf(state: AlarmState): readonly Alarm[] {
  const { console: known, link, rejected } = state;
  const alarms: (Alarm | undefined)[] = [
    stopAlarm(known?.stop, known?.run.state.kind === 'halted'),
    haltAlarm(state),
    link.kind === 'lost' ? errorAlarm('link', 1, text.alarm.linkLost, link.error) : undefined,
    rejected && {
      ...errorAlarm('rejected', 3, text.alarm.rejected(text.commands[rejected.command]), rejected.error),
      action: 'dismiss',
    },
    pastRemark(state),
    replayRemark(state),
  ];
  return alarms.filter((alarm) => alarm !== undefined);
}

/** Alarms that stand in the line as long as they last, whatever was said to them in the Log. */
const STANDING: ReadonlySet<string> = new Set(['stop', 'halted', 'link', 'rejected', 'replay', 'past']);

/**
 * What stands in the line: what is said now, and the alarms that are held and not answered yet.
 *
 * @param most lines with a priority; how many more there are is given back
 */
export function linesOf(
  said: readonly Alarm[],
  held: readonly HeldAlarm[],
  most: number,
): { readonly lines: readonly Alarm[]; readonly more: number } {
  const open = openAlarms(held).filter(({ key }) => !STANDING.has(key));
  const now = said.filter(({ key, priority }) => priority === 0 || STANDING.has(key));
  const lasting = open.map((alarm) => heldLine(alarm));
  const urgent = [...now.filter(({ priority }) => priority > 0), ...lasting].sort((a, b) => a.priority - b.priority);
  const remarks = now.filter(({ priority }) => priority === 0);
  return { lines: [...urgent.slice(0, most), ...remarks], more: Math.max(0, urgent.length - most) };
}

function heldLine({ key, priority, title, message, guidance, over }: HeldAlarm): Alarm {
  const words = over === undefined ? message : `${message} ${text.alarms.over}`;
  return { key, priority, title, message: words, hint: guidance, stages: [], action: 'seen' };
}

function stopAlarm(stop: StopReport | undefined, halted: boolean): Alarm | undefined {
  if (stop === undefined) return undefined;
  const reached = stop.stage === 'unconfirmed' ? 0 : STAGES.indexOf(stop.stage);
  const unconfirmed = stop.stage === 'unconfirmed';
  return {
    key: 'stop',
    priority: unconfirmed ? 1 : 2,
    title: text.stop.titles[stop.stage],
    // What to do by hand comes first: the reason may be long.
    message: unconfirmed ? alarmText.stop.guidance : stop.message,
    hint: unconfirmed ? stop.message : undefined,
    stages: unconfirmed ? [] : STAGES.map((stage, i) => ({ name: text.stop.stages[stage], reached: i <= reached })),
    action: halted ? 'acknowledge' : undefined,
  };
}

/** A halt that no stop report explains: a limit was passed or a device failed. */
function haltAlarm({ console: known }: AlarmState): Alarm | undefined {
  if (known?.run.state.kind !== 'halted' || known.stop !== undefined) return undefined;
  return {
    key: 'halted',
    priority: 1,
    title: alarmText.halted.title,
    message: known.run.state.cause,
    hint: alarmText.halted.guidance,
    stages: [],
    action: 'acknowledge',
  };
}

function errorAlarm(key: string, priority: Alarm['priority'], title: string, error: WireError): Alarm {
  return { key, priority, title, message: error.message, hint: error.hint, stages: [], action: undefined };
}

function pastRemark({ time: { past } }: AlarmState): Alarm | undefined {
  if (past === undefined) return undefined;
  return {
    key: 'past',
    priority: 0,
    title: text.scrub.mark(past.step),
    message: text.scrub.words(past.session.points.length),
    hint: undefined,
    stages: [],
    action: 'live',
  };
}

function replayRemark({ console: known }: AlarmState): Alarm | undefined {
  if (known === undefined || !known.replay || known.session === undefined) return undefined;
  const interrupted = known.session.outcome === undefined;
  return {
    key: 'replay',
    priority: 0,
    title: text.alarm.replay,
    message: text.alarm.replayWords(known.session.startedAt.slice(0, 16).replace('T', ' ')),
    hint: interrupted ? text.alarm.interrupted : undefined,
    stages: [],
    action: interrupted && known.run.state.kind === 'idle' ? 'continue' : undefined,
  };
}
