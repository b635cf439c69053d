import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConsoleEvent, ConsoleSnapshot } from '../../src-shared/ipc/contract';
import { applyEvent, applyEvents, applySnapshot } from './applyEvent';
import { INITIAL_STATE, type WindowState } from './state';
import { frameRecord, openedRecord, runOf, snapshotOf } from './testing/builders';

const live = (snapshot: Partial<ConsoleSnapshot> = {}): WindowState =>
  applySnapshot(INITIAL_STATE, snapshotOf({ seq: 10, ...snapshot }));
const runEvent = (seq: number, step: number): ConsoleEvent => ({ seq, kind: 'run', run: runOf({ step }) });
const scanEvent = (seq: number): ConsoleEvent => ({
  seq,
  kind: 'scan',
  rowsDone: 1,
  rows: 2,
  cols: 2,
  heightsMetres: new Float32Array([1, 2, Number.NaN, Number.NaN]),
});

describe('applySnapshot', () => {
  it('brings the window to life', () => {
    expect(live().link).toEqual({ kind: 'live' });
  });

  it('keeps the selection of the same session and lets go of it for another one', () => {
    const first = applyEvent(live(), { seq: 11, kind: 'record', resolved: openedRecord('first') });
    const chosen: WindowState = { ...first, selected: 3, stage: 'novelty' };
    const session = chosen.console!.session!;

    expect(applySnapshot(chosen, snapshotOf({ session }))).toMatchObject({ selected: 3, stage: 'novelty' });
    const other = applySnapshot(chosen, snapshotOf({ session: { ...session, id: 'second' } }));
    expect(other).toMatchObject({ selected: undefined, stage: 'topography' });
  });
});

describe('applyEvent', () => {
  it('replaces run, instrument, stop, settings and problem, and leaves the rest alone', () => {
    const before = live({ freeBytes: 5 });
    const problem = { code: 'internal', message: 'It broke.' } as const;

    const after = applyEvent(before, { seq: 11, kind: 'problem', problem });

    expect(after.console).toEqual({ ...before.console, seq: 11, problem });
    expect(before.console?.problem).toBeUndefined();
    expect(applyEvent(before, runEvent(12, 7)).console?.run.step).toBe(7);
  });

  it('folds records into the session as everybody else does', () => {
    const opened = applyEvent(live({ replay: true }), { seq: 11, kind: 'record', resolved: openedRecord('film') });

    expect(opened.console).toMatchObject({ seq: 11, replay: false, session: { id: 'film', points: [] } });
    const framed = applyEvent(opened, { seq: 12, kind: 'record', resolved: frameRecord() });
    expect(framed.console?.session?.frame).toMatchObject({ rows: 2, cols: 2 });
  });

  it('shows the scan until the frame is on disk', () => {
    const opened = applyEvent(live(), { seq: 11, kind: 'record', resolved: openedRecord('film') });
    const scanning = applyEvent(opened, scanEvent(12));

    expect(scanning.scan?.rowsDone).toBe(1);
    expect(applyEvent(scanning, { seq: 13, kind: 'record', resolved: frameRecord() }).scan).toBeUndefined();
  });

  it('is not led back to the scan by lines that come after the frame', () => {
    const records = [openedRecord('film'), frameRecord()];
    const framed = applyEvents(
      live(),
      records.map((resolved, i) => ({ seq: 11 + i, kind: 'record', resolved })),
    ).state;

    expect(applyEvent(framed, scanEvent(13))).toMatchObject({ scan: undefined, console: { seq: 13 } });
    const late: WindowState = {
      ...framed,
      scan: { rows: 2, cols: 2, rowsDone: 2, heightsMetres: new Float32Array(4) },
    };
    expect(applySnapshot(late, framed.console!).scan).toBeUndefined();
  });

  it('changes nothing before the first snapshot', () => {
    expect(applyEvent(INITIAL_STATE, runEvent(1, 1))).toBe(INITIAL_STATE);
  });
});

describe('applyEvents', () => {
  it('passes over what the snapshot holds already', () => {
    const applied = applyEvents(live(), [runEvent(9, 1), runEvent(10, 2)]);

    expect(applied.state.console?.run.step).toBe(0);
    expect(applied.needsSnapshot).toBe(false);
  });

  it('stops at a gap, keeps the rest and asks for a snapshot', () => {
    const applied = applyEvents(live(), [runEvent(11, 1), runEvent(13, 3), runEvent(14, 4)]);

    expect(applied.state.console).toMatchObject({ seq: 11, run: { step: 1 } });
    expect(applied.waiting.map((event) => event.seq)).toEqual([13, 14]);
    expect(applied.needsSnapshot).toBe(true);
  });

  it('asks for a snapshot where another session took the place of the shown one', () => {
    const applied = applyEvents(live(), [{ seq: 11, kind: 'replaced' }, runEvent(12, 4)]);

    expect(applied.waiting.map((event) => event.seq)).toEqual([12]);
    expect(applied.needsSnapshot).toBe(true);
  });

  it('waits for the first snapshot', () => {
    expect(applyEvents(INITIAL_STATE, [runEvent(1, 1)])).toMatchObject({ needsSnapshot: true, waiting: [{ seq: 1 }] });
  });

  it('comes to the same however the announcements are bundled', () => {
    const events = Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? scanEvent(11 + i) : runEvent(11 + i, i)));
    const atOnce = applyEvents(live(), events).state;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), (cut) => {
        const first = applyEvents(live(), events.slice(0, cut)).state;

        expect(applyEvents(first, events.slice(cut)).state).toEqual(atOnce);
      }),
    );
  });
});
