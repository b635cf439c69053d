/**
 * The run machine: one pure, total table. An event that is not legal leaves the state as it is and gives a `rejected`
 * effect with the reason; nothing here throws, waits or touches the world.
 *
 * A phase is a checkpoint: what is broken off begins again at the start of its phase. One effect is in flight at most
 * (`busy`); `withdraw` is the exception that never waits.
 */
import type { ErrorCode, WireError } from '../../src-shared/errors';
import type { Phase, RunOutcome, RunState } from '../../src-shared/run';
import { advance, freshPlan, nextMeasurement, type PhaseResult, type RunPlan } from './plan';

export interface MachineState {
  readonly run: RunState;
  readonly plan: RunPlan;
  /** An effect is in flight whose end has not been reported yet. */
  readonly busy: boolean;
}

export type RunEvent =
  | { readonly kind: 'start'; readonly plan: RunPlan }
  | { readonly kind: 'ready' }
  | { readonly kind: 'effectDone'; readonly result: PhaseResult }
  | { readonly kind: 'effectFailed'; readonly error: WireError }
  | { readonly kind: 'effectAborted' }
  | { readonly kind: 'madeSafe' }
  | { readonly kind: 'notMadeSafe'; readonly cause: string }
  | { readonly kind: 'pause'; readonly when: 'afterStep' | 'now' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'suspend'; readonly reason: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'abort' }
  | { readonly kind: 'halt'; readonly cause: string }
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'vetoOnTheWay' };

/** What is to be done, as data. `perform` and `prepare` end with one event; `makeSafe` with `madeSafe` or `notMadeSafe`. */
export type Effect =
  | { readonly kind: 'prepare' }
  | { readonly kind: 'perform'; readonly phase: Phase; readonly plan: RunPlan }
  | { readonly kind: 'abortEffect' }
  | { readonly kind: 'makeSafe' }
  | { readonly kind: 'withdraw' }
  | { readonly kind: 'finish'; readonly outcome: RunOutcome }
  | { readonly kind: 'rejected'; readonly reason: string };

export interface Transition {
  readonly state: MachineState;
  readonly effects: readonly Effect[];
}

export const INITIAL: MachineState = { run: { kind: 'idle' }, plan: freshPlan(0), busy: false };

/** Phases in which the tip is at work for the step in hand; a deferred pause or stop lets them finish. */
const AT_TIP: readonly Phase[] = ['survey', 'travel', 'sweep', 'record', 'check'];
/** Phases after which the step in hand is complete. */
const STEP_ENDS: readonly Phase[] = ['survey', 'record', 'check'];

/** Failures of the hardware after which nothing engages before a person acknowledges. */
const LATCHING: readonly ErrorCode[] = ['instrument/timeout', 'instrument/tip-fault'];

/** The next state and what is to be done, for every state and every event. */
export function transition(state: MachineState, event: RunEvent): Transition {
  if (event.kind === 'halt') return halted(state, event.cause);
  switch (state.run.kind) {
    case 'idle':
      return event.kind === 'start'
        ? go({ run: { kind: 'preparing' }, plan: event.plan, busy: true }, { kind: 'prepare' })
        : illegal(state, event);
    case 'preparing':
      return fromPreparing(state, event);
    case 'running':
      return fromRunning(state, state.run.phase, event);
    case 'pausing':
      return fromPausing(state, state.run, event);
    case 'paused':
      return fromPaused(state, state.run.phase, event);
    case 'suspended':
      return fromSuspended(state, state.run, event);
    case 'stopping':
      return fromStopping(state, state.run, event);
    case 'halted':
      return fromHalted(state, event);
  }
}

function fromPreparing(state: MachineState, event: RunEvent): Transition {
  switch (event.kind) {
    case 'ready': {
      const { plan, next } = nextMeasurement(state.plan);
      if (next === 'finished') return makeSafe({ ...state, plan }, 'success');
      // A continued session comes back held: the scientist says when the tip moves again.
      return state.plan.surveyed ? settled(state, { kind: 'paused', phase: next }, plan) : perform(state, next, plan);
    }
    case 'effectFailed':
    case 'effectAborted':
      return go({ ...state, run: { kind: 'idle', outcome: 'failed' }, busy: false }, finish('failed'));
    case 'stop':
    case 'abort':
      return go(state, { kind: 'abortEffect' });
    default:
      return illegal(state, event);
  }
}

function fromRunning(state: MachineState, phase: Phase, event: RunEvent): Transition {
  switch (event.kind) {
    case 'effectDone': {
      const { plan, next } = advance(state.plan, event.result);
      return next === 'finished' ? makeSafe({ ...state, plan }, 'success') : perform(state, next, plan);
    }
    case 'effectAborted': {
      if (!state.plan.vetoedOnTheWay) return settled(state, { kind: 'paused', phase });
      const { plan, next } = advance(state.plan, { phase: 'travel' });
      return next === 'finished' ? illegal(state, event) : perform(state, next, plan);
    }
    case 'effectFailed':
      return failed(state, phase, event.error);
    case 'pause':
      return pausing(state, phase, event.when);
    case 'vetoOnTheWay':
      if (phase !== 'travel' || state.plan.target?.origin === 'seed')
        return rejected(state, 'Too late for a veto: the tip is measuring..');
      return go({ ...state, plan: { ...state.plan, vetoedOnTheWay: true } }, { kind: 'abortEffect' });
    default:
      return leaving(state, phase, event);
  }
}

function fromPausing(state: MachineState, run: Extract<RunState, { kind: 'pausing' }>, event: RunEvent): Transition {
  switch (event.kind) {
    case 'effectDone': {
      const { plan, next } = advance(state.plan, event.result);
      if (next === 'finished') return makeSafe({ ...state, plan }, 'success');
      const holds = STEP_ENDS.includes(run.phase) || (run.when === 'now' && next !== 'record');
      if (holds) return settled(state, { kind: 'paused', phase: next }, plan);
      return go(
        { run: { kind: 'pausing', phase: next, when: 'afterStep' }, plan, busy: true },
        { kind: 'perform', phase: next, plan },
      );
    }
    case 'effectAborted':
      return settled(state, { kind: 'paused', phase: run.phase });
    case 'effectFailed':
      return failed(state, run.phase, event.error);
    case 'pause':
      return event.when === 'now' && run.when === 'afterStep'
        ? pausing(state, run.phase, 'now')
        : rejected(state, 'A pause is already under way.');
    case 'resume':
      return run.when === 'afterStep'
        ? go({ ...state, run: { kind: 'running', phase: run.phase } })
        : rejected(state, 'The work in hand is being broken off. Resume once the run is paused.');
    default:
      return leaving(state, run.phase, event);
  }
}

function fromPaused(state: MachineState, phase: Phase, event: RunEvent): Transition {
  switch (event.kind) {
    case 'resume':
      return perform(state, phase, state.plan);
    case 'pause':
      return rejected(state, 'The run is paused already.');
    case 'suspend':
      return settled(state, { kind: 'suspended', phase, reason: event.reason });
    case 'stop':
      return makeSafe(state, 'stopped');
    case 'abort':
      return makeSafe(state, 'aborted');
    default:
      return illegal(state, event);
  }
}

function fromSuspended(
  state: MachineState,
  run: Extract<RunState, { kind: 'suspended' }>,
  event: RunEvent,
): Transition {
  switch (event.kind) {
    case 'resume':
      if (state.busy) return rejected(state, 'The work in hand is being broken off. Resume in a moment.');
      return perform(state, run.phase, state.plan);
    case 'effectDone': {
      const { plan, next } = advance(state.plan, event.result);
      if (next === 'finished') return makeSafe({ ...state, plan }, 'success');
      return settled(state, { ...run, phase: next }, plan);
    }
    case 'effectAborted':
    case 'effectFailed':
    case 'madeSafe':
      return settled(state, run);
    case 'notMadeSafe':
      return halted(state, event.cause);
    case 'pause':
      return rejected(state, `The run is held already: ${run.reason}`);
    case 'suspend':
      return go({ ...state, run: { ...run, reason: event.reason } });
    default:
      return state.busy ? leaving(state, run.phase, event) : fromPaused(state, run.phase, event);
  }
}

function fromStopping(state: MachineState, run: Extract<RunState, { kind: 'stopping' }>, event: RunEvent): Transition {
  switch (event.kind) {
    case 'effectDone': {
      const { plan, next } = advance(state.plan, event.result);
      const after = { ...state, plan };
      if (next === 'finished') return makeSafe(after, run.outcome === 'stopped' ? 'success' : run.outcome);
      if (run.phase === undefined || STEP_ENDS.includes(run.phase)) return makeSafe(after, run.outcome);
      return go({ run: { ...run, phase: next }, plan, busy: true }, { kind: 'perform', phase: next, plan });
    }
    case 'effectAborted':
    case 'effectFailed':
      return makeSafe(state, run.outcome);
    case 'madeSafe':
      return go({ ...state, run: { kind: 'idle', outcome: run.outcome }, busy: false }, finish(run.outcome));
    case 'notMadeSafe':
      return halted(state, event.cause);
    case 'abort':
      if (run.phase === undefined) return rejected(state, 'The run is ending already.');
      return go({ ...state, run: { kind: 'stopping', outcome: 'aborted' } }, { kind: 'abortEffect' });
    default:
      return illegal(state, event);
  }
}

function fromHalted(state: MachineState, event: RunEvent): Transition {
  switch (event.kind) {
    case 'acknowledge':
      if (state.busy) return rejected(state, 'The work in hand has not ended yet. Acknowledge in a moment.');
      return go({ ...state, run: { kind: 'idle', outcome: 'aborted' } }, finish('aborted'));
    case 'ready':
    case 'effectDone':
    case 'effectFailed':
    case 'effectAborted':
    case 'madeSafe':
    case 'notMadeSafe':
      return settled(state, state.run);
    default:
      return illegal(state, event);
  }
}

/** Stop, abort and suspend while an effect is in flight. */
function leaving(state: MachineState, phase: Phase, event: RunEvent): Transition {
  switch (event.kind) {
    case 'stop':
      if (AT_TIP.includes(phase)) return go({ ...state, run: { kind: 'stopping', outcome: 'stopped', phase } });
      return go({ ...state, run: { kind: 'stopping', outcome: 'stopped' } }, { kind: 'abortEffect' });
    case 'abort':
      return go({ ...state, run: { kind: 'stopping', outcome: 'aborted' } }, { kind: 'abortEffect' });
    case 'suspend':
      return go({ ...state, run: { kind: 'suspended', phase, reason: event.reason } }, { kind: 'abortEffect' });
    default:
      return illegal(state, event);
  }
}

function pausing(state: MachineState, phase: Phase, when: 'afterStep' | 'now'): Transition {
  // Scores of a curve that is already on disk are not worth breaking off.
  const deferred = phase === 'record' || (when === 'afterStep' && AT_TIP.includes(phase));
  if (deferred) return go({ ...state, run: { kind: 'pausing', phase, when: 'afterStep' } });
  return go({ ...state, run: { kind: 'pausing', phase, when: 'now' } }, { kind: 'abortEffect' });
}

function failed(state: MachineState, phase: Phase, error: WireError): Transition {
  if (error.code === 'journal/write-failed') return halted({ ...state, busy: false }, error.message);
  if (error.code === 'run/no-candidates') return makeSafe(state, 'success');
  const hardware = phase !== 'record' && AT_TIP.includes(phase);
  // No answer, or a tip that has crashed: it is taken away, and only a person says that it may go back.
  if (hardware && LATCHING.includes(error.code)) return halted({ ...state, busy: false }, error.message);
  const suspended: MachineState = { ...state, run: { kind: 'suspended', phase, reason: error.message }, busy: false };
  return hardware ? go({ ...suspended, busy: true }, { kind: 'makeSafe' }) : go(suspended);
}

/** Halt works from everywhere, at once, and does no cleaning up beyond taking the tip away. */
function halted(state: MachineState, cause: string): Transition {
  const effects: Effect[] = state.busy ? [{ kind: 'withdraw' }, { kind: 'abortEffect' }] : [{ kind: 'withdraw' }];
  return { state: { ...state, run: { kind: 'halted', cause } }, effects };
}

function perform(state: MachineState, phase: Phase, plan: RunPlan): Transition {
  return go({ ...state, run: { kind: 'running', phase }, plan, busy: true }, { kind: 'perform', phase, plan });
}

function makeSafe(state: MachineState, outcome: RunOutcome): Transition {
  return go({ ...state, run: { kind: 'stopping', outcome }, busy: true }, { kind: 'makeSafe' });
}

function settled(state: MachineState, run: RunState, plan: RunPlan = state.plan): Transition {
  return go({ run, plan, busy: false });
}

function finish(outcome: RunOutcome): Effect {
  return { kind: 'finish', outcome };
}

function rejected(state: MachineState, reason: string): Transition {
  return go(state, { kind: 'rejected', reason });
}

function illegal(state: MachineState, event: RunEvent): Transition {
  return rejected(state, `"${event.kind}" is not possible while the run is ${state.run.kind}.`);
}

function go(state: MachineState, ...effects: Effect[]): Transition {
  return { state, effects };
}
