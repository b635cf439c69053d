/** How the person at the window looks back and returns. */
import type { StoreApi } from 'zustand/vanilla';
import { toWire } from '../../src-shared/errors';
import type { CommandName } from '../../src-shared/ipc/names';
import type { MapSet } from '../../src-shared/maps';
import type { JournalRecord } from '../../src-shared/session/record';
import { lastPastStep, pointsBefore, sessionAt } from '../../src-shared/session/past';
import type { Host } from '../host/host';
import type { WindowState } from './state';

export interface TimeActions {
  /** Shows a step again in every panel; a step after the last one measured is live. */
  goTo(step: number): Promise<void>;
  /** One step back or forth; forth from the last one is live. */
  by(steps: number): Promise<void>;
  live(): void;
  /** The maps that chose a step; undefined where there are none. */
  mapsOf(step: number): Promise<MapSet | undefined>;
  /** Reads the records that the window does not know yet. */
  loadRecords(): Promise<void>;
}

/** All records of the session shown; those that the window knows already are not asked for again. */
async function readRecords(host: Host, store: StoreApi<WindowState>): Promise<readonly JournalRecord[]> {
  const id = store.getState().console?.session?.id;
  for (;;) {
    const known = store.getState().time.records;
    const more = await host.call('session.records', { from: (known.at(-1)?.seq ?? -1) + 1 });
    const state = store.getState();
    if (state.console?.session?.id !== id) return state.time.records;
    // Somebody else asked at the same time and was answered first.
    if (state.time.records !== known) continue;
    if (more.length === 0) return known;
    store.setState({ time: { ...state.time, records: [...known, ...more] } });
  }
}

/** The actions on a store and its host. */
export function createTimeActions(host: Host, store: StoreApi<WindowState>): TimeActions {
  let newest = 0;

  const told = async (command: CommandName, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      store.setState({ rejected: { command, error: toWire(error) } });
    }
  };

  function live(): void {
    newest++;
    store.setState((state) => ({ time: { ...state.time, past: undefined } }));
  }

  async function goTo(wanted: number): Promise<void> {
    const session = store.getState().console?.session;
    if (session === undefined || lastPastStep(session) === 0) return;
    if (wanted > lastPastStep(session)) {
      live();
      return;
    }
    const step = Math.max(1, wanted);
    const mine = ++newest;
    await told('session.maps', async () => {
      const [records, maps, novelty] = await Promise.all([
        readRecords(host, store),
        host.call('session.maps', { step }),
        host.call('session.novelty', { points: pointsBefore(session, step) }),
      ]);
      // A slider asks faster than it is answered; only the newest wish counts.
      if (mine !== newest || store.getState().console?.session?.id !== session.id) return;
      const past = { step, session: sessionAt(session, records, step, { maps, novelty }) };
      store.setState((state) => ({ time: { ...state.time, past } }));
    });
  }

  return {
    goTo,
    by(steps) {
      const { time, console: known } = store.getState();
      const last = known?.session === undefined ? 0 : lastPastStep(known.session);
      return goTo((time.past?.step ?? last + 1) + steps);
    },
    live,
    async mapsOf(step) {
      let maps: MapSet | undefined;
      await told('session.maps', async () => {
        maps = await host.call('session.maps', { step });
      });
      return maps;
    },
    loadRecords: () => told('session.records', () => readRecords(host, store)),
  };
}
