/** Chooses the kernels at start: compiled ones where this engine runs them and they compute right, else plain TypeScript. */
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Kernels } from './kernels';
import { plainKernels } from './plainKernels';
import { MAX_THREADS } from './wasm/arena';
import { startHelpers, type HelperData } from './wasm/helperThreads';
import { loadInstance, type KernelInstance } from './wasm/instance';
import type { Help } from './wasm/jobs';
import { createWasmKernels } from './wasm/wasmKernels';

export interface KernelOptions {
  /** Folder of the compiled kernels. */
  readonly folder: string;
  /** Threads at work, the calling one included; all cores up to {@link MAX_THREADS} unless told otherwise. */
  readonly threads?: number;
  /** Starts a thread that runs `runHelper`; without it there is one thread. */
  readonly spawnHelper?: (data: HelperData) => Worker;
  /** Whether helpers work always or, unless told otherwise, where that is faster by the clock. */
  readonly when?: Help['when'];
  readonly monotonicSeconds: () => number;
}

export interface OpenKernels {
  readonly kernels: Kernels;
  /** Why the plain kernels are used; absent where the compiled ones are. */
  readonly fallback: string | undefined;
  /** Ends the helping threads; the kernels must not be used any more. */
  close(): void;
}

/** Opens the kernels; never throws, because the plain ones always work. */
export function openKernels(options: KernelOptions): OpenKernels {
  try {
    return openCompiled(options);
  } catch (error) {
    const fallback = error instanceof Error ? error.message : String(error);
    return { kernels: plainKernels, fallback, close: () => undefined };
  }
}

function openCompiled(options: KernelOptions): OpenKernels {
  const { folder, threads = availableParallelism(), spawnHelper, when = 'whenFaster', monotonicSeconds } = options;
  const instance = loadInstance(folder);
  checkKernels(instance);
  if (spawnHelper === undefined)
    return { kernels: createWasmKernels(instance), fallback: undefined, close: () => undefined };
  const helpers = Math.max(0, Math.min(threads, MAX_THREADS) - 1);
  const close = startHelpers(instance, helpers, spawnHelper);
  const kernels = createWasmKernels(instance, { helpers, when, monotonicSeconds });
  return { kernels, fallback: undefined, close };
}

/** Throws where a small product of the compiled kernels is not what the plain ones give. */
function checkKernels(instance: KernelInstance): void {
  const [rows, inner, cols] = [5, 11, 9];
  const results = [createWasmKernels(instance), plainKernels].map((kernels) =>
    kernels.scope(() => {
      const [input, weights, output] = [rows * inner, inner * cols, rows * cols].map((n) => kernels.single(n));
      input!.forEach((_, k) => (input![k] = Math.sin(k + 1)));
      weights!.forEach((_, k) => (weights![k] = Math.cos(3 * k)));
      const job = { input: input!, weights: weights!, output: output!, rows, inner, cols };
      kernels.dense({ ...job, bias: kernels.single(cols), activation: 'linear' });
      return Float32Array.from(output!);
    }),
  );
  const [compiled, plain] = results;
  if (compiled!.some((value, k) => !(Math.abs(value - plain![k]!) < 1e-5)))
    throw new Error('The compiled kernels do not compute right on this machine.');
}
