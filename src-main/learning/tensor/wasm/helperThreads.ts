/** Threads that help the kernels: each runs the same module over the same memory until it is told to stop. */
import type { Worker } from 'node:worker_threads';
import { shareInstance, type KernelInstance } from './instance';

/** What a helping thread is started with. */
export interface HelperData {
  readonly kind: 'kernel-helper';
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** From 1; the calling thread is 0. */
  readonly thread: number;
}

/** Whether a thread was started to help the kernels. */
export function isHelperData(data: unknown): data is HelperData {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'kernel-helper';
}

/** The whole life of a helping thread; returns when the kernels are stopped. */
export function runHelper({ module, memory, thread }: HelperData): void {
  shareInstance(module, memory).help(thread);
}

/**
 * Starts helping threads. Until one is up, the others do its share: nothing waits for it.
 *
 * @param spawn starts a thread that calls {@link runHelper} with its `workerData`
 * @returns stops them all
 */
export function startHelpers(
  { module, memory, exports }: KernelInstance,
  count: number,
  spawn: (data: HelperData) => Worker,
): () => void {
  for (let thread = 1; thread <= count; thread++) {
    const worker = spawn({ kind: 'kernel-helper', module, memory, thread });
    // Without this helper the others do its share, more slowly; that is worth a warning, not the end of the session.
    worker.on('error', (error) => process.emitWarning(error));
    // A thread that only helps must not keep the process alive.
    worker.unref();
  }
  return () => exports.stopThreads();
}
