/** The one store of the window and what the person at the window can do with it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toWire } from '../../src-shared/errors';
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { SamplePoint } from '../../src-shared/geometry';
import type { CommandName } from '../../src-shared/ipc/names';
import type { SessionView } from '../../src-shared/session/view';
import type { Host } from '../host/host';
import { createAlarmActions, type AlarmActions } from './alarmActions';
import { createArchiveActions, type ArchiveActions } from './archiveActions';
import { createDeskActions, type DeskActions } from './deskActions';
import { createLibraryActions, type LibraryActions } from './libraryActions';
import { createManifoldActions, type ManifoldActions } from './manifoldActions';
import { createRemarkActions, type RemarkActions } from './remarkActions';
import { createTourActions, type TourActions } from './tourActions';
import { createTimeActions, type TimeActions } from './timeActions';
import { presentOnly, rewound } from './timeWindow';
import { panelOfView } from './selectors';
import { nearestPoint } from './nearestPoint';
import type { Send } from './send';
import { createSetupActions, type SetupActions } from './setupActions';
import {
  INITIAL_STATE,
  type LiveTab,
  type OverlayName,
  type StageName,
  type ViewName,
  type WindowState,
} from './state';

export type WindowStore = StoreApi<WindowState>;

/** A new store in which nothing is known yet. */
export function createWindowStore(): WindowStore {
  return createStore<WindowState>(() => INITIAL_STATE);
}

/** Everything a click or a key can bring about. */
export interface Actions {
  readonly send: Send;
  readonly manifold: ManifoldActions;
  readonly desk: DeskActions;
  readonly remarks: RemarkActions;
  readonly setup: SetupActions;
  readonly time: TimeActions;
  readonly alarms: AlarmActions;
  readonly archive: ArchiveActions;
  readonly library: LibraryActions;
  readonly tour: TourActions;
  hover(at: SamplePoint | undefined): void;
  select(index: number | undefined): void;
  /** Selects the measured point nearest to a place, or lets go of it when it was selected already. */
  pick(at: SamplePoint): void;
  /** Selects the point `by` places further in the order of acquisition. */
  stepSelection(by: number): void;
  show(view: ViewName): void;
  /** Opens what the view shows in a window of its own, where it can be. */
  openPanel(): Promise<void>;
  enlarge(stage: StageName): void;
  /** Whether the next press in the Maps view begins the line of a profile. */
  drawProfile(drawing: boolean): void;
  /** Brings a panel of the Live view forward where it shares its place. */
  tab(name: LiveTab): void;
  /** Opens a list over the view, or closes it when it is open already. */
  overlay(name: OverlayName | undefined): void;
  dismiss(): void;
  /** Looks at what would stand in the way of a run. */
  preflight(config: ExperimentConfig): Promise<void>;
  listSessions(): Promise<void>;
  openSession(id: string): Promise<void>;
}

/** The actions on a store and its host. */
export function createActions(anyHost: Host, store: WindowStore): Actions {
  const host = presentOnly(anyHost, () => store.getState().time.past !== undefined);
  const session = (): SessionView | undefined => rewound(store.getState()).console?.session;
  const refused = (command: CommandName, error: unknown): void =>
    store.setState({ rejected: { command, error: toWire(error) } });
  const send: Send = async (name, ...input) => {
    try {
      await host.call(name, ...input);
      store.setState({ rejected: undefined });
      return true;
    } catch (error) {
      refused(name, error);
      return false;
    }
  };
  const library = createLibraryActions(host, store, send);
  const desk = createDeskActions(host, store);
  return {
    send,
    manifold: createManifoldActions(host, store, send),
    desk,
    remarks: createRemarkActions(store, send, desk),
    setup: createSetupActions(host, store),
    time: createTimeActions(host, store),
    alarms: createAlarmActions(send),
    archive: createArchiveActions(host, store),
    library,
    tour: createTourActions(store, send),
    ...createSelectionActions(session, store),
    show: (view) => store.setState({ view }),
    openPanel: async () => {
      const panel = panelOfView(store.getState().view);
      if (panel !== undefined) await send('panel.open', { panel });
    },
    enlarge: (stage) => store.setState({ stage }),
    drawProfile: (drawingProfile) => store.setState({ drawingProfile }),
    tab: (name) => store.setState(({ liveTabs }) => ({ liveTabs: [name, ...liveTabs.filter((tab) => tab !== name)] })),
    overlay: (name) => store.setState(({ overlay }) => ({ overlay: overlay === name ? undefined : name })),
    preflight: async (config) => {
      try {
        store.setState({ preflight: await host.call('run.preflight', config) });
      } catch (error) {
        refused('run.preflight', error);
      }
    },
    dismiss: () => store.setState({ rejected: undefined }),
    listSessions: library.list,
    openSession: async (id) => {
      if (await send('session.open', { id })) store.setState({ view: 'live' });
    },
  };
}

/** The point that the views have in common. */
function createSelectionActions(
  session: () => SessionView | undefined,
  store: WindowStore,
): Pick<Actions, 'hover' | 'select' | 'pick' | 'stepSelection'> {
  return {
    hover: (hover) => store.setState({ hover }),
    select: (selected) => store.setState({ selected }),
    pick: (at) => {
      const found = nearestPoint(session(), at);
      store.setState((state) => ({ selected: found === state.selected ? undefined : found }));
    },
    stepSelection: (by) => {
      const count = session()?.points.length ?? 0;
      if (count === 0) return;
      const from = store.getState().selected ?? (by > 0 ? -1 : count);
      store.setState({ selected: Math.min(count - 1, Math.max(0, from + by)) });
    },
  };
}
