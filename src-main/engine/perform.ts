/** Performs one phase of a step through the ports and writes what came of it into the journal. */
import { ConsoleError } from '../../src-shared/errors';
import type { ExperimentConfig } from '../../src-shared/experiment';
import { pixelToSample } from '../../src-shared/geometry';
import { candidatePixel, type CandidateGrid, type MapSet } from '../../src-shared/maps';
import type { Proposal } from '../../src-shared/proposal';
import { LEAST_SHARE } from '../../src-shared/rules';
import type { Phase } from '../../src-shared/run';
import type { IvCurve } from '../../src-shared/sweep';
import { trainedOn, type Ahead, type AheadJob } from './ahead';
import type { Decision, DecisionDesk } from './decision';
import type { Editing } from './editing';
import type { Gate } from './gate';
import type { Notes } from './notes';
import type { PhaseResult, RunPlan, Target } from './plan';
import type { Journal, Learner, ProposeRequest, Scores, SweepResult } from './ports';

export interface PerformPorts {
  readonly config: ExperimentConfig;
  readonly gate: Gate;
  readonly learner: Learner;
  readonly journal: Journal;
  readonly desk: DecisionDesk;
  readonly notes: Notes;
  readonly ahead: Ahead;
  /** What may not be proposed for a step, at the moment of asking. */
  readonly limits: (step: number) => Pick<ProposeRequest, 'vetoed' | 'rules'>;
  /** The candidates of a session that is continued. */
  readonly grid: CandidateGrid | undefined;
  readonly editing: Pick<Editing, 'nextQueued' | 'take' | 'version'>;
  readonly onSkipped: (proposal: Proposal) => Promise<void>;
  readonly onCurve: (flags: SweepResult['flags']) => void;
}

export type PerformPhase = (phase: Phase, plan: RunPlan, signal: AbortSignal) => Promise<PhaseResult>;

/** The performer of one session. It keeps nothing but the newest curve on its way from disk to the learner. */
export function createPerformer(ports: PerformPorts): PerformPhase {
  const { config, learner, notes, ahead } = ports;
  let travelSeconds = 0;
  let grid = ports.grid;
  let madeUnder: number | undefined;
  let newestFit: { readonly model: string; readonly points: number } | undefined;
  let newest:
    { readonly target: Target; readonly curve: IvCurve; readonly scores: Promise<Scores> | undefined } | undefined;

  async function survey(signal: AbortSignal): Promise<PhaseResult> {
    const { value: frame } = await ports.gate.perform({ kind: 'scanFrame' }, signal);
    const { rows, cols, widthMetres, heightMetres } = frame;
    const heights = await ports.journal.store(frame.heightsMetres);
    await ports.journal.append({ kind: 'frame.recorded', rows, cols, widthMetres, heightMetres, heights });
    const loaded = await learner.load({ frame, config });
    grid = loaded.grid;
    await ports.journal.append({ kind: 'seeds.chosen', grid, candidates: [...loaded.seeds] });
    return { phase: 'survey', seeds: seedTargets(grid, loaded.seeds) };
  }

  async function travel(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const target = targetOf(plan);
    const moving = ports.gate.perform({ kind: 'moveTo', ...placeOf(target) }, signal);
    if (config.learning === 'overlapped') ahead.begin(plan);
    const moved = await moving;
    travelSeconds = moved.seconds;
    return { phase: 'travel' };
  }

  /**
   * The curve is on disk, synced, before this returns and so before anything is shown or moved because of it. The learner
   * scores it in the meantime.
   */
  async function sweep(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const target = targetOf(plan);
    const { value: swept, seconds } = await ports.gate.perform({ kind: 'sweepBias', ...placeOf(target) }, signal);
    const scores = observe(target, swept);
    newest = { target, curve: swept, scores };
    ports.onCurve(swept.flags);
    if (config.learning === 'overlapped') ahead.curveIn(plan, scores);
    const [volts, amperes] = await Promise.all([ports.journal.store(swept.volts), ports.journal.store(swept.amperes)]);
    const { candidate, at, step, origin } = target;
    const index = measuredBy(plan);
    const times = { travelSeconds, sweepSeconds: seconds };
    const arrays = { volts, amperes, flags: swept.flags };
    await ports.journal.append({ kind: 'curve.recorded', index, step, origin, candidate, at, ...arrays, ...times });
    return { phase: 'sweep' };
  }

  function observe({ candidate }: Target, curve: IvCurve): Promise<Scores> {
    const scores = learner.observe(candidate, curve);
    scores.catch(() => undefined); // heard of when the curve is recorded
    return scores;
  }

  async function record(): Promise<PhaseResult> {
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
    return { phase: 'record' };
  }

  /** The model for the step in hand. Mostly it has been trained while the tip was busy. */
  async function train(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const job = ahead.forStep(plan.stepsDone + 1);
    if (job !== undefined) await thoughtOf(job, signal);
    else await fit(plan, signal);
    return { phase: 'train' };
  }

  async function fit(plan: RunPlan, signal: AbortSignal): Promise<void> {
    const points = trainedOn(config.learning, measuredBy(plan));
    const report = await learner.fit(signal, points);
    if (report !== undefined && (report.model !== newestFit?.model || points !== newestFit.points))
      await notes.trained(plan.stepsDone + 1, points, report);
    newestFit = report === undefined ? undefined : { model: report.model, points };
  }

  async function thoughtOf(job: AheadJob, signal: AbortSignal): Promise<void> {
    try {
      let thought: Promise<void>;
      do {
        thought = job.thought;
        await unlessAborted(thought, signal);
      } while (thought !== job.thought);
    } catch (error) {
      // What failed in the background is done again in the foreground when the run goes on.
      if (!signal.aborted) ahead.drop();
      throw error;
    }
  }

  /** The choice with everything known. What a person has answered before the newest curve came in holds. */
  async function propose(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const step = plan.stepsDone + 1;
    const job = ahead.forStep(step);
    const approved = (): boolean => job?.shown !== undefined && job.decided !== undefined;
    if (approved() && (await stillOpen(job!.shown!))) return { phase: 'propose', proposal: job!.shown! };
    madeUnder = ports.editing.version();
    // At hand, but for a training set that has changed since.
    if (job === undefined) await fit(plan, signal);
    const queued = ports.desk.settings().mode === 'observe' ? undefined : await ports.editing.nextQueued(step);
    const basis = { trainedOn: trainedOn(config.learning, measuredBy(plan)), pending: [] };
    const request = { step, round: notes.nextRound(step), ...ports.limits(step), ...basis, target: queued?.candidate };
    const chosen = await choose(job, request);
    // The answer may have come while the choice was made.
    if (approved() && madeUnder === ports.editing.version()) return { phase: 'propose', proposal: job!.shown! };
    refuseFew(chosen, request);
    if (queued === undefined && job?.shown?.candidate === chosen.candidate) {
      await notes.confirmed(job.shown, measuredBy(plan));
      notes.later(async () => notes.maps(await learner.maps()));
      return { phase: 'propose', proposal: job.shown };
    }
    if (job?.shown !== undefined) ahead.takeBack();
    const corrected = job?.expected !== undefined && job.expected !== chosen.candidate;
    const proposal = { ...withBasis(chosen, corrected), ...(queued === undefined ? {} : { queued: queued.id }) };
    await show(proposal);
    return { phase: 'propose', proposal };
  }

  /** Rules made after an answer count too. */
  async function stillOpen({ step, candidate }: Proposal): Promise<boolean> {
    const { rules = [] } = ports.limits(step);
    return rules.length === 0 || (await learner.open(rules))[candidate] === 1;
  }

  /** Who is asked sees the maps first; an autonomous run does not keep the tip waiting for the disk. */
  async function show(proposal: Proposal): Promise<void> {
    const maps = async (): Promise<void> => notes.maps(await learner.maps());
    if (!ports.desk.asks()) {
      notes.later(maps);
      notes.later(() => notes.proposed(proposal));
      return;
    }
    await maps();
    await notes.proposed(proposal);
  }

  /** Rules that leave next to nothing are more likely a slip than a wish; the run is held until somebody looks. */
  function refuseFew({ allowed }: Proposal, { rules, target }: ProposeRequest): void {
    if (target !== undefined || rules === undefined || rules.length === 0 || grid === undefined) return;
    if (allowed < LEAST_SHARE * grid.rows * grid.cols) throw fewLeft(allowed);
  }

  /** The choice that was asked for when the curve came in, unless it is out of date. */
  async function choose(job: AheadJob | undefined, request: ProposeRequest): Promise<Proposal> {
    const early = job?.early;
    try {
      if (early !== undefined && sameRequest(early.request, request)) return (await early.choice).proposal;
      return (await learner.choose(request)).proposal;
    } catch (error) {
      const ruledOut = (request.rules ?? []).length > 0;
      throw ruledOut && error instanceof ConsoleError && error.code === 'run/no-candidates' ? fewLeft(0) : error;
    }
  }

  async function awaitDecision(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const { proposal } = plan;
    if (proposal === undefined) throw new Error('There is no proposal to decide about.');
    if (madeUnder !== undefined && madeUnder !== ports.editing.version()) return makeAgain(proposal);
    if (proposal.queued !== undefined) return goToQueued(proposal, proposal.queued);
    const job = ahead.forStep(proposal.step);
    const asked = job?.shown?.id === proposal.id ? job.asked : undefined;
    const decision = asked === undefined ? await ports.desk.open(proposal, signal) : await unlessAborted(asked, signal);
    if (asked === undefined) await noteAnswer(proposal, decision);
    ahead.release();
    return { phase: 'awaitDecision', choice: decision.choice === 'approve' ? 'approve' : 'veto' };
  }

  /** Rules, queue or settings have changed since it was made. */
  function makeAgain(proposal: Proposal): PhaseResult {
    notes.withdrawn(proposal, 'edit');
    ahead.drop();
    return { phase: 'awaitDecision', choice: 'veto' };
  }

  /** A person has chosen the place; there is nobody left to ask. */
  async function goToQueued(proposal: Proposal, id: string): Promise<PhaseResult> {
    await notes.decided(proposal, { choice: 'approve', by: 'operator', waitedSeconds: 0 });
    await ports.editing.take(id);
    ahead.release();
    return { phase: 'awaitDecision', choice: 'approve' };
  }

  async function noteAnswer(proposal: Proposal, { choice, ...answer }: Decision): Promise<void> {
    if (choice === 'again') return notes.withdrawn(proposal, 'edit');
    // The tip does not wait for the line: its next move is journalled behind it.
    if (answer.by === 'mode') return notes.later(() => notes.decided(proposal, { choice, ...answer }));
    await notes.decided(proposal, { choice, ...answer });
    if (choice === 'defer' && answer.by === 'timer') await ports.onSkipped(proposal);
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
        return propose(plan, signal);
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

function fewLeft(count: number): ConsoleError {
  return new ConsoleError({
    code: 'run/few-candidates',
    message: `The rules leave ${count} of the places, fewer than one in a hundred. The run is held.`,
    hint: 'Switch a rule off, change it, or undo it, and resume.',
  });
}

function measuredBy({ seedsDone, stepsDone }: RunPlan): number {
  return seedsDone + stepsDone;
}

function sameRequest(a: ProposeRequest, b: ProposeRequest): boolean {
  const sameRules = JSON.stringify(a.rules ?? []) === JSON.stringify(b.rules ?? []);
  const sameTask = a.step === b.step && a.round === b.round && a.target === b.target;
  return sameTask && sameRules && a.trainedOn === b.trainedOn && sameList(a.vetoed, b.vetoed);
}

function sameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function withBasis(proposal: Proposal, corrected: boolean): Proposal {
  return proposal.basis === undefined ? proposal : { ...proposal, basis: { ...proposal.basis, corrected } };
}

/** Waits for work that goes on whatever becomes of this wait; rejects with `instrument/aborted` when the signal fires. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void =>
      reject(new ConsoleError({ code: 'instrument/aborted', message: 'The wait was called off.' }));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
