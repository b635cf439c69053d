import { describe, expect, it } from 'vitest';
import { ConsoleError } from '../../src-shared/errors';
import { samplePoint } from '../../src-shared/geometry';
import type { RunState } from '../../src-shared/run';
import type { SessionView } from '../../src-shared/session/view';
import type { Host } from '../host/host';
import { decisionInForce, liveProposal } from './selectors';
import { createActions, createWindowStore } from './store';
import { runOf, snapshotOf } from './testing/builders';

const refusal = new ConsoleError({ code: 'run/illegal', message: 'No run is going on.' });
const frame = { rows: 10, cols: 10, widthMetres: 1e-6, heightMetres: 1e-6, heightsMetres: new Float32Array(100) };
const session = {
  frame,
  decision: { mode: 'manual', countdownSeconds: 30, noAnswer: 'hold' },
  proposals: [{ proposal: { id: '1.0', step: 1 } }],
  points: [
    { index: 0, step: 0, at: { row: 1, col: 1 } },
    { index: 1, step: 0, at: { row: 8, col: 8 } },
  ],
} as unknown as SessionView;

function windowWith(call: (name: string) => unknown) {
  const store = createWindowStore();
  store.setState({ console: snapshotOf({ session }) });
  const host = { call: async (name: string) => call(name), subscribe: () => () => undefined } as unknown as Host;
  return { store, actions: createActions(host, store) };
}

describe('actions', () => {
  it('put a refusal into the alarm line and take it away with the next success', async () => {
    let refuse = true;
    const { store, actions } = windowWith(() => {
      if (refuse) throw refusal;
    });

    expect(await actions.send('run.stop')).toBe(false);
    expect(store.getState().rejected).toMatchObject({ command: 'run.stop', error: { code: 'run/illegal' } });
    refuse = false;
    expect(await actions.send('run.stop')).toBe(true);
    expect(store.getState().rejected).toBeUndefined();
  });

  it('select the nearest point, and let go of it with a second click', () => {
    const { store, actions } = windowWith(() => undefined);
    const nearSecond = samplePoint(0.3e-6, -0.2e-6);

    actions.pick(nearSecond);
    expect(store.getState().selected).toBe(1);
    actions.pick(nearSecond);
    expect(store.getState().selected).toBeUndefined();
  });

  it('walk through the points and stop at both ends', () => {
    const { store, actions } = windowWith(() => undefined);
    const walked = [1, 1, 1, -1, -1].map((by) => {
      actions.stepSelection(by);
      return store.getState().selected;
    });

    expect(walked).toEqual([0, 1, 1, 0, 0]);
  });

  it('go to the Live view with a session that could be opened, and stay where they are otherwise', async () => {
    const { store, actions } = windowWith(() => undefined);
    actions.show('sessions');
    await actions.openSession('x');
    expect(store.getState().view).toBe('live');

    const refused = windowWith(() => {
      throw refusal;
    });
    refused.actions.show('sessions');
    await refused.actions.openSession('x');
    expect(refused.store.getState().view).toBe('sessions');
  });
});

describe('selectors', () => {
  const running = runOf({ state: { kind: 'running', phase: 'awaitDecision' } });

  it('take the decision of the running session, else what the next one starts with', () => {
    const { store } = windowWith(() => undefined);
    const idle = store.getState();

    expect(decisionInForce(idle)).toEqual({ mode: 'auto', countdownSeconds: 10, noAnswer: 'go', ask: 'always' });
    const active = { ...idle, console: snapshotOf({ session, run: running }) };
    expect(decisionInForce(active)).toEqual(session.decision);
    expect(decisionInForce({ ...active, console: { ...active.console, replay: true } })?.mode).toBe('auto');
  });

  it('have a proposal only while its session runs', () => {
    const { store } = windowWith(() => undefined);
    const idle = store.getState();
    const active = { ...idle, console: snapshotOf({ session, run: running }) };

    expect(liveProposal(idle)).toBeUndefined();
    expect(liveProposal(active)?.id).toBe('1.0');
    const inState = (state: RunState) =>
      liveProposal({ ...active, console: { ...active.console, run: runOf({ state }) } });
    expect(inState({ kind: 'paused', phase: 'travel' })?.id).toBe('1.0');
    expect(inState({ kind: 'halted', cause: 'operator' })).toBeUndefined();
    expect(inState({ kind: 'stopping', outcome: 'aborted' })).toBeUndefined();
    expect(liveProposal({ ...active, console: { ...active.console, replay: true } })).toBeUndefined();
  });
});
