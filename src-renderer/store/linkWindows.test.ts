import { describe, expect, it } from 'vitest';
import { samplePoint } from '../../src-shared/geometry';
import type { SessionView } from '../../src-shared/session/view';
import { linkWindows, type Channel } from './linkWindows';
import { createWindowStore } from './store';
import { snapshotOf } from './testing/builders';

/** Windows on one channel: what one posts all others hear, as structured clones. */
function windows(...sessions: readonly { readonly id: string; readonly points: number }[]) {
  const channels: { readonly hear: (data: unknown) => void; readonly store: object }[] = [];
  let posted = 0;
  const stores = sessions.map(({ id, points }) => {
    const store = createWindowStore();
    const session = { id, points: Array.from({ length: points }) } as unknown as SessionView;
    store.setState({ console: snapshotOf({ session }) });
    const channel: Channel = {
      addEventListener: (_type, listener) => channels.push({ store, hear: (data) => listener({ data }) }),
      postMessage: (message) => {
        posted += 1;
        for (const other of channels) if (other.store !== store) other.hear(structuredClone(message));
      },
    };
    linkWindows(store, channel);
    return store;
  });
  return { stores, posted: () => posted };
}

describe('windows of one session', () => {
  it('have pointer and selection in common, and say nothing back', () => {
    const { stores, posted } = windows({ id: 'a', points: 9 }, { id: 'a', points: 9 }, { id: 'a', points: 9 });
    stores[0]!.setState({ selected: 4 });
    stores[1]!.setState({ hover: samplePoint(1e-7, 2e-7) });
    for (const store of stores)
      expect(store.getState()).toMatchObject({ selected: 4, hover: { xMetres: 1e-7, yMetres: 2e-7 } });
    stores[2]!.setState({ selected: undefined, hover: undefined });
    for (const store of stores) expect(store.getState()).toMatchObject({ selected: undefined, hover: undefined });
    expect(posted()).toBe(3);
  });

  it('do not follow into another session, nor to a point that an earlier step does not have', () => {
    const { stores } = windows({ id: 'a', points: 9 }, { id: 'b', points: 9 }, { id: 'a', points: 3 });
    stores[0]!.setState({ selected: 4 });
    expect(stores.map((store) => store.getState().selected)).toEqual([4, undefined, undefined]);
  });
});
