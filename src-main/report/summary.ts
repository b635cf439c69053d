/** A session in numbers: what the command line prints with --json and what the report's table shows. */
import type { Policy } from '../../src-shared/experiment';
import type { PhaseSeconds } from '../../src-shared/run';
import type { DiversityPoint, SessionView } from '../../src-shared/session/view';
import { median, quantile } from '../numerics/stats';
import { proposalsSha256 } from './proposalsHash';

/** How many places of each class were measured; only a simulator knows. */
export interface ClassCounts {
  readonly club: number;
  readonly heart: number;
  readonly diamond: number;
  readonly null: number;
}

/** What the view of a session cannot tell; all of it may be unknown, for instance for a session read from disk. */
export interface SummaryExtras {
  readonly phaseSeconds?: PhaseSeconds | undefined;
  /** From the start of the run to its end, survey included. */
  readonly totalSeconds?: number | undefined;
  readonly surveySeconds?: number | undefined;
  /** As the engine counted it, waiting for people left out; otherwise it follows from the times above. */
  readonly idleFraction?: number | undefined;
  readonly classes?: ClassCounts | undefined;
}

/** One diversity at three times, dimensionless; undefined where the session did not get that far. */
export interface DiversityAt {
  readonly afterSeeds: number | undefined;
  /** After step 20, or after the last step of a shorter run. */
  readonly step20: number | undefined;
  readonly end: number | undefined;
}

export interface ReportSummary {
  readonly policy: Policy;
  /** Seeds and steps that were measured, not what was planned. */
  readonly seeds: number;
  readonly steps: number;
  readonly secondsPerStep: { readonly median: number | undefined; readonly p95: number | undefined };
  readonly phaseSeconds: PhaseSeconds | undefined;
  /** Share of the run, survey excluded, in which the tip neither travelled nor swept. */
  readonly idleFraction: number | undefined;
  readonly diversity: { readonly structural: DiversityAt; readonly spectral: DiversityAt };
  readonly classes: ClassCounts | undefined;
  readonly proposalsSha256: string;
  /** Name of the session on disk. */
  readonly session: string;
}

/** The numbers of a session, finished or not. Numbers that are not known are undefined, never 0. */
export function summarizeSession(view: SessionView, extras: SummaryExtras = {}): ReportSummary {
  const steps = view.points.filter((point) => point.step > 0).length;
  return {
    policy: view.config.policy,
    seeds: view.points.length - steps,
    steps,
    secondsPerStep: secondsPerStep(view),
    phaseSeconds: extras.phaseSeconds,
    idleFraction: extras.idleFraction ?? idleFraction(extras),
    diversity: { structural: diversityAt(view, 'structural'), spectral: diversityAt(view, 'spectral') },
    classes: extras.classes,
    proposalsSha256: proposalsSha256(view),
    session: view.id,
  };
}

/** Entries of the diversity curves from the complete seed set on; those before it are means over a few seeds only. */
export function diversityFromSeeds(view: Pick<SessionView, 'config' | 'diversity'>): readonly DiversityPoint[] {
  return view.diversity.filter((entry) => entry.points >= view.config.seeds);
}

function diversityAt(view: SessionView, kind: 'structural' | 'spectral'): DiversityAt {
  const entries = diversityFromSeeds(view);
  const value = (entry: DiversityPoint | undefined): number | undefined =>
    entry !== undefined && Number.isFinite(entry[kind]) ? entry[kind] : undefined;
  return {
    afterSeeds: value(entries.findLast((entry) => entry.step === 0)),
    step20: value(entries.findLast((entry) => entry.step <= 20)),
    end: value(entries.at(-1)),
  };
}

/** From one recorded curve to the next, over the steps: decisions, travel, sweep, learning and pauses together. */
function secondsPerStep(view: SessionView): ReportSummary['secondsPerStep'] {
  const seconds: number[] = [];
  view.points.forEach((point, i) => {
    const before = view.points[i - 1];
    if (point.step === 0 || before === undefined) return;
    const passed = (Date.parse(point.recordedAt) - Date.parse(before.recordedAt)) / 1000;
    // A wall clock that was set back says nothing about how long a step took.
    if (passed >= 0) seconds.push(passed);
  });
  if (seconds.length === 0) return { median: undefined, p95: undefined };
  return { median: median(seconds), p95: quantile(seconds, 0.95) };
}

function idleFraction({ phaseSeconds, totalSeconds, surveySeconds = 0 }: SummaryExtras): number | undefined {
  if (phaseSeconds === undefined || totalSeconds === undefined) return undefined;
  const seconds = totalSeconds - surveySeconds;
  if (!(seconds > 0)) return undefined;
  return Math.min(1, Math.max(0, 1 - (phaseSeconds.travel + phaseSeconds.sweep) / seconds));
}
