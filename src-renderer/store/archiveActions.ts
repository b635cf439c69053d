/** The ready-made session, sessions in one file, and their figures and tables. */
import { toWire } from '../../src-shared/errors';
import type { ManifoldGridRequest } from '../../src-shared/manifold';
import type { CommandName } from '../../src-shared/ipc/names';
import { text } from '../messages';
import type { Host } from '../host/host';
import type { StateHolder } from './connect';
import type { ViewName, WindowState } from './state';

export interface ArchiveActions {
  /** Opens the ready-made session and goes to a view; says whether it is on the screen. */
  openSample(view: ViewName): Promise<boolean>;
  /** Saves a session as one file; the system's dialog asks where. */
  pack(id: string): Promise<void>;
  /** Writes figures and tables of a session, a refined part of its manifold that is shown included; a dialog asks where. */
  export(id: string): Promise<void>;
  /** Opens a session from such a file; the system's dialog asks which. */
  unpack(): Promise<void>;
}

/** The part of a manifold with more cells that is on the screen, if it is of this session. */
function refinedPart({ console: shown, manifold }: WindowState, id: string): { refined?: ManifoldGridRequest } {
  if (shown?.session?.id !== id || manifold.refined === undefined) return {};
  const { axes, size, rowValues, colValues } = manifold.refined;
  const row: [number, number] = [rowValues.at(-1)!, rowValues[0]!];
  const col: [number, number] = [colValues[0]!, colValues.at(-1)!];
  return { refined: { axes, size, box: { row, col } } };
}

/** The actions on a host and a store. */
export function createArchiveActions(host: Host, store: StateHolder): ArchiveActions {
  async function attempt(command: CommandName, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      store.setState({ rejected: { command, error: toWire(error) } });
      return false;
    }
  }
  const say = (words: string): void => {
    const { desk } = store.getState();
    store.setState({ desk: { ...desk, notice: { id: (desk.notice?.id ?? 0) + 1, words } } });
  };
  return {
    openSample: (view) =>
      attempt('session.sample', async () => {
        await host.call('session.sample');
        store.setState({ view, rejected: undefined });
      }),
    pack: async (id) => {
      await attempt('session.pack', async () => {
        const file = await host.call('session.pack', { id });
        if (file !== undefined) say(text.archive.saved(file));
      });
    },
    export: async (id) => {
      await attempt('session.export', async () => {
        const folder = await host.call('session.export', { id, ...refinedPart(store.getState(), id) });
        if (folder !== undefined) say(text.archive.exported(folder));
      });
    },
    unpack: async () => {
      await attempt('session.unpack', async () => {
        if (await host.call('session.unpack')) store.setState({ view: 'live', rejected: undefined });
      });
    },
  };
}
