/** Questions about the state that several features ask. */
import { NO_ALARMS, type HeldAlarm } from '../../src-shared/alarm';
import type { DecisionSettings } from '../../src-shared/experiment';
import type { MapSet } from '../../src-shared/maps';
import type { PanelName } from '../../src-shared/panels';
import type { Proposal } from '../../src-shared/proposal';
import type { RunState } from '../../src-shared/run';
import { currentProposal } from '../../src-shared/session/view';
import type { ViewName, WindowState } from './state';

/** Alarms that are held; those of the connection itself are not among them. */
export function heldAlarms(state: WindowState): readonly HeldAlarm[] {
  return state.console?.alarms.held ?? NO_ALARMS.held;
}

/** True from the start of a run until it is idle again; a halted run counts until it is acknowledged. */
export function isActive(run: RunState): boolean {
  return run.kind !== 'idle';
}

/** True while the window shows a session from disk that no run belongs to. */
export function isReplay(state: WindowState): boolean {
  return state.console?.replay === true;
}

/** The run that the shown session belongs to; undefined in a replay. */
export function liveRunState(state: WindowState): RunState | undefined {
  return state.console === undefined || state.console.replay ? undefined : state.console.run.state;
}

/**
 * The proposal on the way, but only while its step may still be finished: not in a replay, not after a halt or an abort.
 * Of an earlier step, the one that was measured in it.
 */
export function liveProposal(state: WindowState): Proposal | undefined {
  const session = state.console?.session;
  const { past } = state.time;
  // The panels that rewind see the past session in place of the newest.
  if (past !== undefined && past.session === session) return proposalOf(past);
  const run = liveRunState(state);
  if (session === undefined || run === undefined || !('phase' in run) || run.phase === undefined) return undefined;
  return currentProposal(session);
}

/** The proposal that led to a past step; a seed had none. */
function proposalOf({ step, session }: NonNullable<WindowState['time']['past']>): Proposal | undefined {
  return session.proposals.findLast(({ proposal, withdrawn }) => proposal.step === step && withdrawn === undefined)
    ?.proposal;
}

/** Who decides from now on: the running session's word, else what the next session will start with. */
export function decisionInForce(state: WindowState): DecisionSettings | undefined {
  const known = state.console;
  if (known === undefined) return undefined;
  const { mode, countdownSeconds, noAnswer = 'go', ask = 'always' } = known.settings;
  if (known.session !== undefined && !known.replay && isActive(known.run.state)) return known.session.decision;
  return { mode, countdownSeconds, noAnswer, ask };
}

/** The maps on the screen: those of a trial of the steering, else those of the session. */
export function shownMaps(state: WindowState): MapSet | undefined {
  return state.desk.trial?.preview.maps ?? state.console?.session?.maps;
}

/** True while the maps are those of a trial that nobody has applied. */
export function isTrial(state: WindowState): boolean {
  return state.desk.trial !== undefined;
}

/** True while a run goes on in which rules, queue and steering can be changed. */
export function canEdit(state: WindowState): boolean {
  const run = liveRunState(state);
  return run !== undefined && (run.kind === 'running' || run.kind === 'paused' || run.kind === 'suspended');
}

/** The panel that shows a view in a window of its own; undefined where there is none. */
export function panelOfView(view: ViewName): PanelName | undefined {
  if (view === 'live') return 'topography';
  return view === 'maps' || view === 'manifold' || view === 'log' ? view : undefined;
}

/** The version that could be installed instead of this one; undefined where none is known. */
export function newerVersion(state: WindowState): string | undefined {
  const update = state.console?.update;
  return update !== undefined && 'newer' in update ? update.newer.version : undefined;
}
