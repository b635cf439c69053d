/** Bundles the thread of the Dual-VAE the way the program does, so that tests can run the real one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import type { VaeThreadOptions } from '../dualVae/worker/protocol';
import { compiledKernels } from './compiledKernels';

export interface BundledVaeWorker {
  /** Starts the thread, with the compiled kernels and one thread to compute. */
  spawn(): Worker;
  /** Ends every thread that was started and removes the bundle. */
  remove(): Promise<void>;
}

export async function bundleVaeWorker(): Promise<BundledVaeWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'vae-worker-'));
  const options: VaeThreadOptions = { kernelFolder: await compiledKernels(), threads: 1 };
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, '../dualVae/worker/vaeWorker.ts'),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
    ssr: { noExternal: true },
  });
  const workers: Worker[] = [];
  return {
    spawn() {
      const worker = new Worker(join(folder, 'vaeWorker.mjs'), { workerData: options });
      workers.push(worker);
      return worker;
    },
    async remove() {
      await Promise.all(workers.map((worker) => worker.terminate()));
      rmSync(folder, { recursive: true });
    },
  };
}
