import { describe, expect, it } from 'vitest';
import { alarmHealth, openAlarms, openCounts, type AlarmCondition, type AlarmsState } from '../../../src-shared/alarm';
import type { RunStatus } from '../../../src-shared/run';
import type { MeasuredPoint, SessionView } from '../../../src-shared/session/view';
import { createFakeClock } from '../../testing/fakeClock';
import { createAlarmDesk } from './alarmDesk';
import { conditionsOf, type AlarmFacts } from './conditions';
import { answeredAlarms, nextAlarms } from './held';

const disk: AlarmCondition = { key: 'disk', priority: 3, title: 'Disk', message: '9 GB', guidance: 'Make room.' };
const lost: AlarmCondition = { key: 'lost', priority: 1, title: 'Lost', message: 'No answer', guidance: 'Go there.' };
const at = (now: number, measured?: number) => ({ now, measured });
const answer = { alarm: 'disk', priority: 3, title: 'Disk', comment: '' } as const;

describe('alarms as they are held', () => {
  it('stand in the order of urgency, the same array while nothing changes', () => {
    const held = nextAlarms([], [disk, lost], at(5));
    expect(held.map(({ key, since }) => [key, since])).toEqual([
      ['lost', 5],
      ['disk', 5],
    ]);
    expect(nextAlarms(held, [lost, disk], at(6))).toBe(held);
    expect(openCounts(held)).toEqual({ 1: 1, 2: 0, 3: 1 });
  });

  it('stay when their cause is over, until somebody acknowledges them', () => {
    const held = nextAlarms(nextAlarms([], [lost], at(1)), [], at(2));
    expect(held).toMatchObject([{ key: 'lost', since: 1, over: 2 }]);
    expect(openAlarms(held)).toHaveLength(1);
    expect(answeredAlarms(held, { ...answer, alarm: 'lost', choice: 'acknowledged' }, at(3))).toEqual([]);
  });

  it('are raised again when the cause comes back, or becomes more urgent', () => {
    const over = nextAlarms(nextAlarms([], [lost], at(1)), [], at(2));
    expect(nextAlarms(over, [lost], at(9))).toMatchObject([{ since: 9, over: undefined, acknowledged: undefined }]);
    const seen = answeredAlarms(nextAlarms([], [disk], at(1)), { ...answer, choice: 'acknowledged' }, at(2));
    expect(nextAlarms(seen, [{ ...disk, priority: 1 }], at(7))).toMatchObject([{ since: 7, acknowledged: undefined }]);
    expect(nextAlarms(seen, [{ ...disk, message: '8 GB' }], at(7))).toMatchObject([{ message: '8 GB', since: 1 }]);
  });

  it('come back by themselves from a shelf of minutes', () => {
    const shelved = answeredAlarms(nextAlarms([], [disk], at(0)), { ...answer, choice: 'shelved', minutes: 15 }, at(0));
    expect(openAlarms(nextAlarms(shelved, [disk], at(899_999)))).toEqual([]);
    expect(openAlarms(nextAlarms(shelved, [disk], at(900_000)))).toHaveLength(1);
  });

  it('come back from the shelf of a step with the next curve, or when the run is over', () => {
    const first = nextAlarms([], [disk], at(0, 7));
    const shelved = answeredAlarms(first, { ...answer, choice: 'shelved', until: 'step' }, at(0, 7));
    expect(openAlarms(nextAlarms(shelved, [disk], at(1e9, 7)))).toEqual([]);
    expect(openAlarms(nextAlarms(shelved, [disk], at(1, 8)))).toHaveLength(1);
    expect(openAlarms(nextAlarms(shelved, [disk], at(1)))).toHaveLength(1);
    const idle = answeredAlarms(first, { ...answer, choice: 'shelved', until: 'step' }, at(0));
    expect(idle[0]!.shelved).toEqual({ until: 900_000 });
  });
});

const run: RunStatus = {
  state: { kind: 'idle' },
  ...{ since: 0, measured: 0, step: 0, seeds: 0, steps: 0 },
  phaseSeconds: { decide: 0, travel: 0, sweep: 0, learn: 0 },
  etaSeconds: undefined,
  countdown: undefined,
};
const instrument: AlarmFacts['instrument'] = {
  ...{ name: 'Simulator', simulated: true, phase: 'idle', tipEngaged: 'unknown', readAt: 0 },
  ...{ position: undefined, biasVolts: undefined, heightMetres: undefined },
};
const calm: AlarmFacts = {
  ...{ run, instrument, replay: false },
  ...{ session: undefined, offlineSince: undefined, stop: undefined, problem: undefined, freeBytes: 50e9 },
  ...{ untold: undefined, clockJump: undefined },
};
const points = (seconds: readonly number[], saturated = false) =>
  seconds.map((s) => ({
    recordedAt: new Date(s * 1000).toISOString(),
    flags: { complete: true, compliance: false, saturated },
  })) as unknown as MeasuredPoint[];
const sessionWith = (some: readonly MeasuredPoint[], about: object = {}) =>
  ({ points: some, drift: [], diversity: [], manifold: undefined, ...about }) as unknown as SessionView;
const running = (phase: 'sweep' | 'awaitDecision'): RunStatus => ({ ...run, state: { kind: 'running', phase } });
const keysAt = (seconds: number, changes: Partial<AlarmFacts>): readonly string[] =>
  conditionsOf({ ...calm, ...changes }, seconds * 1000).map(({ key, priority }) => `${key} ${priority}`);

describe('what is an alarm', () => {
  it('is nothing when all is well', () => {
    expect(keysAt(0, {})).toEqual([]);
  });

  it('is a full disk, in two stages', () => {
    expect(keysAt(0, { freeBytes: 9e9 })).toEqual(['disk 3']);
    expect(keysAt(0, { freeBytes: 1e9 })).toEqual(['disk 1']);
  });

  it('is an instrument that has not answered for two seconds, not one that is being connected', () => {
    const offline = { instrument: { ...instrument, phase: 'offline' as const }, offlineSince: 10_000 };
    expect(keysAt(11.9, offline)).toEqual([]);
    expect(keysAt(12, offline)).toEqual(['instrument 1']);
    expect(keysAt(0, { instrument: { ...instrument, phase: 'fault' } })).toEqual(['instrument 1']);
  });

  it('is a stop that is not confirmed, or a halt that no stop explains; not a stop that went well', () => {
    const stop = { stage: 'unconfirmed', requestedAt: 0, message: 'It says so.' } as const;
    const halted = { ...run, state: { kind: 'halted', cause: 'limit' } } as const;
    expect(keysAt(0, { stop, run: halted })).toEqual(['stop 1']);
    expect(keysAt(0, { stop: { ...stop, stage: 'safe' }, run: halted })).toEqual([]);
    expect(keysAt(0, { run: halted })).toEqual(['halted 1']);
  });

  it('is a proposal that has waited for ten minutes, not before', () => {
    const asking = { run: running('awaitDecision'), session: sessionWith([]) };
    expect(keysAt(599, asking)).toEqual([]);
    expect(keysAt(600, asking)).toEqual(['waiting 2']);
  });

  it('is a phase that lasts longer than three steps, and not shorter than half a minute', () => {
    const slow = { run: running('sweep'), session: sessionWith(points([0, 20, 40, 60])) };
    expect(keysAt(60, slow)).toEqual([]);
    expect(keysAt(60.1, slow)).toEqual(['stalled 2']);
    const fast = { run: running('sweep'), session: sessionWith(points([0, 1, 2])) };
    expect(keysAt(30, fast)).toEqual([]);
    expect(keysAt(30.1, fast)).toEqual(['stalled 2']);
  });

  it('is three bad curves in a row, and a model in doubt', () => {
    expect(keysAt(0, { run: running('sweep'), session: sessionWith(points([0, 1, 2], true)) })).toEqual([
      'badCurves 2',
    ]);
    expect(keysAt(0, { run: running('sweep'), session: sessionWith(points([0, 1], true)) })).toEqual([]);
    const model = (about: object) => keysAt(0, { session: { points: [], model: { jitter: 1e-6, ...about } } as never });
    const calibration = { forecasts: 30, oneSigma: 0.4, twoSigma: 0.7, lost: true };
    expect(model({ kernels: 'wasm-fused' })).toEqual([]);
    expect(model({ calibration })).toEqual(['model 3']);
    expect(model({ jitter: 1e-4 })).toEqual(['model 3']);
    expect(model({ kernels: 'typescript' })).toEqual(['model 3']);
  });
});

describe('what is an alarm while a run is on', () => {
  const during = (about: object, changes: Partial<AlarmFacts> = {}) =>
    keysAt(0, { run: running('sweep'), session: sessionWith([], about), ...changes });

  it('is drift beyond the usual, as long as the newest look says so', () => {
    const look = { alarm: true, registered: true, changeMetres: 3e-8 };
    expect(during({ drift: [look] })).toEqual(['drift 2']);
    expect(during({ drift: [look, { ...look, alarm: false }] })).toEqual([]);
    expect(during({ drift: [{ ...look, registered: false }] })).toEqual([]);
    expect(during({ drift: [look] }, { run })).toEqual([]);
    expect(during({ drift: [look] }, { replay: true })).toEqual([]);
  });

  it('is a search that finds nothing new, and a manifold that saw too little', () => {
    const diversity = Array.from({ length: 80 }, (_, i) => ({ points: i, step: i + 1, structural: 1, spectral: 1 }));
    expect(during({ diversity })).toEqual(['stagnant 3']);
    const manifold = (seen: number) => ({ points: points([0, 0, 0]), manifold: { summary: { points: Array(seen) } } });
    expect(during(manifold(2))).toEqual(['staleManifold 3']);
    expect(during(manifold(3))).toEqual([]);
  });

  it('is a clock that jumped either way', () => {
    expect(during({}, { clockJump: -7200 })).toEqual(['clockJump 3']);
    expect(keysAt(0, { clockJump: 7200 })).toEqual([]);
  });
});

describe('the desk of alarms', () => {
  it('sees the wall clock jump against the one that never does, and not that it is slewed', async () => {
    const steady = createFakeClock();
    let off = 0;
    const clock = { ...steady, now: () => steady.now() + 1000 * off };
    const facts = { ...calm, run: running('sweep'), session: sessionWith([]) };
    const told: string[] = [];
    const desk = createAlarmDesk({
      clock,
      facts: () => facts,
      announce: () => undefined,
      onRaised: ({ key, message }) => told.push(`${key}: ${message}`),
    });
    for (off = 0; off < 8; off += 2) await steady.advance(1);
    expect(told).toEqual([]);
    off += 3600;
    await steady.advance(2);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^clockJump: .*jumped by 1 h/);
    await steady.advance(20);
    expect(desk.state().held).toMatchObject([{ key: 'clockJump', over: expect.any(Number) as number }]);
    desk.close();
  });

  it('looks once a second, tells of each alarm once, and follows the answers', async () => {
    const clock = createFakeClock();
    const announced: AlarmsState[] = [];
    const told: string[] = [];
    let facts = calm;
    const desk = createAlarmDesk({
      clock,
      facts: () => facts,
      announce: (state) => announced.push(state),
      onRaised: ({ key }) => told.push(key),
    });
    await clock.advance(5);
    expect(announced).toEqual([]);
    facts = { ...calm, freeBytes: 9e9 };
    await clock.advance(5);
    expect(told).toEqual(['disk']);
    desk.answer({ alarm: 'disk', priority: 3, title: 'Disk', choice: 'acknowledged', comment: 'ordered one' });
    expect(desk.state().held[0]!.acknowledged?.comment).toBe('ordered one');
    facts = { ...calm, freeBytes: 1e9 };
    desk.look();
    expect(told).toEqual(['disk', 'disk']);
    expect(desk.state().raised.map(({ priority }) => priority)).toEqual([3, 1]);
    desk.close();
    facts = calm;
    await clock.advance(5);
    expect(desk.state().held).toHaveLength(1);
  });
});

describe('how often alarms are raised', () => {
  it('is counted in the last ten minutes and in the worst ten', () => {
    const raised = (minutes: number, title: string) =>
      ({ key: title, priority: 3, title, at: minutes * 60_000 }) as const;
    const health = alarmHealth(
      [raised(0, 'Disk'), raised(5, 'Disk'), raised(9.9, 'Model'), raised(10, 'Disk'), raised(40, 'Model')],
      45 * 60_000,
    );
    expect(health).toEqual({
      lastTenMinutes: 1,
      worstTenMinutes: 3,
      byTitle: [
        { title: 'Disk', count: 3 },
        { title: 'Model', count: 2 },
      ],
    });
    expect(alarmHealth([], 0)).toEqual({ lastTenMinutes: 0, worstTenMinutes: 0, byTitle: [] });
  });
});
