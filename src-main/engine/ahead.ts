/**
 * The step after the one in hand, worked on while the tip travels and sweeps: the model learns everything known, and the
 * next place is chosen with the place in hand as a fantasy. Where a person is asked, the proposal is shown at once and
 * its countdown runs while the tip is busy. Nothing here moves anything or changes the run state.
 */
import type { Proposal } from '../../src-shared/proposal';
import type { DecisionDesk, Decision } from './decision';
import type { Notes } from './notes';
import type { RunPlan, Target } from './plan';
import type { Learner, ProposeRequest, Scores } from './ports';

export interface AheadPorts {
  readonly learner: Learner;
  readonly desk: DecisionDesk;
  readonly notes: Notes;
  /** What may not be proposed for a step, at the moment of asking. */
  readonly limits: (step: number) => Pick<ProposeRequest, 'vetoed' | 'rules'>;
  /** Whether a person has queued a place, which then comes before what the model thinks of. */
  readonly queued: () => boolean;
  /** Grows with every edit; what was chosen before one is not put down after it. */
  readonly version: () => number;
  /** Nobody answered and the policy is the next best: the place is left for a while. */
  readonly onSkipped: (proposal: Proposal) => Promise<void>;
}

/** The choice with the newest curve, and the version of the edits under which it was asked for. */
interface EarlyChoice {
  readonly request: ProposeRequest;
  readonly version: number;
  readonly choice: ReturnType<Learner['choose']>;
}

/** What is known of the next step so far. */
export interface AheadJob {
  readonly step: number;
  /** Resolves when the next place has been thought of, once more after a veto; rejects as the learner does. */
  thought: Promise<void>;
  /** The place that was thought of last, before the curve in hand came in. */
  expected: number | undefined;
  /** The proposal that is shown for it. */
  shown: Proposal | undefined;
  /** The answer to the proposal shown, while it is asked for or once it is given. */
  asked: Promise<Decision> | undefined;
  decided: Decision | undefined;
  /** The choice with the newest curve, asked for as soon as that was there. */
  early: EarlyChoice | undefined;
}

export interface Ahead {
  /**
   * Begins to work for the step after the target of this plan, unless that is under way. Where none follows, or no model
   * can be trained yet, the learner is told of the target alone.
   */
  begin(plan: RunPlan): void;
  /** The curve in hand is there: once it is scored, the choice is made with it. */
  curveIn(plan: RunPlan, scores: Promise<Scores>): void;
  /** The work for this step, if there is any. Work for another step is dropped. */
  forStep(step: number): AheadJob | undefined;
  /** Nobody is to be asked any more; what was learnt stays. */
  hold(): void;
  /** Forgets the work. A proposal that was shown for it is taken back. */
  drop(): void;
  /** Takes the proposal shown back: the newest curve has changed the choice. */
  takeBack(): void;
  /** Forgets the work because the step has begun: its proposal stands. */
  release(): void;
  /** The proposal that can be answered although the tip is busy with another. */
  open(): Proposal | undefined;
}

/** A fit on fewer points says nothing. */
const LEAST_POINTS = 2;

/** How many of the points measured a proposal's fit is trained on: the last one came in while the fit was made. */
export function trainedOn(learning: 'strict' | 'overlapped', measured: number): number {
  return learning === 'overlapped' && measured > LEAST_POINTS ? measured - 1 : measured;
}

/** The step after the target of a plan; undefined where none follows at once. */
function stepAfter({ target, seeds, seedsDone, steps }: RunPlan): number | undefined {
  if (target === undefined || (target.origin === 'seed' && seedsDone + 1 < seeds.length)) return undefined;
  return target.step < steps ? target.step + 1 : undefined;
}

interface Job extends AheadJob {
  readonly target: Target;
  readonly points: number;
  readonly work: AbortController;
  readonly asking: AbortController;
  readonly request: () => Parameters<Learner['choose']>[0];
}

/** Works for nothing yet. */
export function createAhead({ learner, desk, notes, ...ports }: AheadPorts): Ahead {
  let job: Job | undefined;

  async function think(on: Job): Promise<void> {
    const report = await learner.fit(on.work.signal, on.points);
    if (on.work.signal.aborted) return;
    if (report !== undefined) await notes.trained(on.step, on.points, report);
    await chooseNext(on);
  }

  async function chooseNext(on: Job): Promise<void> {
    const dropped = (): boolean => on.work.signal.aborted;
    // The curve in hand was faster: the choice is made with it, and nothing is left to be thought of before it.
    if (on.early !== undefined) return;
    const held = (): boolean => on.asking.signal.aborted;
    const version = ports.version();
    const edited = (): boolean => version !== ports.version();
    if (!desk.asks() || ports.queued() || held()) {
      on.expected = (await learner.choose(on.request())).proposal.candidate;
      return;
    }
    const { proposal, maps } = await learner.propose(on.request());
    if (dropped()) return;
    on.expected = proposal.candidate;
    await notes.maps(maps);
    if (dropped()) return;
    // The journal must not hold it behind an edit that it does not know of.
    if (edited()) return chooseNext(on);
    await notes.proposed(proposal);
    if (dropped()) {
      notes.withdrawn(proposal, 'run');
      return;
    }
    if (edited()) {
      notes.withdrawn(proposal, 'edit');
      return chooseNext(on);
    }
    on.shown = proposal;
    if (!held()) ask(on, proposal);
  }

  function ask(on: Job, proposal: Proposal): void {
    const asked = desk.open(proposal, on.asking.signal).then(async (decision) => {
      const { choice } = decision;
      if (choice === 'approve') on.decided = decision;
      else on.shown = undefined;
      if (choice === 'again') notes.withdrawn(proposal, 'edit');
      else {
        await notes.decided(proposal, { ...decision, choice });
        if (choice === 'defer' && decision.by === 'timer') await ports.onSkipped(proposal);
      }
      if (choice !== 'approve') on.thought = quietly(chooseNext(on));
      return decision;
    });
    on.asked = asked;
    // Called off, or the journal failed, which halts the run by itself.
    asked.catch(() => (on.asked = undefined));
  }

  function stop(on: Job): void {
    on.asking.abort();
    on.work.abort();
    if (on.shown !== undefined) notes.withdrawn(on.shown, 'run');
  }

  return {
    begin(plan) {
      const step = stepAfter(plan);
      const points = plan.seedsDone + plan.stepsDone;
      const { target } = plan;
      if (target === undefined) return;
      if (step === undefined || points < LEAST_POINTS) {
        void quietly(learner.expect([target.candidate]));
        return;
      }
      if (job?.step === step && job.target.candidate === target.candidate) return;
      if (job !== undefined) stop(job);
      const request = () => ({
        step,
        round: notes.nextRound(step),
        ...ports.limits(step),
        trainedOn: points,
        pending: [target.candidate],
      });
      const [work, asking] = [new AbortController(), new AbortController()];
      const open = { expected: undefined, shown: undefined, asked: undefined, decided: undefined, early: undefined };
      job = { step, target, points, thought: Promise.resolve(), work, asking, request, ...open };
      job.thought = quietly(think(job));
    },
    curveIn(plan, scores) {
      if (job === undefined || job.step !== stepAfter(plan) || job.decided !== undefined) return;
      const { step, points } = job;
      const request = { step, round: notes.nextRound(step), ...ports.limits(step), trainedOn: points, pending: [] };
      const choice = quietly(scores.then(() => learner.choose(request)));
      job.early = { request, version: ports.version(), choice };
    },
    forStep(step) {
      if (job !== undefined && job.step !== step) {
        stop(job);
        job = undefined;
      }
      return job;
    },
    hold: () => job?.asking.abort(),
    drop() {
      if (job !== undefined) stop(job);
      job = undefined;
    },
    takeBack() {
      if (job?.shown === undefined) return;
      job.asking.abort();
      notes.withdrawn(job.shown, 'curve');
      job.shown = undefined;
      job.decided = undefined;
    },
    release() {
      job = undefined;
    },
    open: () => (job?.decided === undefined ? job?.shown : undefined),
  };
}

/** A promise that whoever needs it awaits later; until then its failure is nobody's. */
function quietly<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}
