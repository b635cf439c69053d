/** The run machine as its tests drive it: the events of a run on a good day, two seeds and two steps. */
import type { Proposal } from '../../../src-shared/proposal';
import type { Phase } from '../../../src-shared/run';
import { freshPlan, type PhaseResult, type Target } from '../plan';
import { INITIAL, transition, type Effect, type MachineState, type RunEvent } from '../runMachine';

export const seeds: Target[] = [0, 1].map((candidate) => ({
  candidate,
  at: { row: 8, col: 8 + candidate },
  step: 0,
  origin: 'seed',
}));

function proposal(step: number, round = 0): Proposal {
  return {
    id: `${step}.${round}`,
    step,
    round,
    candidate: 7,
    at: { row: 9, col: 9 },
    reason: 'combined',
    neighbours: [],
    allowed: 5,
  };
}

/** The result that a phase ends with when everything goes well. */
export function resultOf(phase: Phase, state: MachineState): PhaseResult {
  if (phase === 'survey') return { phase, seeds };
  if (phase === 'propose') return { phase, proposal: proposal(state.plan.stepsDone + 1, state.plan.round) };
  if (phase === 'awaitDecision') return { phase, choice: 'approve' };
  return { phase };
}

export function drive(state: MachineState, ...events: RunEvent[]): { state: MachineState; effects: Effect[] } {
  return events.reduce<{ state: MachineState; effects: Effect[] }>(
    (at, event) => {
      const next = transition(at.state, event);
      return { state: next.state, effects: [...at.effects, ...next.effects] };
    },
    { state, effects: [] },
  );
}

/** A machine in the given phase of its first step, as the events of a run lead there. */
export function runningIn(phase: Phase): MachineState {
  let { state } = drive(INITIAL, { kind: 'start', plan: freshPlan(2) }, { kind: 'ready' });
  const seen = (): boolean => state.run.kind === 'running' && state.run.phase === phase;
  const pastSeeds = (): boolean => state.plan.seedsDone === seeds.length || phase === 'survey';
  while (!(seen() && pastSeeds())) {
    if (state.run.kind !== 'running') throw new Error(`never in ${phase}`);
    state = transition(state, { kind: 'effectDone', result: resultOf(state.run.phase, state) }).state;
  }
  return state;
}

export const kinds = (effects: readonly Effect[]): string[] =>
  effects.map((effect) => (effect.kind === 'perform' ? `perform ${effect.phase}` : effect.kind));
