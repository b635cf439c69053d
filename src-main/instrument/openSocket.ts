/** TCP connections to instruments. */
import { connect, type Socket } from 'node:net';
import { ConsoleError } from '../../src-shared/errors';
import type { Clock } from '../engine/ports';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Opening {
  readonly clock: Clock;
  /** How long the other side may take to answer, seconds. */
  readonly deadlineSeconds: number;
  readonly signal: AbortSignal;
  /** What is said, with code `instrument/offline`, where nobody answers for that reason. */
  readonly offline: (reason: string) => ConsoleError;
}

/** Opens a connection. Rejects with what `offline` gives, or with `instrument/aborted` after the signal fired. */
export function openSocket({ host, port }: Address, opening: Opening): Promise<Socket> {
  const { clock, deadlineSeconds, signal, offline } = opening;
  return new Promise<Socket>((resolve, reject) => {
    if (signal.aborted) return reject(calledOff());
    const settled = new AbortController();
    const socket = connect({ host, port, noDelay: true });
    const settle = (error?: ConsoleError): void => {
      if (settled.signal.aborted) return;
      settled.abort();
      if (error === undefined) return resolve(socket);
      socket.destroy();
      reject(error);
    };
    socket.once('connect', () => settle());
    socket.on('error', (cause) => settle(offline(cause.message)));
    signal.addEventListener('abort', () => settle(calledOff()), { once: true, signal: settled.signal });
    void clock.sleep(deadlineSeconds, settled.signal).then(() => settle(offline(`no answer in ${deadlineSeconds} s`)));
  });
}

/** The error of a connection that its caller gave up. */
export function calledOff(): ConsoleError {
  return new ConsoleError({ code: 'instrument/aborted', message: 'The connection was called off.' });
}
