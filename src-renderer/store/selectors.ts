/** Questions about the state that several features ask. */
import type { DecisionSettings } from '../../src-shared/experiment';
import { pixelToSample, type SamplePoint } from '../../src-shared/geometry';
import type { MapSet } from '../../src-shared/maps';
import type { Proposal } from '../../src-shared/proposal';
import type { RunState } from '../../src-shared/run';
import { currentProposal, type MeasuredPoint, type SessionView } from '../../src-shared/session/view';
import { rasterOf } from './nearestPoint';
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

/** The proposal on the way, but only of a session that is running now. */
export function liveProposal(state: WindowState): Proposal | undefined {
  const session = state.console?.session;
  const run = liveRunState(state);
  if (session === undefined || run === undefined || run.kind === 'idle') return undefined;
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

/** Where a measured point lies on the sample. */
export function placeOf(session: SessionView, point: Pick<MeasuredPoint, 'at'>): SamplePoint {
  return pixelToSample(rasterOf(session), point.at);
}
