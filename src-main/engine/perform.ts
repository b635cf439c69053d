/** Performs one phase of a step through the ports and writes what came of it into the journal. */
import { ConsoleError } from '../../src-shared/errors';
import type { ExperimentConfig } from '../../src-shared/experiment';
import { pixelToSample } from '../../src-shared/geometry';
import { candidatePixel, type MapSet } from '../../src-shared/maps';
import type { Proposal } from '../../src-shared/proposal';
import type { Phase } from '../../src-shared/run';
import type { IvCurve } from '../../src-shared/sweep';
import { trainedOn, type Ahead, type AheadJob } from './ahead';
import type { DecisionDesk } from './decision';
import type { Gate } from './gate';
import type { Notes } from './notes';
import type { PhaseResult, RunPlan, Target } from './plan';
import type { Journal, Learner, ProposeRequest, Scores } from './ports';

export interface PerformPorts {
  readonly config: ExperimentConfig;
  readonly gate: Gate;
  readonly learner: Learner;
  readonly journal: Journal;
  readonly desk: DecisionDesk;
  readonly notes: Notes;
  readonly ahead: Ahead;
  /** Candidates under a veto, at the moment of asking. */
  readonly vetoed: () => readonly number[];
}

export type PerformPhase = (phase: Phase, plan: RunPlan, signal: AbortSignal) => Promise<PhaseResult>;

/** The performer of one session. It keeps nothing but the newest curve on its way from disk to the learner. */
export function createPerformer(ports: PerformPorts): PerformPhase {
  const { config, learner, notes, ahead } = ports;
  let travelSeconds = 0;
  let newest:
    { readonly target: Target; readonly curve: IvCurve; readonly scores: Promise<Scores> | undefined } | undefined;

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
    const { novelty, diversity } = await pending;
    newest = undefined;
    const write = async (): Promise<void> =>
      ports.journal.append({ kind: 'scores.updated', novelty: await ports.journal.store(novelty), diversity });
    if (config.learning === 'overlapped') notes.later(write);
    else await write();
    return { phase: 'record' };
  }

  /** The model for the step in hand. Mostly it has been trained while the tip was busy. */
  async function train(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const step = plan.stepsDone + 1;
    const job = ahead.forStep(step);
    if (job !== undefined) await thoughtOf(job, signal);
    else {
      const points = trainedOn(config.learning, measuredBy(plan));
      const report = await learner.fit(signal, points);
      if (report !== undefined) await notes.trained(step, points, report);
    }
    return { phase: 'train' };
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
  async function propose(plan: RunPlan): Promise<PhaseResult> {
    const [step, measured] = [plan.stepsDone + 1, measuredBy(plan)];
    const job = ahead.forStep(step);
    const basis = { trainedOn: trainedOn(config.learning, measured), pending: [] };
    const request = { step, round: notes.nextRound(step), vetoed: ports.vetoed(), ...basis };
    if (job?.shown !== undefined && job.decided !== undefined) return { phase: 'propose', proposal: job.shown };
    const proposal = await choose(job, request);
    // The answer may have come while the choice was made.
    if (job?.shown !== undefined && job.decided !== undefined) return { phase: 'propose', proposal: job.shown };
    if (job?.shown?.candidate === proposal.candidate) {
      await notes.confirmed(job.shown, measured);
      notes.later(async () => notes.maps(await learner.maps()));
      return { phase: 'propose', proposal: job.shown };
    }
    if (job?.shown !== undefined) ahead.takeBack();
    const corrected = job?.expected !== undefined && job.expected !== proposal.candidate;
    const whole = withBasis(proposal, corrected);
    const maps = async (): Promise<void> => notes.maps(await learner.maps());
    // Who is asked sees the maps first; an autonomous run does not keep the tip waiting for them.
    if (ports.desk.asks()) {
      await maps();
      await notes.proposed(whole);
    } else {
      notes.later(maps);
      notes.later(() => notes.proposed(whole));
    }
    return { phase: 'propose', proposal: whole };
  }

  /** The choice that was asked for when the curve came in, unless it is out of date. */
  async function choose(job: AheadJob | undefined, request: ProposeRequest): Promise<Proposal> {
    const early = job?.early;
    if (early !== undefined && sameRequest(early.request, request)) return (await early.choice).proposal;
    return (await learner.choose(request)).proposal;
  }

  async function awaitDecision(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const { proposal } = plan;
    if (proposal === undefined) throw new Error('There is no proposal to decide about.');
    const job = ahead.forStep(proposal.step);
    const asked = job?.shown?.id === proposal.id ? job.asked : undefined;
    const decision = asked === undefined ? await ports.desk.open(proposal, signal) : await unlessAborted(asked, signal);
    if (asked === undefined) {
      // The tip does not wait for the line: its next move is journalled behind it.
      if (decision.by === 'mode') notes.later(() => notes.decided(proposal, decision));
      else await notes.decided(proposal, decision);
    }
    ahead.release();
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

function measuredBy({ seedsDone, stepsDone }: RunPlan): number {
  return seedsDone + stepsDone;
}

function sameRequest(a: ProposeRequest, b: ProposeRequest): boolean {
  return a.step === b.step && a.round === b.round && a.trainedOn === b.trainedOn && sameList(a.vetoed, b.vetoed);
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
