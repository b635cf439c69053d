/** Questions about the state that several features ask. */
import type { DecisionSettings } from '../../src-shared/experiment';
import type { MapSet } from '../../src-shared/maps';
import type { Proposal } from '../../src-shared/proposal';
import type { RunState } from '../../src-shared/run';
import { currentProposal } from '../../src-shared/session/view';
import type { WindowState } from './state';

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

/** The proposal on the way, but only while its step may still be finished: not in a replay, not after a halt or an abort. */
export function liveProposal(state: WindowState): Proposal | undefined {
  const session = state.console?.session;
  const run = liveRunState(state);
  if (session === undefined || run === undefined || !('phase' in run) || run.phase === undefined) return undefined;
  return currentProposal(session);
}

/** Who decides from now on: the running session's word, else what the next session will start with. */
export function decisionInForce(state: WindowState): DecisionSettings | undefined {
  const known = state.console;
  if (known === undefined) return undefined;
  const { mode, countdownSeconds } = known.settings;
  if (known.session !== undefined && !known.replay && isActive(known.run.state)) return known.session.decision;
  return { mode, countdownSeconds, noAnswer: 'go' };
}

/** The maps on the screen: those of an asked-for step, else the newest. */
export function shownMaps(state: WindowState): MapSet | undefined {
  return state.pastMaps ?? state.console?.session?.maps;
}
