import { describe, expect, it } from 'vitest';
import { ConsoleError } from '../../src-shared/errors';
import type { ConsoleEvent, ConsoleSnapshot } from '../../src-shared/ipc/contract';
import type { Host } from '../host/host';
import { connect } from './connect';
import { createWindowStore, type WindowStore } from './store';
import { frameRecord, runOf, snapshotOf } from './testing/builders';

interface Bench {
  readonly store: WindowStore;
  readonly asked: () => number;
  readonly emit: (event: ConsoleEvent) => void;
  /** Answers the oldest open question. */
  readonly answer: (answer: ConsoleSnapshot | Error) => Promise<void>;
  /** Lets the timers run that are set now. */
  readonly pass: () => Promise<void>;
  readonly end: () => void;
}

/** A window that is being connected to a main process which answers when it is told to. */
function bench(): Bench {
  const store = createWindowStore();
  const questions: { resolve: (snapshot: ConsoleSnapshot) => void; reject: (error: Error) => void }[] = [];
  const timers: (() => void)[] = [];
  let listener: (event: ConsoleEvent) => void = () => undefined;
  let asked = 0;
  const host = {
    call: () => {
      asked += 1;
      return new Promise<ConsoleSnapshot>((resolve, reject) => questions.push({ resolve, reject }));
    },
    subscribe: (wanted: (event: ConsoleEvent) => void) => {
      listener = wanted;
      return () => {
        listener = () => undefined;
      };
    },
  } as unknown as Host;
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const end = connect(host, store, (_millis, run) => timers.push(run));
  return {
    store,
    asked: () => asked,
    emit: (event) => listener(event),
    answer: async (answer) => {
      const question = questions.shift();
      if (answer instanceof Error) question?.reject(answer);
      else question?.resolve(answer);
      await settle();
    },
    pass: async () => {
      for (const run of timers.splice(0)) run();
      await settle();
    },
    end,
  };
}
const runEvent = (seq: number, step = seq): ConsoleEvent => ({ seq, kind: 'run', run: runOf({ step }) });
const step = (store: WindowStore) => store.getState().console?.run.step;

describe('connect', () => {
  it('takes the snapshot first, then what was announced after it', async () => {
    const { emit, answer, pass, store, asked } = bench();
    emit(runEvent(4));
    emit(runEvent(6));
    await pass();
    expect(store.getState().link.kind).toBe('connecting');

    await answer(snapshotOf({ seq: 5, run: runOf({ step: 5 }) }));

    expect(store.getState().link.kind).toBe('live');
    expect(step(store)).toBe(6);
    expect(asked()).toBe(1);
  });

  it('asks again at a gap and goes on from there', async () => {
    const { emit, answer, pass, store, asked } = bench();
    await answer(snapshotOf({ seq: 1 }));
    emit(runEvent(3));
    await pass();
    expect(asked()).toBe(2);
    expect(step(store)).toBe(0);

    await answer(snapshotOf({ seq: 2, run: runOf({ step: 2 }) }));

    expect(step(store)).toBe(3);
  });

  it('asks again where another session is shown', async () => {
    const { emit, answer, pass, store, asked } = bench();
    await answer(snapshotOf({ seq: 1 }));
    emit({ seq: 2, kind: 'replaced' });
    await pass();

    await answer(snapshotOf({ seq: 2, replay: true }));

    expect(asked()).toBe(2);
    expect(store.getState().console?.replay).toBe(true);
  });

  it('asks again after a record that does not belong to the shown session, and says so meanwhile', async () => {
    const { emit, answer, pass, store, asked } = bench();
    await answer(snapshotOf({ seq: 1 }));
    emit({ seq: 2, kind: 'record', resolved: frameRecord() });
    await pass();
    expect(store.getState().link.kind).toBe('lost');

    await answer(snapshotOf({ seq: 2 }));

    expect(asked()).toBe(2);
    expect(store.getState().link.kind).toBe('live');
  });

  it('says that the connection is lost and tries again later', async () => {
    const { answer, pass, store, asked } = bench();
    await answer(new ConsoleError({ code: 'ipc/untrusted-sender', message: 'Not you.' }));
    expect(store.getState().link).toMatchObject({ kind: 'lost', error: { message: 'Not you.' } });
    expect(asked()).toBe(1);

    await pass();
    await answer(snapshotOf());

    expect(store.getState().link.kind).toBe('live');
  });

  it('does not ask over and over for a snapshot that stays behind', async () => {
    const { emit, answer, pass, asked } = bench();
    emit(runEvent(9));
    await answer(snapshotOf({ seq: 1 }));
    expect(asked()).toBe(1);

    await pass();

    expect(asked()).toBe(2);
  });

  it('hears nothing after its end', async () => {
    const { emit, answer, pass, store, end } = bench();
    await answer(snapshotOf({ seq: 1 }));
    end();
    emit(runEvent(2));
    await pass();

    expect(step(store)).toBe(0);
  });
});
