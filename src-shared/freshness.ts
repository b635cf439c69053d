/** How far what is on the screen can be taken for now. Pure: the main process and the window judge by the same numbers. */

/** Seconds between two readings of the instrument's status. */
export const STATUS_SECONDS = 0.5;

/** What is older than so many of its periods is stale. */
const STALE_PERIODS = 3;

/** Steps that a median is taken over. */
const RECENT_STEPS = 20;

/** Steps shorter than this are not called stale for one hiccup, seconds. */
const SHORTEST_STEP_SECONDS = 1;

/**
 * `live`: as old as it has to be. `stale`: older than three of its periods. `disconnected`: nothing comes any more, the last
 * values are kept. `replay`: from disk, or an earlier step. `none`: there is nothing.
 */
export type Freshness = 'live' | 'stale' | 'disconnected' | 'replay' | 'none';

/** Whether a datum of this age is stale, where a new one is due every `periodSeconds`. */
export function isStale(ageSeconds: number, periodSeconds: number): boolean {
  return ageSeconds > STALE_PERIODS * periodSeconds;
}

/** Whether a run that is at work has brought no record for three of its steps. */
export function isStepStale(ageSeconds: number, medianStepSeconds: number | undefined): boolean {
  return medianStepSeconds !== undefined && isStale(ageSeconds, Math.max(SHORTEST_STEP_SECONDS, medianStepSeconds));
}

/** Median time from curve to curve among the last ones, seconds; undefined before the second. */
export function medianStepSeconds(points: readonly { readonly recordedAt: string }[]): number | undefined {
  const times = points.slice(-RECENT_STEPS - 1).map(({ recordedAt }) => Date.parse(recordedAt) / 1000);
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
}
