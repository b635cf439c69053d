/**
 * Lines of SCPI over a TCP connection. A command goes out at once, whatever is still waited for: a stop never stands in a
 * queue. Only answers have an order.
 */
import { ConsoleError } from '../../../src-shared/errors';
import type { Clock } from '../../engine/ports';
import { openSocket, type Address } from '../openSocket';

/** Longest answer that is taken in, characters: a buffer of 2,500 points with source and reading has a tenth of it. */
const MAX_ANSWER = 1_000_000;

export interface ScpiLink {
  /** Sends a command that has no answer. Throws `instrument/unknown-outcome` where the connection is lost. */
  tell(command: string): void;
  /** Sends a query and gives its answer; rejects with `instrument/unknown-outcome` where none comes in time. */
  ask(query: string): Promise<string>;
  isOpen(): boolean;
  close(): void;
}

interface Waiting {
  readonly answered: (line: string) => void;
  readonly failed: (error: ConsoleError) => void;
}

/** Opens the connection. Rejects with `instrument/offline` or, after the signal fired, `instrument/aborted`. */
export async function openScpi(
  address: Address,
  clock: Clock,
  deadlineSeconds: number,
  signal: AbortSignal,
): Promise<ScpiLink> {
  const name = `${address.host}:${address.port}`;
  const offline = (reason: string): ConsoleError =>
    new ConsoleError({
      code: 'instrument/offline',
      message: `No source-meter answers at ${name} (${reason}).`,
      hint: 'Check the cable, and that the meter takes commands over LAN (SCPI, raw socket).',
    });
  const socket = await openSocket(address, { clock, deadlineSeconds, signal, offline });
  const waiting: Waiting[] = [];
  let text = '';
  let broken: ConsoleError | undefined;

  const fail = (error: ConsoleError): void => {
    broken ??= error;
    socket.destroy();
    for (const { failed } of waiting.splice(0)) failed(broken);
  };
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > MAX_ANSWER) return fail(lost(name, `an answer of more than ${MAX_ANSWER} characters`));
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      waiting.shift()?.answered(text.slice(0, end).trim());
      text = text.slice(end + 1);
    }
  });
  socket.on('error', (cause) => fail(lost(name, cause.message)));
  socket.on('close', () => fail(lost(name)));

  function tell(command: string): void {
    if (broken !== undefined) throw broken;
    socket.write(`${command}\n`);
  }
  return {
    tell,
    ask: async (query) => {
      const timer = new AbortController();
      try {
        return await new Promise<string>((answered, failed) => {
          tell(query);
          waiting.push({ answered, failed });
          void clock.sleep(deadlineSeconds, timer.signal).then(() => {
            // An answer that comes later would pass for that of the next query: the connection is of no use any more.
            if (!timer.signal.aborted) fail(lost(name, `no answer to ${query} in ${deadlineSeconds} s`));
          });
        });
      } finally {
        timer.abort();
      }
    },
    isOpen: () => broken === undefined,
    close: () => fail(lost(name)),
  };
}

function lost(name: string, reason?: string): ConsoleError {
  return new ConsoleError({
    code: 'instrument/unknown-outcome',
    message: `The connection to the source-meter at ${name} was lost${reason === undefined ? '' : ` (${reason})`}.`,
    hint: 'Its output may still be on. Look at its display, switch the output off there, then connect again.',
  });
}
