/** A connection to one object of a Pyro5 daemon. Calls are answered one at a time, in order. */
import type { Socket } from 'node:net';
import { ConsoleError } from '../../../src-shared/errors';
import type { Clock } from '../../engine/ports';
import { calledOff, openSocket, type Address } from '../openSocket';
import { encodeMessage, MESSAGE, takeMessage, type MessageType, type PyroMessage } from './pyroMessage';

export interface PyroAddress extends Address {
  /** Name of the object in the daemon. */
  readonly object: string;
}

export interface PyroClient {
  /**
   * Calls a method. Rejects with `instrument/fault` and the words of the other side where it refuses, with
   * `instrument/unknown-outcome` where no answer came in time or the connection broke: the call may have been done.
   */
  call(method: string, params?: readonly unknown[], named?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** The value of an attribute. */
  read(attribute: string): Promise<unknown>;
  /** True until the connection is lost or closed. */
  isOpen(): boolean;
  close(): void;
}

interface Waiting {
  readonly sequence: number;
  readonly done: (message: PyroMessage) => void;
  readonly failed: (error: ConsoleError) => void;
}

/**
 * Opens a connection and shakes hands. Rejects with `instrument/offline` where nobody answers, `instrument/aborted` after
 * the signal fired, `instrument/fault` where the other side is no such daemon or has no such object.
 */
export async function openPyro(
  address: PyroAddress,
  clock: Clock,
  deadlineSeconds: number,
  signal: AbortSignal,
): Promise<PyroClient> {
  const offline = (reason: string): ConsoleError => unreachable(address, reason);
  const socket = await openSocket(address, { clock, deadlineSeconds, signal, offline });
  const exchange = createExchange(socket, address, clock, deadlineSeconds);
  const abort = (): void => exchange.fail(calledOff());
  signal.addEventListener('abort', abort, { once: true });
  try {
    const answer = await exchange.send(MESSAGE.connect, { handshake: 'hello', object: address.object });
    if (answer.type !== MESSAGE.connectOk) throw refused('The server refused the connection', answer.body);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
  const invoke = async (method: string, params: readonly unknown[], named: Readonly<Record<string, unknown>>) => {
    const answer = await exchange.send(MESSAGE.invoke, { object: address.object, method, params, kwargs: named });
    if (answer.failed) throw refused(`${method} was refused by the server`, answer.body);
    return answer.body;
  };
  return {
    call: (method, params = [], named = {}) => invoke(method, params, named),
    read: (attribute) => invoke('__getattr__', [attribute], {}),
    isOpen: exchange.isOpen,
    close: () => exchange.fail(lost(address)),
  };
}

/** Sends messages and hands out the answers; after the first failure every call fails with it. */
function createExchange(socket: Socket, address: PyroAddress, clock: Clock, deadlineSeconds: number) {
  let received: Buffer = Buffer.alloc(0);
  let sequence = 0;
  let broken: ConsoleError | undefined;
  let waiting: Waiting | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const fail = (error: ConsoleError): void => {
    broken ??= error;
    socket.destroy();
    const open = waiting;
    waiting = undefined;
    open?.failed(broken);
  };
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    try {
      for (let taken = takeMessage(received); taken !== undefined; taken = takeMessage(received)) {
        received = taken.rest;
        // An answer to another call must not pass for the answer to this one.
        if (taken.message.sequence !== waiting?.sequence) continue;
        const open = waiting;
        waiting = undefined;
        open.done(taken.message);
      }
    } catch (error) {
      fail(error as ConsoleError);
    }
  });
  socket.on('error', (cause) => fail(lost(address, cause.message)));
  socket.on('close', () => fail(lost(address)));

  async function sendNow(type: MessageType, body: unknown): Promise<PyroMessage> {
    if (broken !== undefined) throw broken;
    const timer = new AbortController();
    sequence = (sequence + 1) & 0xffff;
    try {
      return await new Promise<PyroMessage>((done, failed) => {
        waiting = { sequence, done, failed };
        socket.write(encodeMessage(type, sequence, body));
        void clock.sleep(deadlineSeconds, timer.signal).then(() => {
          if (!timer.signal.aborted) fail(tooLate(address, deadlineSeconds));
        });
      });
    } finally {
      timer.abort();
    }
  }
  return {
    fail,
    isOpen: () => broken === undefined,
    send: (type: MessageType, body: unknown): Promise<PyroMessage> => {
      const sent = last.then(() => sendNow(type, body));
      last = sent.catch(() => undefined);
      return sent;
    },
  };
}

/** What the other side says of its own exception. */
function refused(what: string, body: unknown): ConsoleError {
  const { __class__: kind, args } = (body ?? {}) as { readonly __class__?: unknown; readonly args?: unknown };
  const words = Array.isArray(args) ? args.map(String).join(', ') : JSON.stringify(body);
  return new ConsoleError({
    code: 'instrument/fault',
    message: `${what}: ${typeof kind === 'string' ? `${kind}: ` : ''}${words}`,
    hint: 'See the window of the server for the whole story.',
  });
}

function unreachable({ host, port }: PyroAddress, reason: string): ConsoleError {
  return new ConsoleError({
    code: 'instrument/offline',
    message: `No DTMicroscope server answers at ${host}:${port} (${reason}).`,
    hint: 'Start the server there, or correct host and port.',
  });
}

function lost({ host, port }: PyroAddress, reason?: string): ConsoleError {
  return new ConsoleError({
    code: 'instrument/unknown-outcome',
    message: `The connection to ${host}:${port} was lost${reason === undefined ? '' : ` (${reason})`}.`,
    hint: 'The server forgets data set and tip position with the connection: connect again and take the survey anew.',
  });
}

function tooLate({ host, port }: PyroAddress, seconds: number): ConsoleError {
  return new ConsoleError({
    code: 'instrument/unknown-outcome',
    message: `The server at ${host}:${port} did not answer within ${seconds} s.`,
    hint: 'Whether it did what it was asked is not known. Look at the server, then connect again.',
  });
}
