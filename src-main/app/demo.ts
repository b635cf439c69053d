/** What `npm start` shows: a session that begins by itself, on a simulated instrument and on nothing else. */
import type { ConsoleSnapshot } from '../../src-shared/ipc/contract';
import { experimentFor } from '../../src-shared/settings';
import type { Dispatch } from '../host/dispatch';

/** Long enough to say no to a proposal, short enough to watch. */
const COUNTDOWN_SECONDS = 3;

/** Starts a session unless the instrument is real or a broken off session waits to be continued. */
export async function startDemo(dispatch: Dispatch): Promise<void> {
  const answer = await dispatch('console.snapshot', undefined);
  if (!answer.ok) return;
  const { instrument, session, settings } = answer.value as ConsoleSnapshot;
  if (!instrument.simulated || session !== undefined) return;
  const experiment = experimentFor(settings);
  const decision = { ...experiment.decision, mode: 'auto', countdownSeconds: COUNTDOWN_SECONDS };
  await dispatch('run.start', { ...experiment, name: 'Demo on a simulated film', decision });
}
