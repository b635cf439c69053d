/** Performs one phase of a step through the ports and writes what came of it into the journal. */
import { ConsoleError } from '../../src-shared/errors';
import type { ExperimentConfig } from '../../src-shared/experiment';
import { pixelToSample } from '../../src-shared/geometry';
import { MAP_KINDS, candidatePixel, type MapKind, type MapSet } from '../../src-shared/maps';
import type { Phase } from '../../src-shared/run';
import type { ArrayRef } from '../../src-shared/session/record';
import type { IvCurve } from '../../src-shared/sweep';
import type { DecisionDesk } from './decision';
import type { Gate } from './gate';
import type { PhaseResult, RunPlan, Target } from './plan';
import type { Journal, Learner } from './ports';

export interface PerformPorts {
  readonly config: ExperimentConfig;
  readonly gate: Gate;
  readonly learner: Learner;
  readonly journal: Journal;
  readonly desk: DecisionDesk;
  /** Candidates under a veto, at the moment of asking. */
  readonly vetoed: () => readonly number[];
}

export type PerformPhase = (phase: Phase, plan: RunPlan, signal: AbortSignal) => Promise<PhaseResult>;

/** The performer of one session. It keeps nothing but the newest curve on its way from disk to the learner. */
export function createPerformer(ports: PerformPorts): PerformPhase {
  let travelSeconds = 0;
  let newest: { readonly target: Target; readonly curve: IvCurve } | undefined;

  async function survey(signal: AbortSignal): Promise<PhaseResult> {
    const { value: frame } = await ports.gate.perform({ kind: 'scanFrame' }, signal);
    const { rows, cols, widthMetres, heightMetres } = frame;
    const heights = await ports.journal.store(frame.heightsMetres);
    await ports.journal.append({ kind: 'frame.recorded', rows, cols, widthMetres, heightMetres, heights });
    const { grid, seeds } = await ports.learner.load({ frame, config: ports.config });
    await ports.journal.append({ kind: 'seeds.chosen', grid, candidates: [...seeds] });
    return { phase: 'survey', seeds: seedTargets(grid, seeds) };
  }

  async function travel(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const target = targetOf(plan);
    const moved = await ports.gate.perform({ kind: 'moveTo', ...placeOf(target) }, signal);
    travelSeconds = moved.seconds;
    return { phase: 'travel' };
  }

  /** The curve is on disk, synced, before this returns and so before anything else sees it. */
  async function sweep(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const target = targetOf(plan);
    const { value: swept, seconds } = await ports.gate.perform({ kind: 'sweepBias', ...placeOf(target) }, signal);
    const volts = await ports.journal.store(swept.volts);
    const amperes = await ports.journal.store(swept.amperes);
    const { candidate, at, step, origin } = target;
    const index = plan.seedsDone + plan.stepsDone;
    const times = { travelSeconds, sweepSeconds: seconds };
    const { flags } = swept;
    await ports.journal.append({
      kind: 'curve.recorded',
      index,
      step,
      origin,
      candidate,
      at,
      volts,
      amperes,
      flags,
      ...times,
    });
    newest = { target, curve: swept };
    return { phase: 'sweep' };
  }

  async function record(): Promise<PhaseResult> {
    if (newest === undefined) throw new Error('There is no new curve to score.');
    const scores = await ports.learner.observe(newest.target.candidate, newest.curve);
    newest = undefined;
    const novelty = await ports.journal.store(scores.novelty);
    await ports.journal.append({ kind: 'scores.updated', novelty, diversity: scores.diversity });
    return { phase: 'record' };
  }

  async function train(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const report = await ports.learner.fit(signal);
    const points = plan.seedsDone + plan.stepsDone;
    if (report !== undefined)
      await ports.journal.append({
        kind: 'model.trained',
        step: plan.stepsDone + 1,
        points,
        ...report,
        lengthscales: [...report.lengthscales],
      });
    return { phase: 'train' };
  }

  async function propose(plan: RunPlan): Promise<PhaseResult> {
    const request = { step: plan.stepsDone + 1, round: plan.round, vetoed: ports.vetoed() };
    const { proposal, maps } = await ports.learner.propose(request);
    const layers = await storeLayers(ports.journal, maps);
    await ports.journal.append({ kind: 'maps.updated', step: maps.step, grid: maps.grid, layers });
    await ports.journal.append({ kind: 'proposal.made', proposal });
    return { phase: 'propose', proposal };
  }

  async function awaitDecision(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    if (plan.proposal === undefined) throw new Error('There is no proposal to decide about.');
    const decision = await ports.desk.open(plan.proposal, signal);
    await ports.journal.append({ kind: 'decision.made', proposalId: plan.proposal.id, ...decision });
    return { phase: 'awaitDecision', choice: decision.choice };
  }

  function placeOf(target: Target) {
    return { at: pixelToSample(ports.config.scan, target.at), pixel: target.at };
  }

  return (phase, plan, signal) => {
    switch (phase) {
      case 'survey':
        return survey(signal);
      case 'travel':
        return travel(plan, signal);
      case 'sweep':
        return sweep(plan, signal);
      case 'record':
        return record();
      case 'train':
        return train(plan, signal);
      case 'propose':
        return propose(plan);
      case 'awaitDecision':
        return awaitDecision(plan, signal);
    }
  };
}

/** Seed candidates as targets in their order. */
export function seedTargets(grid: MapSet['grid'], seeds: readonly number[]): Target[] {
  return seeds.map((candidate) => ({ candidate, at: candidatePixel(grid, candidate), step: 0, origin: 'seed' }));
}

function targetOf(plan: RunPlan): Target {
  if (plan.target !== undefined) return plan.target;
  throw new ConsoleError({ code: 'internal', message: 'The run has no place to measure next.' });
}

async function storeLayers(journal: Journal, maps: MapSet): Promise<Partial<Record<MapKind, ArrayRef>>> {
  const refs: Partial<Record<MapKind, ArrayRef>> = {};
  for (const kind of MAP_KINDS) {
    const layer = maps.layers[kind];
    if (layer !== undefined) refs[kind] = await journal.store(layer);
  }
  return refs;
}
