/** How announcements of the main process change what the window knows. Pure: the same events give the same state. */
import type { ConsoleEvent, ConsoleSnapshot } from '../../src-shared/ipc/contract';
import { applyRecord } from '../../src-shared/session/view';
import { NO_DESK } from './deskWindow';
import { NO_MANIFOLD } from './manifoldWindow';
import type { WindowState } from './state';
import { NO_TIME } from './time';

/** The state after a fresh snapshot. What belonged to another session (selection, scan, earlier maps) is let go. */
export function applySnapshot(state: WindowState, snapshot: ConsoleSnapshot): WindowState {
  const scan = snapshot.session?.frame === undefined ? state.scan : undefined;
  const next: WindowState = { ...state, link: { kind: 'live' }, console: snapshot, scan };
  return snapshot.session?.id === state.console?.session?.id ? next : withoutSession(next);
}

/** The state after one announcement. Without a snapshot there is nothing to change. */
export function applyEvent(state: WindowState, event: ConsoleEvent): WindowState {
  if (state.console === undefined) return state;
  const known: ConsoleSnapshot = { ...state.console, seq: event.seq };
  switch (event.kind) {
    case 'record':
      return applyResolved(state, known, event);
    case 'run':
      return { ...state, console: { ...known, run: event.run } };
    case 'instrument':
      return { ...state, console: { ...known, instrument: event.instrument, freeBytes: event.freeBytes } };
    case 'scan': {
      // Lines are announced in bundles, the last of which may come after the frame itself is on disk.
      if (known.session?.frame !== undefined) return { ...state, console: known };
      const { rows, cols, rowsDone, heightsMetres } = event;
      return { ...state, console: known, scan: { rows, cols, rowsDone, heightsMetres } };
    }
    case 'stop':
      return { ...state, console: { ...known, stop: event.stop } };
    case 'settings':
      return { ...state, console: { ...known, settings: event.settings } };
    case 'alarms':
      return { ...state, console: { ...known, alarms: event.alarms } };
    case 'problem':
      return { ...state, console: { ...known, problem: event.problem } };
    case 'manifold':
      return { ...state, console: { ...known, manifold: event.state } };
    case 'update':
      return { ...state, console: { ...known, update: event.update } };
    case 'replaced':
      return { ...state, console: known };
  }
}

/** What came of a row of announcements. */
export interface Applied {
  readonly state: WindowState;
  /** Announcements that have to wait for a new snapshot. */
  readonly waiting: readonly ConsoleEvent[];
  readonly needsSnapshot: boolean;
}

/**
 * Applies announcements in order. Those that the snapshot already holds are passed over; at a gap in the numbers, or where
 * another session replaced the shown one, the rest has to wait for a new snapshot.
 */
export function applyEvents(state: WindowState, events: readonly ConsoleEvent[]): Applied {
  let now = state;
  for (const [i, event] of events.entries()) {
    const seq = now.console?.seq;
    if (seq !== undefined && event.seq <= seq) continue;
    if (seq === undefined || event.seq > seq + 1 || event.kind === 'replaced')
      return { state: now, waiting: events.slice(event.kind === 'replaced' ? i + 1 : i), needsSnapshot: true };
    now = applyEvent(now, event);
  }
  return { state: now, waiting: [], needsSnapshot: false };
}

function applyResolved(
  state: WindowState,
  known: ConsoleSnapshot,
  { resolved }: ConsoleEvent & { kind: 'record' },
): WindowState {
  const session = applyRecord(known.session, resolved);
  const next: WindowState = { ...state, console: { ...known, session } };
  if (session.id !== known.session?.id)
    return withoutSession({ ...next, console: { ...known, session, replay: false } });
  return resolved.record.body.kind === 'frame.recorded' ? { ...next, scan: undefined } : next;
}

function withoutSession(state: WindowState): WindowState {
  return {
    ...state,
    scan: undefined,
    hover: undefined,
    selected: undefined,
    manifold: { ...NO_MANIFOLD, look: state.manifold.look },
    desk: NO_DESK,
    time: NO_TIME,
    stage: 'topography',
  };
}
