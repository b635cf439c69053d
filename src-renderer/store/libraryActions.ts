/** What is said of sessions in the list, and a look into them. */
import { toWire } from '../../src-shared/errors';
import type { SessionView } from '../../src-shared/session/view';
import type { Host } from '../host/host';
import type { StateHolder } from './connect';
import type { Send } from './send';

export interface LibraryActions {
  /** Reads the list anew. */
  list(): Promise<void>;
  /** A session as it stands on disk; undefined where it cannot be read, which the alarm line then says. */
  peek(id: string): Promise<SessionView | undefined>;
  /** Adds a remark; says whether it is in the journal. */
  note(id: string, text: string): Promise<boolean>;
  /** Replaces the tags. */
  tag(id: string, tags: readonly string[]): Promise<boolean>;
}

/** The actions on a host and a store. */
export function createLibraryActions(host: Host, store: StateHolder, send: Send): LibraryActions {
  const attempt = async <T>(
    command: 'session.list' | 'session.peek',
    ask: () => Promise<T>,
  ): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      store.setState({ rejected: { command, error: toWire(error) } });
      return undefined;
    }
  };
  const list = async (): Promise<void> => {
    const sessions = await attempt('session.list', () => host.call('session.list'));
    if (sessions !== undefined) store.setState({ sessions });
  };
  const listed = async (done: boolean): Promise<boolean> => {
    if (done) await list();
    return done;
  };
  return {
    list,
    peek: (id) => attempt('session.peek', () => host.call('session.peek', { id })),
    note: async (id, words) => listed(await send('session.note', { id, text: words })),
    tag: async (id, tags) => listed(await send('session.tag', { id, tags: [...tags] })),
  };
}
