import { describe, expect, it } from 'vitest';
import type { ConsoleSnapshot } from '../../../src-shared/ipc/contract';
import type { MeasuredPoint, SessionView } from '../../../src-shared/session/view';
import { INITIAL_STATE } from '../../store/state';
import { runOf, snapshotOf } from '../../store/testing/builders';
import { medianStepSeconds } from '../../../src-shared/freshness';
import { conditionsOf } from './conditions';

const points = (seconds: readonly number[], saturated = false): readonly MeasuredPoint[] =>
  seconds.map((s) => ({
    recordedAt: new Date(s * 1000).toISOString(),
    flags: { complete: true, compliance: false, saturated },
  })) as unknown as MeasuredPoint[];

function keysAt(nowSeconds: number, changes: Partial<ConsoleSnapshot>) {
  const state = { ...INITIAL_STATE, link: { kind: 'live' as const }, console: snapshotOf(changes) };
  return conditionsOf(state, nowSeconds * 1000).map(({ key, priority }) => `${key} ${priority}`);
}
const sessionWith = (some: readonly MeasuredPoint[]) => ({ points: some }) as unknown as SessionView;
const running = (phase: 'sweep' | 'awaitDecision') => runOf({ state: { kind: 'running', phase }, since: 0 });

describe('conditionsOf', () => {
  it('is empty when all is well', () => {
    expect(keysAt(0, { freeBytes: 50e9 })).toEqual([]);
  });

  it('warns of a full disk in two stages', () => {
    expect(keysAt(0, { freeBytes: 9e9 })).toEqual(['disk 3']);
    expect(keysAt(0, { freeBytes: 1e9 })).toEqual(['disk 1']);
  });

  it('is urgent when the instrument does not answer', () => {
    expect(keysAt(0, { instrument: { ...snapshotOf().instrument, phase: 'offline' } })).toEqual(['instrument 1']);
  });

  it('says that somebody is waited for after ten minutes, not before', () => {
    const asking = { run: running('awaitDecision'), session: sessionWith([]) };
    expect(keysAt(599, asking)).toEqual([]);
    expect(keysAt(600, asking)).toEqual(['waiting 2']);
  });

  it('says that a run hangs when a phase lasts three steps', () => {
    expect(medianStepSeconds(points([0, 20, 40, 100]))).toBe(20);
    const sweeping = { run: running('sweep'), session: sessionWith(points([0, 20, 40, 60])) };
    expect(keysAt(59, sweeping)).toEqual([]);
    expect(keysAt(60, sweeping)).toEqual(['stalled 2']);
  });

  it('says that three curves in a row are bad', () => {
    expect(keysAt(0, { run: running('sweep'), session: sessionWith(points([0, 1, 2], true)) })).toEqual([
      'badCurves 2',
    ]);
    expect(keysAt(0, { run: running('sweep'), session: sessionWith(points([0, 1], true)) })).toEqual([]);
  });
});
