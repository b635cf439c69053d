/** Both connections to the bridge, and the heartbeat between them. */
import { ConsoleError } from '../../../src-shared/errors';
import type { Clock } from '../../engine/ports';
import type { Address } from '../openSocket';
import { openConnection, type Connection } from './connection';
import { Hello, resultOf } from './messages';

export const READ_SECONDS = 3;
const BEAT_SECONDS = 1;

export interface Link {
  readonly work: Connection;
  /** Watches and stops; the bridge answers here whatever the other one waits for. */
  readonly watch: Connection;
  readonly hello: Hello;
  close(): void;
}

/** Takes control of the microscope and keeps the heartbeat going. Moves nothing. */
export async function openLink(address: Address, clock: Clock, signal: AbortSignal): Promise<Link> {
  const work = await openConnection(address, clock, signal);
  const opened = [work];
  const closing = new AbortController();
  const close = (): void => {
    closing.abort();
    for (const connection of opened) connection.close();
  };
  signal.addEventListener('abort', close, { once: true });
  try {
    const greet = async (connection: Connection, args: Readonly<Record<string, unknown>>) =>
      resultOf(Hello, await connection.call({ op: 'hello', args }, READ_SECONDS));
    const hello = await greet(work, { role: 'work' });
    const watch = await openConnection(address, clock, signal);
    opened.push(watch);
    await greet(watch, { role: 'watch', session: hello.session });
    void keepBeating(watch, clock, closing.signal).catch(close);
    return { work, watch, hello, close };
  } catch (error) {
    close();
    if (signal.aborted)
      throw new ConsoleError({ code: 'instrument/aborted', message: 'The connection was called off.' });
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
  }
}

/** Rejects once the bridge has missed two beats or has ended the session. Without beats the bridge goes to rest itself. */
async function keepBeating(watch: Connection, clock: Clock, closing: AbortSignal): Promise<void> {
  for (;;) {
    await clock.sleep(BEAT_SECONDS, closing);
    if (closing.aborted) return;
    await watch.call({ op: 'heartbeat' }, 2 * BEAT_SECONDS);
  }
}
