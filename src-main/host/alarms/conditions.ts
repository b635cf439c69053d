/** What needs somebody to act. Everything else that happens is in the log only. Pure. */
import type { AlarmCondition } from '../../../src-shared/alarm';
import { alarmText } from '../../../src-shared/alarmText';
import type { WireError } from '../../../src-shared/errors';
import { isStepStale, medianStepSeconds } from '../../../src-shared/freshness';
import type { InstrumentReport, StopReport } from '../../../src-shared/ipc/contract';
import type { RunStatus } from '../../../src-shared/run';
import { isStagnant, STAGNANT_CURVES } from '../../../src-shared/session/stagnation';
import type { MeasuredPoint, SessionView } from '../../../src-shared/session/view';
import { formatDuration, formatQuantity } from '../../../src-shared/units';

const DISK_STOP_BYTES = 2e9;
const DISK_LOW_BYTES = 10e9;
const WAITING_SECONDS = 600;
/** A phase shorter than this is not called stalled, whatever the steps before took. */
const STALLED_AT_LEAST_SECONDS = 10;
const STALLED_STEPS = 3;
const BAD_CURVES = 3;
/** An instrument that is connected anew does not answer for a moment; one that is lost goes on not to. */
const LOST_SECONDS = 2;
/** What the factorisation always adds; rounding may have changed its last bits. */
const USUAL_JITTER = 1.1e-6;
/** A manifold that has seen so much less than was measured says little of what is new. */
const STALE_MANIFOLD_SHARE = 1.5;

/** What is looked at. */
export interface AlarmFacts {
  readonly run: RunStatus;
  readonly session: SessionView | undefined;
  readonly replay: boolean;
  readonly instrument: InstrumentReport;
  /** Wall time since which the instrument has not answered, milliseconds; undefined while it does. */
  readonly offlineSince: number | undefined;
  readonly stop: StopReport | undefined;
  readonly problem: WireError | undefined;
  readonly freeBytes: number | undefined;
  /** By how many seconds the wall clock has just jumped. */
  readonly clockJump: number | undefined;
  /** Why the newest notice did not reach its address. */
  readonly untold: AlarmCondition | undefined;
}

/** All conditions at a wall time in milliseconds. */
export function conditionsOf(facts: AlarmFacts, nowMillis: number): readonly AlarmCondition[] {
  const found: (AlarmCondition | undefined)[] = [
    stopped(facts),
    facts.problem && problem(facts.problem),
    instrument(facts, nowMillis),
    disk(facts.freeBytes),
    model(facts.session),
    ...runConditions(facts, nowMillis),
    facts.untold,
  ];
  return found.filter((condition) => condition !== undefined);
}

/** A stop that was not confirmed; or a halt that no stop explains: a limit was passed or a device failed. */
function stopped({ stop, run }: AlarmFacts): AlarmCondition | undefined {
  if (stop?.stage === 'unconfirmed') return { key: 'stop', priority: 1, message: stop.message, ...alarmText.stop };
  if (stop !== undefined || run.state.kind !== 'halted') return undefined;
  return { key: 'halted', priority: 1, message: run.state.cause, ...alarmText.halted };
}

function problem({ message, hint }: WireError): AlarmCondition {
  const { title, guidance } = alarmText.problem;
  return { key: 'problem', priority: 2, title, message, guidance: hint ?? guidance };
}

function instrument(
  { instrument: { name, phase }, offlineSince }: AlarmFacts,
  now: number,
): AlarmCondition | undefined {
  if (phase !== 'offline' && phase !== 'fault') return undefined;
  if (phase === 'offline' && (offlineSince === undefined || now - offlineSince < LOST_SECONDS * 1000)) return undefined;
  const { title, message, guidance } = alarmText[phase];
  return { key: 'instrument', priority: 1, title, message: message(name), guidance };
}

function disk(freeBytes: number | undefined): AlarmCondition | undefined {
  if (freeBytes === undefined || freeBytes >= DISK_LOW_BYTES) return undefined;
  const { title, message, guidance } = alarmText.disk;
  const free = formatQuantity(freeBytes, 'B');
  return { key: 'disk', priority: freeBytes < DISK_STOP_BYTES ? 1 : 3, title, message: message(free), guidance };
}

/** What casts doubt on the newest model: bands that did not hold, a matrix that had to be helped, slow algebra. */
function model(session: SessionView | undefined): AlarmCondition | undefined {
  if (session?.model === undefined) return undefined;
  const { calibration, jitter, kernels } = session.model;
  const { title, guidance, calibrationLost, jitterRaised, plainKernels } = alarmText.model;
  const words = [
    calibration?.lost === true ? calibrationLost(calibration) : undefined,
    jitter > USUAL_JITTER ? jitterRaised(jitter) : undefined,
    kernels === 'typescript' ? plainKernels : undefined,
  ].filter((message) => message !== undefined);
  return words.length === 0 ? undefined : { key: 'model', priority: 3, title, message: words.join(' '), guidance };
}

function runConditions(
  { run, session, replay, clockJump }: AlarmFacts,
  now: number,
): readonly (AlarmCondition | undefined)[] {
  if (replay || session === undefined || run.state.kind === 'idle') return [];
  return [
    suspended(run),
    waiting(run, now),
    stalled(run, session.points, now),
    badCurves(session.points),
    drifted(session),
    stagnant(session),
    staleManifold(session),
    clockJump === undefined ? undefined : jumped(clockJump),
  ];
}

/** Further than the experiment calls usual. A look that could not be matched at all suspends the run by itself. */
function drifted({ drift }: SessionView): AlarmCondition | undefined {
  const newest = drift.at(-1);
  if (newest?.alarm !== true || !newest.registered) return undefined;
  const { title, message, guidance } = alarmText.drift;
  return { key: 'drift', priority: 2, title, message: message(formatQuantity(newest.changeMetres, 'm')), guidance };
}

function stagnant({ diversity }: SessionView): AlarmCondition | undefined {
  if (!isStagnant(diversity)) return undefined;
  const { title, message, guidance } = alarmText.stagnant;
  return { key: 'stagnant', priority: 3, title, message: message(STAGNANT_CURVES), guidance };
}

function staleManifold({ manifold, points }: SessionView): AlarmCondition | undefined {
  const seen = manifold?.summary.points.length;
  if (seen === undefined || points.length < STALE_MANIFOLD_SHARE * seen) return undefined;
  const { title, message, guidance } = alarmText.staleManifold;
  return { key: 'staleManifold', priority: 3, title, message: message(seen, points.length), guidance };
}

function jumped(seconds: number): AlarmCondition {
  const { title, message, guidance } = alarmText.clockJump;
  return { key: 'clockJump', priority: 3, title, message: message(formatDuration(Math.abs(seconds))), guidance };
}

function suspended({ state }: RunStatus): AlarmCondition | undefined {
  if (state.kind !== 'suspended') return undefined;
  return { key: 'suspended', priority: 2, message: state.reason, ...alarmText.suspended };
}

function waiting({ state, since, countdown }: RunStatus, now: number): AlarmCondition | undefined {
  if (state.kind !== 'running' || state.phase !== 'awaitDecision' || countdown !== undefined) return undefined;
  if ((now - since) / 1000 < WAITING_SECONDS) return undefined;
  const { title, message, guidance } = alarmText.waiting;
  return { key: 'waiting', priority: 2, title, message: message(WAITING_SECONDS / 60), guidance };
}

function stalled(
  { state, since }: RunStatus,
  points: readonly MeasuredPoint[],
  now: number,
): AlarmCondition | undefined {
  if (state.kind !== 'running' || state.phase === 'awaitDecision' || state.phase === 'survey') return undefined;
  const median = medianStepSeconds(points);
  if (median === undefined) return undefined;
  const period = Math.max(STALLED_AT_LEAST_SECONDS, median);
  if (!isStepStale((now - since) / 1000, period)) return undefined;
  const { title, message, guidance } = alarmText.stalled;
  return { key: 'stalled', priority: 2, title, message: message(formatDuration(STALLED_STEPS * period)), guidance };
}

function badCurves(points: readonly MeasuredPoint[]): AlarmCondition | undefined {
  const last = points.slice(-BAD_CURVES);
  if (last.length < BAD_CURVES || !last.every(({ flags }) => flags.saturated || flags.compliance)) return undefined;
  const { title, message, guidance } = alarmText.badCurves;
  return { key: 'badCurves', priority: 2, title, message: message(BAD_CURVES), guidance };
}
