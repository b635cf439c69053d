/** The tour through the program: where it stands, and that it was seen. */
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { StateHolder } from './connect';
import type { Send } from './send';
import type { WindowState } from './state';

export interface TourActions {
  /** Begins the tour, or goes to one of its steps. */
  goTo(step: number): void;
  /** Starts a session and, when it was taken, goes to a step; an earlier session is replaced on the screen. */
  start(session: (state: WindowState) => ExperimentConfig | undefined, next: number): Promise<void>;
  /** Ends or declines it; it is not offered again. */
  end(): void;
}

/** The actions on a store. */
export function createTourActions(store: StateHolder, send: Send): TourActions {
  return {
    goTo: (tour) => store.setState({ tour, overlay: undefined }),
    start: async (session, next) => {
      const config = session(store.getState());
      if (config !== undefined && (await send('run.start', config))) store.setState({ tour: next });
    },
    end: () => {
      store.setState({ tour: undefined });
      const settings = store.getState().console?.settings;
      if (settings !== undefined && settings.tour === undefined) void send('settings.change', { tour: 'seen' });
    },
  };
}
