/** The hidden page as the host sees it: one training at a time, ended for good by whatever goes wrong. */
import { ConsoleError, fromWire } from '../../../../src-shared/errors';
import type { Clock } from '../../../engine/ports';
import type { VaeModel, VaePairs, VaeProgress, VaeSettings } from '../ports';
import type { GpuCall, GpuDevice, GpuMessage, GpuPage, OpenGpuPage } from './protocol';

/** A page that says nothing for so long hangs, seconds. Between two messages lies one epoch at most. */
const SILENCE_SECONDS = 60;

export interface GpuClient {
  readonly device: GpuDevice;
  /** Rejects when the training fails, the page dies or says nothing for a minute; then the page is closed. */
  train(
    pairs: VaePairs,
    settings: VaeSettings,
    watch: {
      readonly onProgress?: ((progress: VaeProgress) => void) | undefined;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<VaeModel>;
  close(): void;
}

/** One life of the page, with at most one who waits for it. */
interface Life {
  /** Waits for what `take` makes of a message; it gives undefined for those that are not the end. */
  wait<T>(begin: (page: GpuPage) => void, take: (message: GpuMessage) => T | undefined): Promise<T>;
  post(call: GpuCall): void;
  end(reason: string): void;
}

interface Waiting {
  hear(message: GpuMessage): void;
  fail(error: ConsoleError): void;
}

/** Opens the page and waits until it can compute. Rejects with `learner/crashed` and the reason where it cannot. */
export async function openGpuClient(open: OpenGpuPage, clock: Clock): Promise<GpuClient> {
  const life = startLife(open, clock);
  const device = await life.wait(
    () => undefined,
    (message) => {
      if (message.kind === 'unusable') throw failure(message.reason);
      return message.kind === 'ready' ? message.device : undefined;
    },
  );
  let calls = 0;
  return {
    device,
    async train(pairs, settings, { onProgress, signal }) {
      const id = calls++;
      const cancel = (): void => life.post({ kind: 'cancel', id });
      signal?.addEventListener('abort', cancel, { once: true });
      const begin = (): void => {
        life.post({ kind: 'train', id, pairs, settings });
        if (signal?.aborted === true) cancel();
      };
      try {
        return await life.wait(begin, (message) => {
          if (!('id' in message) || message.id !== id) return undefined;
          if (message.kind === 'failure') throw fromWire(message.error);
          if (message.kind === 'answer') return message.model;
          onProgress?.(message.progress);
          return undefined;
        });
      } finally {
        signal?.removeEventListener('abort', cancel);
      }
    },
    close: () => life.end('it was closed'),
  };
}

function startLife(open: OpenGpuPage, clock: Clock): Life {
  let waiting: Waiting | undefined;
  let over: ConsoleError | undefined;
  let heard = 0;
  const fail = (reason: string): void => {
    over ??= failure(reason);
    waiting?.fail(over);
  };
  const page = open({
    message(message) {
      heard += 1;
      waiting?.hear(message);
    },
    ended: fail,
  });
  if ('unusable' in page) throw failure(page.unusable);
  const end = (reason: string): void => {
    page.close();
    fail(reason);
  };

  async function watchSilence(signal: AbortSignal): Promise<void> {
    for (let before = -1; before !== heard;) {
      before = heard;
      await clock.sleep(SILENCE_SECONDS, signal);
      if (signal.aborted) return;
    }
    end(`it said nothing for ${SILENCE_SECONDS} s`);
  }

  return {
    end,
    post: (call) => page.post(call),
    async wait<T>(begin: (page: GpuPage) => void, take: (message: GpuMessage) => T | undefined) {
      if (over !== undefined) throw over;
      const finished = new AbortController();
      try {
        return await new Promise<T>((resolve, reject) => {
          const hear = (message: GpuMessage): void => {
            const value = take(message);
            if (value !== undefined) resolve(value);
          };
          waiting = { fail: reject, hear: (message) => attempt(() => hear(message), reject) };
          void watchSilence(finished.signal);
          begin(page);
        });
      } catch (error) {
        end('it failed');
        throw error;
      } finally {
        waiting = undefined;
        finished.abort();
      }
    },
  };
}

function attempt(work: () => void, reject: (error: unknown) => void): void {
  try {
    work();
  } catch (error) {
    reject(error);
  }
}

function failure(message: string): ConsoleError {
  return new ConsoleError({ code: 'learner/crashed', message });
}
