/**
 * One TCP connection to a Nanonis. The instrument carries out the commands of a connection one at a time, in their order;
 * commands may be sent ahead of the replies, so that a stop never waits here. Nothing is ever sent a second time.
 */
import type { Socket } from 'node:net';
import { ConsoleError } from '../../../src-shared/errors';
import type { Clock } from '../../engine/ports';
import { openSocket, type Address } from '../openSocket';
import { COMMANDS, isRead, type Arguments, type CommandName, type Reply } from './commands';
import { encodeFields, protocolFault, type Field } from './fields';
import { decodeReply, encodeRequest, takeMessage, type Message, type ReplyContent } from './message';

export interface Connection {
  /**
   * Sends a command at once and resolves with its results. Rejects with `instrument/fault` and the words of the instrument
   * where it refuses; where no reply comes in time or the connection breaks, with `instrument/timeout` for a command that
   * only looks and `instrument/unknown-outcome` for any other. After that the connection is closed.
   */
  call<N extends CommandName>(name: N, args: Arguments<N>, deadlineSeconds?: number): Promise<Reply<N>>;
  isOpen(): boolean;
  close(): void;
}

const CONNECT_SECONDS = 3;
/** Commands that are done at once. */
const DEADLINE_SECONDS = 3;

interface Pending {
  readonly name: CommandName;
  readonly settle: (message: Message | ConsoleError) => void;
}

/** Opens a connection. Rejects with `instrument/offline` where nobody answers, `instrument/aborted` after the signal. */
export async function openConnection(address: Address, clock: Clock, signal: AbortSignal): Promise<Connection> {
  const offline = (reason: string): ConsoleError =>
    new ConsoleError({
      code: 'instrument/offline',
      message: `No Nanonis answers at ${where(address)} (${reason}).`,
      hint: 'Check host and port, and that the TCP programming interface is switched on. Each port takes one client.',
    });
  const socket = await openSocket(address, { clock, deadlineSeconds: CONNECT_SECONDS, signal, offline });
  return serve(socket, address, clock);
}

function serve(socket: Socket, address: Address, clock: Clock): Connection {
  let received: Buffer = Buffer.alloc(0);
  let open = true;
  const pending: Pending[] = [];

  const breakOff = (reason: (name: CommandName) => ConsoleError): void => {
    open = false;
    socket.destroy();
    for (const { name, settle } of pending.splice(0)) settle(reason(name));
  };
  const lost = (detail: string) => (name: CommandName) => outcomeUnknown(name, `${detail} (${where(address)})`);
  const accept = (message: Message): void => {
    const next = pending.shift();
    if (next?.name === message.name) return next.settle(message);
    const fault = protocolFault(next?.name ?? 'nothing', `it is called "${message.name}"`);
    next?.settle(fault);
    breakOff(() => fault);
  };
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    try {
      for (let taken = takeMessage(received); open && taken !== undefined; taken = takeMessage(received)) {
        received = taken.rest;
        accept(taken.message);
      }
    } catch (cause) {
      breakOff((name) => protocolFault(name, wordsOf(cause), cause));
    }
  });
  socket.on('error', (cause) => breakOff(lost(`the connection broke: ${cause.message}`)));
  socket.on('close', () => breakOff(lost('the connection was closed')));

  return {
    async call(name, args, deadlineSeconds = DEADLINE_SECONDS) {
      if (!open) throw lostBefore(name, address);
      const layout = COMMANDS[name];
      const bytes = encodeRequest(name, encodeFields<readonly Field[]>(layout.request, args));
      const timer = new AbortController();
      const answer = await new Promise<Message | ConsoleError>((settle) => {
        pending.push({ name, settle });
        socket.write(bytes);
        void clock.sleep(deadlineSeconds, timer.signal).then(() => {
          if (!timer.signal.aborted) breakOff(lost(`no reply within ${deadlineSeconds} s`));
        });
      });
      timer.abort();
      if (answer instanceof ConsoleError) throw answer;
      const content = decode(name, layout.reply, answer);
      if (content instanceof ConsoleError) {
        // What comes after a reply that makes no sense may make no sense either.
        breakOff(() => content);
        throw content;
      }
      if (!content.ok) throw refused(name, content.error);
      return content.values as Reply<typeof name>;
    },
    isOpen: () => open,
    close: () => breakOff(lost('the connection was closed here')),
  };
}

function refused(name: CommandName, words: string): ConsoleError {
  return new ConsoleError({
    code: 'instrument/fault',
    message: `Nanonis refused ${name}: ${words}`,
    hint: 'See the Nanonis window; what the instrument does not allow there it does not allow from here.',
  });
}

function decode(
  name: CommandName,
  layout: readonly Field[],
  { body }: Message,
): ReplyContent<readonly Field[]> | ConsoleError {
  try {
    return decodeReply(layout, body);
  } catch (cause) {
    return protocolFault(name, wordsOf(cause), cause);
  }
}

function outcomeUnknown(name: CommandName, reason: string): ConsoleError {
  return isRead(name)
    ? new ConsoleError({ code: 'instrument/timeout', message: `${name}: ${reason}.`, hint: 'Connect again.' })
    : new ConsoleError({
        code: 'instrument/unknown-outcome',
        message: `${name}: ${reason}. Whether it was carried out is not known.`,
        hint: 'Look at the instrument, then connect again. The command is not sent a second time.',
      });
}

function lostBefore(name: CommandName, address: Address): ConsoleError {
  const message = `${name}: the connection to ${where(address)} is lost.`;
  return new ConsoleError({ code: 'instrument/offline', message, hint: 'Connect again.' });
}

function where({ host, port }: Address): string {
  return `${host}:${port}`;
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
