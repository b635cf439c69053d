/** What comes next in a run: survey, then the seeds, then steps of train, propose, decide, travel, sweep and record. */
import type { PixelPoint } from '../../src-shared/geometry';
import type { Proposal } from '../../src-shared/proposal';
import type { Phase } from '../../src-shared/run';

/** A place that is to be measured. */
export interface Target {
  readonly candidate: number;
  readonly at: PixelPoint;
  /** 0 for a seed, else the step from 1. */
  readonly step: number;
  readonly origin: 'seed' | 'model' | 'human';
}

/** How far a run has come; together with the run state it says everything that happens next. */
export interface RunPlan {
  readonly surveyed: boolean;
  readonly seeds: readonly Target[];
  readonly seedsDone: number;
  readonly steps: number;
  readonly stepsDone: number;
  /** Proposals of the present step that were turned down. */
  readonly round: number;
  readonly proposal: Proposal | undefined;
  readonly target: Target | undefined;
  /** The proposal was turned down while the tip was on its way. */
  readonly vetoedOnTheWay: boolean;
  /** Drift or wear is to be looked at before the next measurement. */
  readonly checkDue: boolean;
}

/** What a finished phase tells the plan. */
export type PhaseResult =
  | { readonly phase: 'survey'; readonly seeds: readonly Target[] }
  | { readonly phase: 'propose'; readonly proposal: Proposal }
  | { readonly phase: 'awaitDecision'; readonly choice: 'approve' | 'veto' }
  | { readonly phase: 'record'; readonly checkDue?: boolean }
  | { readonly phase: 'train' | 'travel' | 'sweep' | 'check' };

/** Curves measured so far. */
export function measuredBy({ seedsDone, stepsDone }: Pick<RunPlan, 'seedsDone' | 'stepsDone'>): number {
  return seedsDone + stepsDone;
}

/** The plan of a run that has not begun. */
export function freshPlan(steps: number): RunPlan {
  return {
    surveyed: false,
    seeds: [],
    seedsDone: 0,
    steps,
    stepsDone: 0,
    round: 0,
    proposal: undefined,
    target: undefined,
    vetoedOnTheWay: false,
    checkDue: false,
  };
}

/** The plan after a phase has ended, and the phase that follows; `finished` when the budget is spent. */
export function advance(plan: RunPlan, result: PhaseResult): { plan: RunPlan; next: Phase | 'finished' } {
  switch (result.phase) {
    case 'survey':
      return nextMeasurement({ ...plan, surveyed: true, seeds: result.seeds, round: 0 });
    case 'train':
      return { plan, next: 'propose' };
    case 'propose':
      return { plan: { ...plan, proposal: result.proposal }, next: 'awaitDecision' };
    case 'awaitDecision':
      return result.choice === 'veto' ? proposeAgain(plan) : towardsProposal(plan);
    case 'travel':
      return plan.vetoedOnTheWay ? proposeAgain(plan) : { plan, next: 'sweep' };
    case 'sweep':
      return { plan: countMeasured(plan), next: 'record' };
    case 'record':
      return nextMeasurement({ ...plan, round: 0, checkDue: result.checkDue ?? false });
    case 'check':
      return nextMeasurement({ ...plan, checkDue: false });
  }
}

/**
 * The phase with which a plan goes on: used after the survey, after each record and when a session is continued. The
 * round stays, so that a step that is continued does not give its proposals the names of earlier ones.
 */
export function nextMeasurement(plan: RunPlan): { plan: RunPlan; next: Phase | 'finished' } {
  const cleared: RunPlan = { ...plan, proposal: undefined, target: undefined, vetoedOnTheWay: false };
  if (!plan.surveyed) return { plan: cleared, next: 'survey' };
  const seed = plan.seeds[plan.seedsDone];
  const over = seed === undefined && plan.stepsDone >= plan.steps;
  if (plan.checkDue && !over) return { plan: cleared, next: 'check' };
  if (seed !== undefined) return { plan: { ...cleared, target: seed }, next: 'travel' };
  if (over) return { plan: cleared, next: 'finished' };
  return { plan: cleared, next: 'train' };
}

function towardsProposal(plan: RunPlan): { plan: RunPlan; next: Phase } {
  const { proposal } = plan;
  if (proposal === undefined) return { plan, next: 'propose' };
  const { candidate, at, step, queued } = proposal;
  const origin = queued === undefined ? 'model' : 'human';
  return { plan: { ...plan, target: { candidate, at, step, origin } }, next: 'travel' };
}

function proposeAgain(plan: RunPlan): { plan: RunPlan; next: Phase } {
  const again = { ...plan, round: plan.round + 1, proposal: undefined, target: undefined, vetoedOnTheWay: false };
  return { plan: again, next: 'propose' };
}

function countMeasured(plan: RunPlan): RunPlan {
  return plan.target?.origin === 'seed'
    ? { ...plan, seedsDone: plan.seedsDone + 1 }
    : { ...plan, stepsDone: plan.stepsDone + 1 };
}
