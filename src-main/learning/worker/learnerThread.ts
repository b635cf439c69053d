/** One life of the thread: calls by number, and what becomes of them when the thread ends. */
import type { Worker } from 'node:worker_threads';
import { ConsoleError, fromWire } from '../../../src-shared/errors';
import type { LearnerMessage, LearnerReady, LearnerRequest } from './protocol';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
/** A call before it got its number. */
export type LearnerCall = WithoutId<LearnerRequest>;

export interface LearnerThread {
  /** Rejects with the failure that the thread reports, or with `learner/crashed` where it ends before it answers. */
  ask(call: LearnerCall): Promise<unknown>;
  isAlive(): boolean;
  /** Ends the thread and rejects what is open. */
  end(): Promise<void>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: ConsoleError): void;
}

export function startLearnerThread(worker: Worker, onReady?: (ready: LearnerReady) => void): LearnerThread {
  const waiting = new Map<number, Waiting>();
  let ended: ConsoleError | undefined;
  let calls = 0;

  const fail = (reason: string) => {
    ended ??= crashed(reason);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (message: LearnerMessage) => {
    if (message.kind === 'ready') return onReady?.(message);
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') call?.resolve(message.value);
    else call?.reject(fromWire(message.error));
  });
  worker.on('error', (error) => fail(error.message));
  worker.on('messageerror', (error) => fail(error.message));
  worker.on('exit', (code) => fail(`exit code ${code}`));

  return {
    ask(call) {
      if (ended !== undefined) return Promise.reject(ended);
      const id = calls++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, ...call });
      });
    },
    isAlive: () => ended === undefined,
    async end() {
      fail('it was closed');
      await worker.terminate();
    },
  };
}

/** What a call rejects with when its thread is gone. */
export function crashed(reason: string): ConsoleError {
  return new ConsoleError({
    code: 'learner/crashed',
    message: `The learner ended before it answered: ${reason}.`,
    hint: 'It starts again by itself and takes up everything measured so far. Repeat the step.',
  });
}
