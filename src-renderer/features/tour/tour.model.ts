/** The steps of the tour, and the small session that it ends with. */
import type { ExperimentConfig } from '../../../src-shared/experiment';
import { experimentFor } from '../../../src-shared/settings';
import { decisionInForce, isActive } from '../../store/selectors';
import type { ViewName, WindowState } from '../../store/state';

export interface TourStep {
  readonly name: 'stop' | 'mode' | 'start' | 'next' | 'maps';
  /** The element that it speaks of. */
  readonly at: string;
  readonly view: ViewName;
}

/** In their order; the third starts the session. */
export const TOUR: readonly TourStep[] = [
  { name: 'stop', at: '.stop', view: 'live' },
  { name: 'mode', at: '.mode', view: 'live' },
  { name: 'start', at: '.start', view: 'live' },
  { name: 'next', at: '[data-testid="next-point"]', view: 'live' },
  { name: 'maps', at: '[data-testid="topography"]', view: 'live' },
];

const SEEDS = 10;
const STEPS = 20;
/** Long enough to read the card of the next point. */
const COUNTDOWN_SECONDS = 8;

/** Whether somebody who was never shown around stands before an empty program. */
export function isOffered({ console: known, tour, overlay }: WindowState): boolean {
  if (known === undefined || tour !== undefined || overlay !== undefined) return false;
  return (
    known.offersTour && known.settings.tour === undefined && known.session === undefined && !isActive(known.run.state)
  );
}

/** The session of the tour; undefined where the instrument is a real one, which no tour may move. */
export function tourExperiment(state: WindowState): ExperimentConfig | undefined {
  const { console: known } = state;
  const decision = decisionInForce(state);
  if (known === undefined || decision === undefined || !known.setup.simulated) return undefined;
  const config = experimentFor(known.settings, known.setup.terms);
  return {
    ...config,
    name: 'My first session',
    seeds: SEEDS,
    steps: STEPS,
    decision: { ...decision, mode: 'auto', countdownSeconds: COUNTDOWN_SECONDS, noAnswer: 'go' },
  };
}
