/** What needs somebody to act. Everything else that happens is in the log only. */
import type { ConsoleSnapshot } from '../../../src-shared/ipc/contract';
import type { RunStatus } from '../../../src-shared/run';
import type { MeasuredPoint } from '../../../src-shared/session/view';
import { formatDuration, formatQuantity } from '../../../src-shared/units';
import { text } from '../../messages';
import type { AlarmCondition } from '../../store/alarms';
import { medianStepSeconds } from '../../../src-shared/freshness';
import { alarmsOf, type AlarmState } from './alarmLine.model';

const DISK_STOP_BYTES = 2e9;
const DISK_LOW_BYTES = 10e9;
const WAITING_SECONDS = 600;
/** A run is stalled when a phase lasts longer than this many steps do. */
const STALLED_STEPS = 3;
const STALLED_AT_LEAST_SECONDS = 30;
const BAD_CURVES = 3;

/** All conditions at a wall time in milliseconds. */
export function conditionsOf(state: AlarmState, nowMillis: number): readonly AlarmCondition[] {
  const told = alarmsOf(state).flatMap(({ key, priority, title, message, hint = '' }): AlarmCondition[] => {
    if (priority === 0 || key === 'rejected' || (key === 'stop' && priority !== 1)) return [];
    return [{ key, priority, title, message, guidance: hint === '' ? (text.alarms.guidance[key] ?? '') : hint }];
  });
  const known = state.console;
  if (known === undefined) return told;
  const watched = [instrument(known), disk(known.freeBytes), ...runConditions(known, nowMillis)];
  return [...told, ...watched.filter((condition) => condition !== undefined)];
}

function instrument({ instrument: { name, phase } }: ConsoleSnapshot): AlarmCondition | undefined {
  if (phase !== 'offline' && phase !== 'fault') return undefined;
  const { title, message, guidance } = text.alarms[phase];
  return { key: 'instrument', priority: 1, title, message: message(name), guidance };
}

function disk(freeBytes: number | undefined): AlarmCondition | undefined {
  if (freeBytes === undefined || freeBytes >= DISK_LOW_BYTES) return undefined;
  const { title, message, guidance } = text.alarms.disk;
  const free = formatQuantity(freeBytes, 'B');
  return { key: 'disk', priority: freeBytes < DISK_STOP_BYTES ? 1 : 3, title, message: message(free), guidance };
}

function runConditions({ run, session, replay }: ConsoleSnapshot, nowMillis: number): readonly AlarmCondition[] {
  if (replay || session === undefined) return [];
  const found: (AlarmCondition | undefined)[] = [
    suspended(run),
    waiting(run, nowMillis),
    stalled(run, session.points, nowMillis),
    run.state.kind === 'idle' ? undefined : badCurves(session.points),
  ];
  return found.filter((condition) => condition !== undefined);
}

function suspended({ state }: RunStatus): AlarmCondition | undefined {
  if (state.kind !== 'suspended') return undefined;
  const { title, guidance } = text.alarms.suspended;
  return { key: 'suspended', priority: 2, title, message: state.reason, guidance };
}

function waiting({ state, since, countdown }: RunStatus, nowMillis: number): AlarmCondition | undefined {
  const seconds = (nowMillis - since) / 1000;
  if (state.kind !== 'running' || state.phase !== 'awaitDecision' || countdown !== undefined) return undefined;
  if (seconds < WAITING_SECONDS) return undefined;
  const { title, message, guidance } = text.alarms.waiting;
  return { key: 'waiting', priority: 2, title, message: message(WAITING_SECONDS / 60), guidance };
}

function stalled(
  { state, since }: RunStatus,
  points: readonly MeasuredPoint[],
  nowMillis: number,
): AlarmCondition | undefined {
  if (state.kind !== 'running' || state.phase === 'awaitDecision' || state.phase === 'survey') return undefined;
  const median = medianStepSeconds(points);
  if (median === undefined) return undefined;
  const allowed = Math.max(STALLED_AT_LEAST_SECONDS, STALLED_STEPS * median);
  if ((nowMillis - since) / 1000 < allowed) return undefined;
  const { title, message, guidance } = text.alarms.stalled;
  return { key: 'stalled', priority: 2, title, message: message(formatDuration(allowed)), guidance };
}

function badCurves(points: readonly MeasuredPoint[]): AlarmCondition | undefined {
  const last = points.slice(-BAD_CURVES);
  if (last.length < BAD_CURVES || !last.every(({ flags }) => flags.saturated || flags.compliance)) return undefined;
  const { title, message, guidance } = text.alarms.badCurves;
  return { key: 'badCurves', priority: 2, title, message: message(BAD_CURVES), guidance };
}
