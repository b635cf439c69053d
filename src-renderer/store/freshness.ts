/** How far the instrument's reading and the session on the screen can be taken for now. */
import { isStale, isStepStale, medianStepSeconds, STATUS_SECONDS, type Freshness } from '../../src-shared/freshness';
import type { WindowState } from './state';

/** What of the window's state matters here. */
export type FreshnessState = Pick<WindowState, 'console' | 'link' | 'time'>;

/** Of what the instrument says of itself. */
export function readingFreshness({ console: known, link }: FreshnessState, nowMillis: number): Freshness {
  if (known === undefined) return 'none';
  if (link.kind === 'lost' || known.instrument.phase === 'offline') return 'disconnected';
  return isStale((nowMillis - known.instrument.readAt) / 1000, STATUS_SECONDS) ? 'stale' : 'live';
}

/** Of maps, curves and proposal: of the session that the panels show. */
export function sessionFreshness(state: FreshnessState, nowMillis: number): Freshness {
  const { console: known, time } = state;
  if (known?.session === undefined) return 'none';
  if (known.replay || time.past !== undefined) return 'replay';
  const { run, session } = known;
  if (run.state.kind === 'idle') return 'live'; // complete: nothing newer is due
  if (readingFreshness(state, nowMillis) === 'disconnected') return 'disconnected';
  if (run.state.kind !== 'running' || run.state.phase === 'awaitDecision' || run.state.phase === 'survey')
    return 'live';
  const age = (nowMillis - Math.max(run.since, Date.parse(session.lastAt))) / 1000;
  return isStepStale(age, medianStepSeconds(session.points)) ? 'stale' : 'live';
}
