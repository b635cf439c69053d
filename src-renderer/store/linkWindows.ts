/** One pointer and one selection in all windows of the console, whichever of them the person is in. */
import { SamplePoint } from '../../src-shared/geometry';
import { z } from '../../src-shared/zod';
import type { WindowState } from './state';

/** What the windows have in common, of which session. */
const Pointers = z.object({
  session: z.string(),
  hover: SamplePoint.optional(),
  selected: z.int().min(0).optional(),
});

/** What linking needs of a store. */
export interface PointedStore {
  getState(): WindowState;
  setState(change: Pick<WindowState, 'hover' | 'selected'>): void;
  subscribe(listener: (state: WindowState, before: WindowState) => void): () => void;
}

/** What linking needs of a `BroadcastChannel`: what one posts all others hear. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Tells the other windows of pointer and selection, and follows theirs. A window that shows another session does not. */
export function linkWindows(store: PointedStore, channel: Channel): void {
  let following = false;
  store.subscribe((state, before) => {
    const { hover, selected, console: shown } = state;
    if (following || shown?.session === undefined) return;
    if (hover === before.hover && selected === before.selected) return;
    channel.postMessage({ session: shown.session.id, hover, selected });
  });
  channel.addEventListener('message', ({ data }) => {
    const { session, hover, selected } = Pointers.parse(data);
    const shown = store.getState().console?.session;
    if (shown?.id !== session) return;
    following = true;
    try {
      // A window that looks at an earlier step may not have the point yet.
      store.setState({
        hover,
        selected: selected !== undefined && selected < shown.points.length ? selected : undefined,
      });
    } finally {
      following = false;
    }
  });
}
