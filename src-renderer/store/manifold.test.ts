import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS } from '../../src-shared/analysis';
import { ConsoleError } from '../../src-shared/errors';
import type { CommandName } from '../../src-shared/ipc/names';
import { applyRecord } from '../../src-shared/session/view';
import { embeddingOf, gridOf, reportOf } from './testing/manifoldBuilders';
import type { Host } from '../host/host';
import { applySnapshot } from './applyEvent';
import { NO_MANIFOLD, cellPosition, shownReport } from './manifoldWindow';
import { createActions, createWindowStore } from './store';
import { openedRecord, snapshotOf } from './testing/builders';

interface Call {
  readonly name: CommandName;
  readonly input: unknown;
  answer(value: unknown): Promise<void>;
  refuse(): Promise<void>;
}

/** A window on the session `a`, and every call that waits for an answer. */
function openWindow() {
  const calls: Call[] = [];
  const settled = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  const host = {
    call: (name: CommandName, input: unknown) =>
      new Promise((resolve, reject) => {
        calls.push({
          name,
          input,
          answer: (value) => (resolve(value), settled()),
          refuse: () => (reject(new ConsoleError({ code: 'learner/crashed', message: 'gone' })), settled()),
        });
      }),
    subscribe: () => () => undefined,
  } as unknown as Host;
  const store = createWindowStore();
  const session = applyRecord(undefined, openedRecord('a'));
  store.setState({ console: snapshotOf({ session }) });
  return { store, calls, actions: createActions(host, store).manifold, manifold: () => store.getState().manifold };
}

describe('manifold of the window', () => {
  it('asks for everything about a model once it is trained, and forgets the older one but not the look', async () => {
    const { calls, actions, manifold } = openWindow();
    actions.look({ colour: 'label' });
    actions.gather([1, 2]);
    void actions.load('2026');
    for (const name of ['manifold.embedding', 'manifold.grid', 'analysis.report', 'manifold.coupling']) {
      expect(calls.at(-1)?.name).toBe(name);
      await calls.at(-1)?.answer(name === 'manifold.grid' ? gridOf() : undefined);
    }

    expect(manifold()).toMatchObject({ loadedFor: '2026', group: [], look: { colour: 'label' }, whole: { size: 3 } });
  });

  it('shows what was gathered or opened, but does not take thresholds that are being tried away', () => {
    const { store, actions, manifold } = openWindow();
    store.setState({ manifold: { ...NO_MANIFOLD, whole: gridOf() } });
    actions.look({ tab: 'notes' });
    actions.gather([]);
    expect(manifold().look.tab).toBe('notes');
    actions.gather([1]);
    expect(manifold().look.tab).toBe('cell');
    actions.look({ tab: 'notes' });
    void actions.open('whole', 1);
    expect(manifold().look.tab).toBe('cell');
    actions.look({ tab: 'thresholds' });
    void actions.open('whole', 2);
    expect(manifold().look.tab).toBe('thresholds');
  });

  it('opens a cell at the place of its row and column, other components at their base', async () => {
    const { store, calls, actions, manifold } = openWindow();
    store.setState({ manifold: { ...NO_MANIFOLD, whole: gridOf() } });
    void actions.open('whole', 2);

    expect(calls[0]).toMatchObject({ name: 'manifold.cell', input: { z: [1, 1, 0.25] } });
    expect(cellPosition(gridOf(), 3)).toEqual([0, -1, 0.25]);
    await calls[0]?.answer({ z: [1, 1, 0.25] });
    expect(manifold().cell?.of).toMatchObject({ grid: 'whole', tile: 2 });
  });

  it('spreads the grid over the data on demand, and then the cells of the other grid are gone', async () => {
    const { store, calls, actions, manifold } = openWindow();
    store.setState({ manifold: { ...NO_MANIFOLD, whole: gridOf(), embedding: embeddingOf() } });
    void actions.open('whole', 0);
    void actions.showExtent('data');

    const box = calls[1]?.input as { box: { row: number[]; col: number[] } };
    expect(box.box.row).toEqual([-0.5, 0.5]);
    expect(box.box.col[1]).toBeCloseTo(0.6, 6);
    await calls[0]?.answer({ z: [1, -1] });
    await calls[1]?.answer(gridOf());
    expect(manifold()).toMatchObject({ opened: undefined, cell: undefined, look: { extent: 'data' } });
    expect(manifold().whole?.size).toBe(3);
  });

  it('drops the answer about a cell that is not the opened one any more', async () => {
    const { store, calls, actions, manifold } = openWindow();
    store.setState({ manifold: { ...NO_MANIFOLD, whole: gridOf() } });
    void actions.open('whole', 0);
    void actions.open('whole', 8);
    await calls[1]?.answer({ z: [-1, 1] });
    await calls[0]?.answer({ z: [1, -1] });

    expect(manifold().cell?.of.tile).toBe(8);
  });

  it('drops an answer that belongs to a session no longer shown', async () => {
    const { store, calls, actions, manifold } = openWindow();
    void actions.loadReport();
    const session = applyRecord(undefined, openedRecord('b'));
    store.setState(applySnapshot(store.getState(), snapshotOf({ session })));
    await calls[0]?.answer(reportOf());

    expect(manifold().report).toBeUndefined();
  });

  it('says why a question was not answered until one of its kind is', async () => {
    const { calls, actions, manifold } = openWindow();
    void actions.loadReport();
    await calls[0]?.refuse();
    expect(manifold().problem).toMatchObject({ of: 'report', error: { message: 'gone' } });

    void actions.loadReport();
    await calls[1]?.answer(reportOf());
    expect(manifold()).toMatchObject({ problem: undefined, report: { referenceAmperes: 1e-9 } });
  });

  it('tries thresholds without saving, and saves them with the labels and cells that follow', async () => {
    const { calls, actions, manifold } = openWindow();
    const thresholds = { ...DEFAULT_THRESHOLDS, nullShare: 0.1 };
    void actions.tryThresholds(thresholds);
    expect(calls[0]).toMatchObject({ name: 'analysis.report', input: { thresholds } });
    await calls[0]?.answer({ ...reportOf(), thresholds });
    expect(shownReport(manifold())?.thresholds.nullShare).toBe(0.1);

    void actions.saveThresholds(thresholds);
    expect(calls[1]).toMatchObject({ name: 'analysis.thresholds', input: thresholds });
    await calls[1]?.answer(undefined);
    await calls[2]?.answer({ ...reportOf(), thresholds });
    await calls[3]?.answer(gridOf());
    expect(manifold()).toMatchObject({ trial: undefined, report: { thresholds: { nullShare: 0.1 } } });
  });

  it('lets go of everything but the look when another session comes', () => {
    const { store, actions } = openWindow();
    actions.look({ layout: 'gallery' });
    actions.gather([1]);
    const session = applyRecord(undefined, openedRecord('b'));
    const next = applySnapshot(store.getState(), snapshotOf({ session }));

    expect(next.manifold).toEqual({ ...NO_MANIFOLD, look: { ...NO_MANIFOLD.look, layout: 'gallery' } });
  });
});
