import { describe, expect, it, vi } from 'vitest';
import type { SessionView } from '../../src-shared/session/view';
import type { Host } from '../host/host';
import { INITIAL_STATE, type WindowState } from './state';
import { createActions, createWindowStore } from './store';
import { snapshotOf } from './testing/builders';
import { rewound } from './timeWindow';

const now = { id: 's', points: [{ step: 0 }, { step: 1 }, { step: 2 }] } as unknown as SessionView;
const then = { id: 's', points: [{ step: 0 }] } as unknown as SessionView;

describe('rewound', () => {
  const state: WindowState = { ...INITIAL_STATE, console: snapshotOf({ session: now }), selected: 2 };

  it('is the state itself while the newest step is shown', () => {
    expect(rewound(state)).toBe(state);
  });

  it('shows the past session as a replay, the same object each time, and lets go of what did not exist then', () => {
    const past = { ...state, time: { ...state.time, past: { step: 1, session: then } } };
    expect(rewound(past).console).toMatchObject({ session: then, replay: true });
    expect(rewound(past).selected).toBeUndefined();
    expect(rewound(past)).toBe(rewound(past));
  });
});

describe('while an earlier step is on the screen', () => {
  function looking() {
    const call = vi.fn(() => Promise.resolve(undefined));
    const store = createWindowStore();
    store.setState({ console: snapshotOf({ session: now }), time: { records: [], past: { step: 1, session: then } } });
    return {
      call,
      store,
      actions: createActions({ call, subscribe: () => () => undefined } as unknown as Host, store),
    };
  }

  it('nothing acts on the run but STOP', async () => {
    const { call, store, actions } = looking();
    for (const name of ['run.pause', 'run.stop', 'run.resume', 'edit.undo', 'seeds.add'] as const)
      expect(await actions.send(name, undefined as never), name).toBe(false);
    expect(call).not.toHaveBeenCalled();
    expect(store.getState().rejected?.error.hint).toMatch(/Go back to live/);
    expect(await actions.send('run.halt')).toBe(true);
    expect(call).toHaveBeenCalledWith('run.halt');
  });

  it('the step after the last one is live again', async () => {
    const { store, actions } = looking();
    await actions.time.goTo(3);
    expect(store.getState().time.past).toBeUndefined();
  });
});
