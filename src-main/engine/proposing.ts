/** From a model to a place that is agreed on: training, proposing, asking. Nothing here moves the tip. */
import { ConsoleError } from '../../src-shared/errors';
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { CandidateGrid } from '../../src-shared/maps';
import type { Proposal } from '../../src-shared/proposal';
import { LEAST_SHARE } from '../../src-shared/rules';
import type { QueuedTarget } from '../../src-shared/session/edits';
import { trainedOn, type Ahead, type AheadJob } from './ahead';
import type { Decision, DecisionDesk } from './decision';
import type { Editing } from './editing';
import type { Notes } from './notes';
import { measuredBy, type PhaseResult, type RunPlan } from './plan';
import type { Learner, ProposeRequest } from './ports';

export interface ProposerPorts {
  readonly config: ExperimentConfig;
  readonly learner: Learner;
  readonly desk: DecisionDesk;
  readonly notes: Notes;
  readonly ahead: Ahead;
  readonly editing: Pick<Editing, 'nextQueued' | 'take' | 'version'>;
  /** What may not be proposed for a step, at the moment of asking. */
  readonly limits: (step: number) => Pick<ProposeRequest, 'vetoed' | 'rules'>;
  /** Nobody answered and the policy is the next best: the place is left for a while. */
  readonly onSkipped: (proposal: Proposal) => Promise<void>;
}

type PerformPart = (plan: RunPlan, signal: AbortSignal) => Promise<PhaseResult>;

export interface Proposer {
  readonly train: PerformPart;
  readonly propose: PerformPart;
  readonly awaitDecision: PerformPart;
}

interface Circumstances {
  readonly plan: RunPlan;
  readonly job: AheadJob | undefined;
  readonly queued: QueuedTarget | undefined;
}

/** @param gridOf the candidates of the frame, once it is taken */
export function createProposer(ports: ProposerPorts, gridOf: () => CandidateGrid | undefined): Proposer {
  const { config, learner, notes, ahead } = ports;
  /** Version of the edits under which the newest proposal was made. */
  let madeUnder: number | undefined;
  let newestFit: { readonly model: string; readonly points: number } | undefined;

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

  /**
   * The choice with everything known. What a person has answered before the newest curve came in holds. A choice that an
   * edit has overtaken is not put down: the journal would hold it behind an edit that it does not know of.
   */
  async function propose(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const job = ahead.forStep(plan.stepsDone + 1);
    madeUnder = ports.editing.version();
    const early = approvedBy(job);
    if (early !== undefined && (await stillOpen(early))) return { phase: 'propose', proposal: early };
    // At hand, but for a training set that has changed since.
    if (job === undefined) await fit(plan, signal);
    const queued = await nextQueued(plan);
    const chosen = await choose(job, requestFor(plan, queued));
    // The answer may have come while the choice was made.
    const late = edited() ? undefined : approvedBy(job);
    if (late !== undefined) return { phase: 'propose', proposal: late };
    const proposal = edited() ? undefined : await settleOn(chosen, { plan, job, queued });
    return proposal === undefined ? propose(plan, signal) : { phase: 'propose', proposal };
  }

  const edited = (): boolean => madeUnder !== ports.editing.version();

  /**
   * Keeps the proposal that is shown where it is still the choice; otherwise takes it back and shows the new one. Gives
   * undefined where an edit came before it could be put down.
   */
  async function settleOn(chosen: Proposal, { plan, job, queued }: Circumstances): Promise<Proposal | undefined> {
    const shown = job?.shown;
    if (queued === undefined && shown?.candidate === chosen.candidate) {
      await notes.confirmed(shown, measuredBy(plan));
      notes.later(async () => notes.maps(await learner.maps()));
      return shown;
    }
    if (shown !== undefined) ahead.takeBack();
    const corrected = job?.expected !== undefined && job.expected !== chosen.candidate;
    const proposal = { ...withBasis(chosen, corrected), ...(queued === undefined ? {} : { queued: queued.id }) };
    return (await show(proposal)) ? proposal : undefined;
  }

  async function nextQueued({ stepsDone }: RunPlan): Promise<QueuedTarget | undefined> {
    return ports.desk.settings().mode === 'observe' ? undefined : ports.editing.nextQueued(stepsDone + 1);
  }

  function requestFor(plan: RunPlan, queued: QueuedTarget | undefined): ProposeRequest {
    const step = plan.stepsDone + 1;
    const basis = { trainedOn: trainedOn(config.learning, measuredBy(plan)), pending: [] };
    return { step, round: notes.nextRound(step), ...ports.limits(step), ...basis, target: queued?.candidate };
  }

  /** Rules made after an answer count too. */
  async function stillOpen({ step, candidate }: Proposal): Promise<boolean> {
    const { rules = [] } = ports.limits(step);
    return rules.length === 0 || (await learner.open(rules))[candidate] === 1;
  }

  /** Who is asked sees the maps first; an autonomous run does not keep the tip waiting for the disk. */
  async function show(proposal: Proposal): Promise<boolean> {
    const maps = async (): Promise<void> => notes.maps(await learner.maps());
    if (!ports.desk.asks()) {
      notes.later(maps);
      notes.later(() => notes.proposed(proposal));
      return true;
    }
    await maps();
    if (edited()) return false;
    await notes.proposed(proposal);
    return true;
  }

  /** Rules that leave next to nothing are more likely a slip than a wish; the run is held until somebody looks. */
  function refuseFew({ allowed }: Proposal, { rules, target }: ProposeRequest): void {
    const grid = gridOf();
    if (target !== undefined || rules === undefined || rules.length === 0 || grid === undefined) return;
    if (allowed < LEAST_SHARE * grid.rows * grid.cols) throw fewLeft(allowed);
  }

  /** The choice that was asked for when the curve came in, unless it is out of date. */
  async function choose(job: AheadJob | undefined, request: ProposeRequest): Promise<Proposal> {
    const early = job?.early;
    try {
      const atHand = early !== undefined && early.version === madeUnder && sameRequest(early.request, request);
      const { proposal } = await (atHand ? early.choice : learner.choose(request));
      refuseFew(proposal, request);
      return proposal;
    } catch (error) {
      const ruledOut = (request.rules ?? []).length > 0;
      throw ruledOut && error instanceof ConsoleError && error.code === 'run/no-candidates' ? fewLeft(0) : error;
    }
  }

  async function awaitDecision(plan: RunPlan, signal: AbortSignal): Promise<PhaseResult> {
    const { proposal } = plan;
    if (proposal === undefined) throw new Error('There is no proposal to decide about.');
    if (madeUnder !== undefined && edited()) return makeAgain(proposal);
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
    if (choice === 'again') {
      notes.withdrawn(proposal, 'edit');
      return;
    }
    const write = (): Promise<void> => notes.decided(proposal, { choice, ...answer });
    // The tip does not wait for the line: its next move is journalled behind it.
    if (answer.by === 'mode') notes.later(write);
    else await write();
    if (choice === 'defer' && answer.by === 'timer') await ports.onSkipped(proposal);
  }

  return { train, propose, awaitDecision };
}

/** The proposal that was approved while the tip was busy with the one before. */
function approvedBy(job: AheadJob | undefined): Proposal | undefined {
  return job?.decided === undefined ? undefined : job.shown;
}

function fewLeft(count: number): ConsoleError {
  return new ConsoleError({
    code: 'run/few-candidates',
    message: `The rules leave ${count} of the places, fewer than one in a hundred. The run is held.`,
    hint: 'Switch a rule off, change it, or undo it, and resume.',
  });
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
