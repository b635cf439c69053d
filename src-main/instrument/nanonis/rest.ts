/** Bringing a Nanonis to rest over the watch connection: everything is sent at once, then it is read back. */
import { ConsoleError, toWire } from '../../../src-shared/errors';
import type { Clock } from '../../engine/ports';
import { SCAN_DOWN, SCAN_STOP, Z_ON, Z_WITHDRAWING } from './commands';
import type { Connection } from './connection';

/** In this time a stop is confirmed or called unconfirmed. */
const CONFIRM_SECONDS = 2;
const POLL_SECONDS = 0.03;
const SMALL_VOLTS = 1e-3;
const WITHDRAW_MILLISECONDS = 5000;

/**
 * Ends sweep, scan and move, sets the bias to 0 V and, if asked to, withdraws the tip. All commands leave before the first
 * reply is waited for. What still runs is stopped again: a start that was under way on the other connection may come after
 * the first stop. Rejects with `instrument/unknown-outcome` where rest is not confirmed in 2 s.
 */
export async function bringToRest(watch: Connection, clock: Clock, withdraw: boolean): Promise<void> {
  const deadline = clock.monotonicSeconds() + CONFIRM_SECONDS;
  let problem = await stopAll(watch, withdraw);
  for (;;) {
    const state = await readState(watch).catch((error: unknown) => {
      throw unconfirmed('its state cannot be read', `${problem} ${toWire(error).message}`);
    });
    const resting = !state.running && Math.abs(state.biasVolts) < SMALL_VOLTS;
    const away = !withdraw || (state.z !== Z_ON && state.z !== Z_WITHDRAWING);
    if (resting && away) return;
    if (clock.monotonicSeconds() > deadline) throw unconfirmed(wordsOf(state), problem);
    if (!resting) problem = await stopAll(watch, withdraw);
    await clock.sleep(POLL_SECONDS);
  }
}

/** Sends every stop without waiting in between; gives the words of what was refused. */
async function stopAll(watch: Connection, withdraw: boolean): Promise<string> {
  const sent = [
    watch.call('BiasSpectr.Stop', [], CONFIRM_SECONDS),
    watch.call('Bias.Set', [0], CONFIRM_SECONDS),
    ...(withdraw ? [watch.call('ZCtrl.Withdraw', [0, WITHDRAW_MILLISECONDS], CONFIRM_SECONDS)] : []),
    watch.call('Scan.Action', [SCAN_STOP, SCAN_DOWN], CONFIRM_SECONDS),
    watch.call('FolMe.Stop', [], CONFIRM_SECONDS),
  ];
  const settled = await Promise.allSettled(sent);
  return settled.flatMap((one) => (one.status === 'rejected' ? [toWire(one.reason).message] : [])).join(' ');
}

interface RestState {
  readonly running: boolean;
  readonly biasVolts: number;
  readonly z: number;
}

async function readState(watch: Connection): Promise<RestState> {
  const [[sweeping], [scanning], [biasVolts], [z]] = await Promise.all([
    watch.call('BiasSpectr.StatusGet', [], CONFIRM_SECONDS),
    watch.call('Scan.StatusGet', [], CONFIRM_SECONDS),
    watch.call('Bias.Get', [], CONFIRM_SECONDS),
    watch.call('ZCtrl.StatusGet', [], CONFIRM_SECONDS),
  ]);
  return { running: sweeping !== 0 || scanning !== 0, biasVolts, z };
}

function wordsOf({ running, biasVolts, z }: RestState): string {
  return `${running ? 'something still runs' : 'nothing runs'}, bias ${biasVolts} V, Z controller state ${z}`;
}

function unconfirmed(state: string, problem: string): ConsoleError {
  return new ConsoleError({
    code: 'instrument/unknown-outcome',
    message: `The stop is not confirmed: ${state}. ${problem}`.trim(),
    hint: 'Act at the instrument: stop it there, set the bias to 0 V, withdraw the tip.',
  });
}
