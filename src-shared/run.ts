/** The engine's activity inside a session, as plain data. */
import { z } from './zod';

export const PHASES = ['survey', 'train', 'propose', 'awaitDecision', 'travel', 'sweep', 'record', 'check'] as const;
export const Phase = z.enum(PHASES);
export type Phase = z.infer<typeof Phase>;

export const RunOutcome = z.enum(['success', 'stopped', 'aborted', 'failed']);
export type RunOutcome = z.infer<typeof RunOutcome>;

/** Where the run machine stands. `idle` keeps how the last run ended. */
export const RunState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle'), outcome: RunOutcome.optional() }),
  z.object({ kind: z.literal('preparing') }),
  z.object({ kind: z.literal('running'), phase: Phase }),
  /** The effect in hand is being broken off (`now`) or the step in hand finished first (`afterStep`). */
  z.object({ kind: z.literal('pausing'), phase: Phase, when: z.enum(['afterStep', 'now']) }),
  z.object({ kind: z.literal('paused'), phase: Phase }),
  z.object({ kind: z.literal('suspended'), phase: Phase, reason: z.string() }),
  /** With a phase: the step in hand is finished first. Without: the instrument is being made safe. */
  z.object({ kind: z.literal('stopping'), outcome: RunOutcome, phase: Phase.optional() }),
  z.object({ kind: z.literal('halted'), cause: z.string() }),
]);
export type RunState = z.infer<typeof RunState>;

/** Seconds that the run has spent so far, by what it was doing. */
export interface PhaseSeconds {
  /** Waiting for the operator or the countdown. */
  readonly decide: number;
  readonly travel: number;
  readonly sweep: number;
  /** Novelty, training, prediction and proposal while nothing else went on. */
  readonly learn: number;
}

/** The countdown of a proposal; absent in manual and autonomous mode. */
export interface Countdown {
  readonly proposalId: string;
  readonly totalSeconds: number;
  /** Wall time at which silence counts as the answer, milliseconds since 1970. */
  readonly endsAt: number;
  readonly noAnswer: 'go' | 'hold' | 'next';
  /** Somebody is at the proposal: the countdown stands still, until this wall time at the latest. */
  readonly frozenUntil?: number | undefined;
}

/** What the header shows about the run; the newest one replaces the last. */
export interface RunStatus {
  readonly state: RunState;
  /** Wall time at which `state` was entered, milliseconds since 1970. */
  readonly since: number;
  /** Curves measured so far: seeds and steps. */
  readonly measured: number;
  /** Steps finished so far, seeds not counted. */
  readonly step: number;
  readonly seeds: number;
  readonly steps: number;
  readonly phaseSeconds: PhaseSeconds;
  /** Estimated seconds to the end from the median of the last steps; absent before the first step. */
  readonly etaSeconds: number | undefined;
  /** What those seconds will be spent on, by the last steps. */
  readonly etaSplit?: PhaseSeconds | undefined;
  readonly countdown: Countdown | undefined;
  /** The proposal that can be answered now; with overlapped learning also while the tip is busy with the one before. */
  readonly waitingProposal?: string | undefined;
  /** Share of the time since the survey in which the tip neither travelled nor swept; waiting for people left out. */
  readonly idleFraction?: number | undefined;
}
