/**
 * Follows a stop until the instrument confirms that the tip is safe. It never waits in a queue, never blocks the window,
 * and never calls safe what the instrument has not confirmed.
 */
import { toWire } from '../../src-shared/errors';
import type { StopReport } from '../../src-shared/ipc/contract';
import type { Clock, Instrument } from './ports';

/** A stop that is not confirmed within this time is called unconfirmed. */
const CONFIRM_SECONDS = 2;
/**
 * A bias that reads this close to 0 V is 0 V: three steps of a 16-bit converter over ±10 V, the coarsest in use. It is
 * far below what moves a current through a contact or changes a sample.
 */
const ZERO_VOLTS = 1e-3;
const UNCONFIRMED = 'The instrument has not confirmed that the tip is safe.';

export interface StopPorts {
  readonly clock: Clock;
  readonly instrument: Pick<Instrument, 'status'>;
  readonly withdraw: () => Promise<void>;
}

/** Sends the withdrawal and reports each stage it reaches. */
export function watchStop(ports: StopPorts, report: (stop: StopReport) => void): void {
  const requestedAt = ports.clock.now();
  const settled = new AbortController();
  const tell = (stage: StopReport['stage'], message: string): void => report({ stage, requestedAt, message });
  tell('requested', 'Stop sent to the instrument.');
  void ports.clock.sleep(CONFIRM_SECONDS, settled.signal).then(() => {
    if (!settled.signal.aborted) tell('unconfirmed', UNCONFIRMED);
  });
  confirm(ports, tell).then(
    () => settled.abort(),
    (error: unknown) => {
      settled.abort();
      tell('unconfirmed', `${UNCONFIRMED} ${toWire(error).message}`);
    },
  );
}

async function confirm(ports: StopPorts, tell: (stage: StopReport['stage'], message: string) => void): Promise<void> {
  await ports.withdraw();
  tell('acknowledged', 'The instrument has taken the stop.');
  const status = await ports.instrument.status();
  const { biasVolts = NaN, tipEngaged } = status;
  const safe = Math.abs(biasVolts) <= ZERO_VOLTS && tipEngaged === false;
  if (safe) tell('safe', 'Bias is 0 V and the tip is withdrawn.');
  else
    tell(
      'unconfirmed',
      `${UNCONFIRMED} After the stop the bias reads ${status.biasVolts ?? 'no data'} V and the tip reads ${tip(status.tipEngaged)}.`,
    );
}

function tip(engaged: boolean | 'unknown'): string {
  if (engaged === 'unknown') return 'no data';
  return engaged ? 'engaged' : 'withdrawn';
}
