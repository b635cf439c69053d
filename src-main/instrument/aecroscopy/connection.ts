/** One TCP connection to the bridge. Requests leave at once; nothing is ever sent a second time. */
import type { Socket } from 'node:net';
import { ConsoleError, type ErrorCode } from '../../../src-shared/errors';
import type { Clock } from '../../engine/ports';
import { openSocket, type Address } from '../openSocket';
import { encodeRequest, takeReply, type Reply } from './wire';

export interface Request {
  readonly op: string;
  readonly args?: Readonly<Record<string, unknown>>;
  /** Of a request that changes something: the bridge does it once, and not after a stop with a later epoch. */
  readonly once?: { readonly key: string; readonly epoch: number };
}

export interface Connection {
  /**
   * Sends a request and resolves with its reply. A refusal of the bridge rejects with its own code; where no reply comes
   * in time or the connection breaks, `instrument/timeout` for what only looks, `instrument/unknown-outcome` for the rest.
   */
  call(request: Request, deadlineSeconds: number): Promise<Reply>;
  isOpen(): boolean;
  close(): void;
}

interface Pending {
  readonly request: Request;
  readonly settle: (answer: Reply | ConsoleError) => void;
}

const CONNECT_SECONDS = 3;

/** What the bridge's codes are called here. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  aborted: 'instrument/aborted',
  timeout: 'instrument/unknown-outcome',
  outOfRange: 'instrument/out-of-range',
  limitExceeded: 'instrument/out-of-range',
};

/** Opens a connection. Rejects with `instrument/offline` where nobody answers, `instrument/aborted` after the signal. */
export async function openConnection(address: Address, clock: Clock, signal: AbortSignal): Promise<Connection> {
  const offline = (reason: string): ConsoleError =>
    new ConsoleError({
      code: 'instrument/offline',
      message: `No AEcroscopy bridge answers at ${address.host}:${address.port} (${reason}).`,
      hint: 'Start the bridge on the microscope PC and check host and port; see docs/aecroscopy.md.',
    });
  return serve(await openSocket(address, { clock, deadlineSeconds: CONNECT_SECONDS, signal, offline }), address, clock);
}

function serve(socket: Socket, address: Address, clock: Clock): Connection {
  const pending = new Map<number, Pending>();
  let chunks: Buffer[] = [];
  let open = true;
  let last = 0;

  const breakOff = (reason: string): void => {
    open = false;
    socket.destroy();
    const waiting = [...pending.values()];
    pending.clear();
    for (const { request, settle } of waiting) settle(lost(request, `${reason} (${address.host}:${address.port})`));
  };
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    let received = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    try {
      for (let taken = takeReply(received); taken !== undefined; taken = takeReply(received)) {
        received = taken.rest;
        const waiting = pending.get(taken.reply.re);
        if (waiting === undefined) throw new Error(`an answer to a request that nobody made (${taken.reply.re})`);
        pending.delete(taken.reply.re);
        waiting.settle(taken.reply);
      }
      chunks = [received];
    } catch (cause) {
      breakOff(`the bridge sent what is no reply: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  });
  socket.on('error', (cause) => breakOff(`the connection broke: ${cause.message}`));
  socket.on('close', () => breakOff('the connection was closed'));

  return {
    async call(request, deadlineSeconds) {
      if (!open) throw notConnected(request);
      const id = ++last;
      const timer = new AbortController();
      const answer = await new Promise<Reply | ConsoleError>((settle) => {
        pending.set(id, { request, settle });
        const { op, args = {}, once } = request;
        socket.write(encodeRequest({ id, op, args, ...once }));
        void clock.sleep(deadlineSeconds, timer.signal).then(() => {
          if (!timer.signal.aborted) breakOff(`no reply within ${deadlineSeconds} s`);
        });
      });
      timer.abort();
      if (answer instanceof ConsoleError) throw answer;
      if (answer.error !== undefined) throw refused(request, answer.error);
      return answer;
    },
    isOpen: () => open,
    close: () => breakOff('the connection was closed here'),
  };
}

function refused({ op }: Request, { code, message }: NonNullable<Reply['error']>): ConsoleError {
  return new ConsoleError({
    code: CODES[code] ?? 'instrument/fault',
    message: `The bridge refused ${op} (${code}): ${message}`,
    hint: code === 'limitExceeded' ? 'This is a limit of the bridge itself.' : 'See the window of the bridge.',
  });
}

function lost({ op, once }: Request, reason: string): ConsoleError {
  if (once === undefined && op !== 'stop')
    return new ConsoleError({ code: 'instrument/timeout', message: `${op}: ${reason}.`, hint: 'Connect again.' });
  return new ConsoleError({
    code: 'instrument/unknown-outcome',
    message: `${op}: ${reason}. Whether it was carried out is not known.`,
    hint: 'Look at the microscope, then connect again. It is not sent a second time; the bridge keeps curves as files.',
  });
}

function notConnected({ op }: Request): ConsoleError {
  const message = `${op}: the connection to the bridge is lost.`;
  return new ConsoleError({ code: 'instrument/offline', message, hint: 'Connect again.' });
}
