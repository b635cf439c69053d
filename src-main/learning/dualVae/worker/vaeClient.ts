/** The Dual-VAE as the host sees it: a thread that is started when it is needed and again when it has ended. */
import type { Worker } from 'node:worker_threads';
import { ConsoleError, fromWire } from '../../../../src-shared/errors';
import type { VaeAssessment, VaeAssessor, VaeDecoded, VaeEmbedding, VaeModel, VaeProgress, VaeThread } from '../ports';
import type { VaeMessage, VaeReady, VaeRequest } from './protocol';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
type Call = WithoutId<VaeRequest>;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: ConsoleError): void;
  readonly onProgress: ((progress: VaeProgress) => void) | undefined;
}

/** One life of the thread. */
interface Life {
  ask(call: Call, onProgress?: (progress: VaeProgress) => void): Promise<unknown>;
  isOver(): boolean;
  end(): Promise<void>;
}

/**
 * A Dual-VAE in a thread of its own. When the thread ends, open calls reject with `learner/crashed` and the next call
 * starts a new one; nothing is lost, because every call brings what it needs.
 *
 * @param spawn   starts the thread of `vaeWorker`
 * @param onReady told of every thread that came up, and of the kernels it uses
 */
export function createVaeClient(spawn: () => Worker, onReady?: (ready: VaeReady) => void): VaeThread & VaeAssessor {
  let life: Life | undefined;
  let closed = false;
  const ask = async (call: Call, onProgress?: (progress: VaeProgress) => void): Promise<unknown> => {
    if (closed) throw crashed('it was closed');
    if (life === undefined || life.isOver()) life = startLife(spawn(), onReady);
    return life.ask(call, onProgress);
  };
  return {
    async train(pairs, settings, { onProgress, signal } = {}) {
      const cancelled = new Int32Array(new SharedArrayBuffer(4));
      const stop = () => Atomics.store(cancelled, 0, 1);
      if (signal?.aborted === true) stop();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        return (await ask({ kind: 'train', pairs, settings, cancelled }, onProgress)) as VaeModel;
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    },
    encode: async (model, pairs) => (await ask({ kind: 'encode', model, pairs })) as VaeEmbedding,
    decode: async (model, places) => (await ask({ kind: 'decode', model, places })) as VaeDecoded,
    assess: async (model, pairs) => (await ask({ kind: 'assess', model, pairs })) as VaeAssessment,
    async close() {
      closed = true;
      await life?.end();
    },
  };
}

function startLife(worker: Worker, onReady: ((ready: VaeReady) => void) | undefined): Life {
  const waiting = new Map<number, Waiting>();
  let ended: ConsoleError | undefined;
  let calls = 0;

  const fail = (reason: string) => {
    ended ??= crashed(reason);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (message: VaeMessage) => {
    if (message.kind === 'ready') return onReady?.(message);
    const call = waiting.get(message.id);
    if (message.kind === 'progress') return call?.onProgress?.(message.progress);
    waiting.delete(message.id);
    if (message.kind === 'answer') call?.resolve(message.value);
    else call?.reject(fromWire(message.error));
  });
  worker.on('error', (error) => fail(error.message));
  worker.on('messageerror', (error) => fail(error.message));
  worker.on('exit', (code) => fail(`exit code ${code}`));

  return {
    ask(call, onProgress) {
      if (ended !== undefined) return Promise.reject(ended);
      const id = calls++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, onProgress });
        worker.postMessage({ id, ...call });
      });
    },
    isOver: () => ended !== undefined,
    async end() {
      fail('it was closed');
      await worker.terminate();
    },
  };
}

function crashed(reason: string): ConsoleError {
  return new ConsoleError({
    code: 'learner/crashed',
    message: `The thread of the Dual-VAE ended: ${reason}.`,
    hint: 'Train again; nothing that was measured is lost.',
  });
}
