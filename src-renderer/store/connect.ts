/** Keeps the store in step with the main process: a snapshot first, then every announcement after it. */
import { toWire } from '../../src-shared/errors';
import type { ConsoleEvent } from '../../src-shared/ipc/contract';
import type { Host } from '../host/host';
import { applyEvents, applySnapshot, type Applied } from './applyEvent';
import type { WindowState } from './state';

/** What `connect` needs of a store. */
export interface StateHolder {
  getState(): WindowState;
  setState(change: Partial<WindowState>): void;
}

/** Calls back after a number of milliseconds. */
export type After = (millis: number, run: () => void) => void;

/** Announcements of one frame are applied together, so that a fast run does not redraw for each record. */
const BATCH_MILLIS = 16;
const RETRY_MILLIS = 500;

/** Begins to follow the main process; gives back the way to end it. */
export function connect(host: Host, store: StateHolder, after: After): () => void {
  let waiting: readonly ConsoleEvent[] = [];
  let loading = false;
  let scheduled = false;
  let ended = false;

  const load = async (): Promise<void> => {
    if (loading || ended) return;
    loading = true;
    try {
      store.setState(applySnapshot(store.getState(), await host.call('console.snapshot')));
    } catch (error) {
      store.setState({ link: { kind: 'lost', error: toWire(error) } });
      loading = false;
      after(RETRY_MILLIS, () => void load());
      return;
    }
    loading = false;
    // A snapshot that is itself older than what waits would be asked for again at once, and again: give it time.
    if (apply().needsSnapshot) after(RETRY_MILLIS, () => void load());
  };

  const apply = (): Applied => {
    const applied = applyOrReload(store.getState(), waiting);
    waiting = applied.waiting;
    if (applied.state !== store.getState()) store.setState(applied.state);
    return applied;
  };

  const flush = (): void => {
    scheduled = false;
    if (loading || ended) return;
    if (apply().needsSnapshot) void load();
  };

  const unsubscribe = host.subscribe((event) => {
    waiting = [...waiting, event];
    if (scheduled) return;
    scheduled = true;
    after(BATCH_MILLIS, flush);
  });
  void load();
  return () => {
    ended = true;
    unsubscribe();
  };
}

/** As {@link applyEvents}; announcements that do not fit the session on the screen call for a new snapshot as a gap does. */
function applyOrReload(state: WindowState, events: readonly ConsoleEvent[]): Applied {
  try {
    return applyEvents(state, events);
  } catch (error) {
    return { state: { ...state, link: { kind: 'lost', error: toWire(error) } }, waiting: [], needsSnapshot: true };
  }
}
