/** Performs one phase of a step through the ports and writes what came of it into the journal. */
import { ConsoleError } from '../../src-shared/errors';
import { candidatePixel, type CandidateGrid, type MapSet } from '../../src-shared/maps';
import type { Phase } from '../../src-shared/run';
import { toFullLength, type IvCurve } from '../../src-shared/sweep';
import type { Editing } from './editing';
import type { Gate } from './gate';
import { measuredBy, type PhaseResult, type RunPlan, type Target } from './plan';
import type { Journal, Scores, SweepResult } from './ports';
import { createProposer, type ProposerPorts } from './proposing';
import type { Upkeep } from './upkeep';

export interface PerformPorts extends ProposerPorts {
  readonly gate: Gate;
  readonly journal: Journal;
  readonly upkeep: Upkeep;
  readonly editing: ProposerPorts['editing'] & Pick<Editing, 'learnerLoaded'>;
  /** The candidates of a session that is continued. */
  readonly grid: CandidateGrid | undefined;
  readonly onCurve: (flags: SweepResult['flags']) => void;
}

export type PerformPhase = (phase: Phase, plan: RunPlan, signal: AbortSignal) => Promise<PhaseResult>;

/** The performer of one session. It keeps nothing but the newest curve on its way from disk to the learner. */
export function createPerformer(ports: PerformPorts): PerformPhase {
  const { config, learner, notes, ahead, upkeep } = ports;
  const proposer = createProposer(ports, () => grid);
  let travelSeconds = 0;
  let grid = ports.grid;
  let newest:
    { readonly target: Target; readonly curve: IvCurve; readonly scores: Promise<Scores> | undefined } | undefined;

  async function survey(signal: AbortSignal): Promise<PhaseResult> {
    const { value: frame } = await ports.gate.perform({ kind: 'scanFrame' }, signal);
    const { rows, cols, widthMetres, heightMetres } = frame;
    const heights = await ports.journal.store(frame.heightsMetres);
    await ports.journal.append({ kind: 'frame.recorded', rows, cols, widthMetres, heightMetres, heights });
    upkeep.frameTaken(frame);
    const loaded = await learner.load({ frame, config });
    grid = loaded.grid;
    await ports.editing.learnerLoaded();
    await ports.journal.append({ kind: 'seeds.chosen', grid, candidates: [...loaded.seeds] });
    return { phase: 'survey', seeds: seedTargets(grid, loaded.seeds) };
  }

  async function travel(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const target = targetOf(plan);
    const moving = arrive(target, signal);
    if (config.learning === 'overlapped') ahead.begin(plan);
    const moved = await moving;
    travelSeconds = moved.seconds;
    return { phase: 'travel' };
  }

  /** A tip that stops elsewhere is sent once more; then a person looks. */
  async function arrive(target: Target, signal: AbortSignal) {
    const move = () => ports.gate.perform({ kind: 'moveTo', ...upkeep.placeOf(target.at) }, signal);
    try {
      return await move();
    } catch (error) {
      if (signal.aborted || !(error instanceof ConsoleError) || error.code !== 'instrument/off-place') throw error;
      return move();
    }
  }

  /**
   * The curve is on disk, synced, before this returns and so before anything is shown or moved because of it. The learner
   * scores it in the meantime.
   */
  async function sweep(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const target = targetOf(plan);
    const { value, seconds } = await ports.gate.perform({ kind: 'sweepBias', ...upkeep.placeOf(target.at) }, signal);
    // A tail without numbers is where the sweep was cut off.
    const swept = Number.isNaN(value.amperes.at(-1)) ? { ...value, flags: { ...value.flags, complete: false } } : value;
    const curve = toFullLength(swept, swept.flags.complete, config.sweep);
    const scores = observe(target, curve);
    newest = { target, curve, scores };
    ports.onCurve(swept.flags);
    if (config.learning === 'overlapped') ahead.curveIn(plan, scores);
    const [volts, amperes] = await Promise.all([ports.journal.store(swept.volts), ports.journal.store(swept.amperes)]);
    const { candidate, at, step, origin } = target;
    const index = measuredBy(plan);
    const times = { travelSeconds, sweepSeconds: seconds };
    const arrays = { volts, amperes, flags: swept.flags };
    await ports.journal.append({ kind: 'curve.recorded', index, step, origin, candidate, at, ...arrays, ...times });
    upkeep.measured({ origin, candidate, at, amperes: swept.amperes, flags: swept.flags });
    return { phase: 'sweep' };
  }

  function observe({ candidate }: Target, curve: IvCurve): Promise<Scores> {
    const scores = learner.observe(candidate, curve);
    scores.catch(() => undefined); // heard of when the curve is recorded
    return scores;
  }

  async function record(plan: RunPlan): Promise<PhaseResult> {
    if (newest === undefined) throw new Error('There is no new curve to score.');
    const { target, curve } = newest;
    const pending = newest.scores ?? observe(target, curve);
    newest = { target, curve, scores: undefined };
    const { novelty, diversity, quality } = await pending;
    newest = undefined;
    const judged = quality === undefined ? {} : { quality };
    const write = async (): Promise<void> =>
      ports.journal.append({
        kind: 'scores.updated',
        novelty: await ports.journal.store(novelty),
        diversity,
        ...judged,
      });
    if (config.learning === 'overlapped') notes.later(write);
    else await write();
    return { phase: 'record', checkDue: upkeep.due(measuredBy(plan)) };
  }

  async function check(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    await upkeep.perform(measuredBy(plan), signal);
    return { phase: 'check' };
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
        return record(plan);
      case 'check':
        return check(plan, signal);
      case 'train':
        return proposer.train(plan, signal);
      case 'propose':
        return proposer.propose(plan, signal);
      case 'awaitDecision':
        return proposer.awaitDecision(plan, signal);
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
