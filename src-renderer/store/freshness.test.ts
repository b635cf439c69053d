import { describe, expect, it } from 'vitest';
import type { RunState } from '../../src-shared/run';
import type { SessionView } from '../../src-shared/session/view';
import { readingFreshness, sessionFreshness, type FreshnessState } from './freshness';
import { INITIAL_STATE } from './state';
import { runOf, snapshotOf } from './testing/builders';

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** A session whose curves came in every `every` seconds, the newest at 100 s. */
function sessionOf(every: number): SessionView {
  const points = [0, 1, 2, 3].map((i) => ({ recordedAt: iso(100 - (3 - i) * every) }));
  return { points, lastAt: iso(100) } as unknown as SessionView;
}

function stateOf(run: RunState, changes: Partial<FreshnessState> = {}, readAt = 1e9): FreshnessState {
  const snapshot = snapshotOf({ session: sessionOf(4), run: runOf({ state: run }) });
  const console = { ...snapshot, instrument: { ...snapshot.instrument, readAt } };
  return { ...INITIAL_STATE, link: { kind: 'live' }, console, ...changes };
}

const sweeping: RunState = { kind: 'running', phase: 'sweep' };

describe('the reading of the instrument', () => {
  it('is stale after three of its periods of half a second', () => {
    const state = stateOf({ kind: 'idle' }, {}, 10_000);
    expect(readingFreshness(state, 11_500)).toBe('live');
    expect(readingFreshness(state, 11_501)).toBe('stale');
  });

  it('is kept and marked where nothing comes any more', () => {
    const error = { code: 'internal', message: 'gone' } as const;
    expect(readingFreshness(stateOf({ kind: 'idle' }, { link: { kind: 'lost', error } }), 0)).toBe('disconnected');
    const offline = snapshotOf();
    const console = { ...offline, instrument: { ...offline.instrument, phase: 'offline' as const } };
    expect(readingFreshness(stateOf({ kind: 'idle' }, { console }), 0)).toBe('disconnected');
    expect(readingFreshness({ ...INITIAL_STATE, console: undefined }, 0)).toBe('none');
  });
});

describe('the session on the screen', () => {
  it('is stale when a run at work has brought nothing for three of its steps', () => {
    expect(sessionFreshness(stateOf(sweeping), 112_000)).toBe('live');
    expect(sessionFreshness(stateOf(sweeping), 112_001)).toBe('stale');
  });

  it.each<RunState>([
    { kind: 'running', phase: 'awaitDecision' },
    { kind: 'running', phase: 'survey' },
    { kind: 'paused', phase: 'sweep' },
    { kind: 'idle', outcome: 'success' },
  ])('is not stale where nothing new is due: %j', (run) => {
    expect(sessionFreshness(stateOf(run), 1_000_000)).toBe('live');
  });

  it('says so when the instrument is gone in a run, and not after it', () => {
    const lost = { kind: 'lost', error: { code: 'internal', message: 'gone' } } as const;
    expect(sessionFreshness(stateOf(sweeping, { link: lost }), 100_000)).toBe('disconnected');
    expect(sessionFreshness(stateOf({ kind: 'idle' }, { link: lost }), 100_000)).toBe('live');
  });

  it('is a replay from disk, and nothing without a session', () => {
    const state = stateOf(sweeping);
    expect(sessionFreshness({ ...state, console: { ...state.console!, replay: true } }, 0)).toBe('replay');
    expect(sessionFreshness({ ...state, console: { ...state.console!, session: undefined } }, 0)).toBe('none');
  });
});
