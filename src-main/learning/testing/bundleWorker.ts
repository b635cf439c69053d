/** Bundles the thread of the learner the way the program does, so that tests can run the real one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import type { LearnerThreadOptions } from '../worker/protocol';

export interface BundledWorker {
  /** Starts the thread. */
  spawn(options?: LearnerThreadOptions): Worker;
  /** Ends every thread that was started. */
  stop(): Promise<void>;
  /** Ends them and removes the bundle. */
  remove(): Promise<void>;
  /** All threads started so far, since the last stop. */
  readonly workers: readonly Worker[];
}

export async function bundleLearnerWorker(): Promise<BundledWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'learner-worker-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, '../worker/learnerWorker.ts'),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
    ssr: { noExternal: true },
  });
  const workers: Worker[] = [];
  const stop = async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
  };
  return {
    workers,
    spawn(options) {
      const worker = new Worker(join(folder, 'learnerWorker.mjs'), { workerData: options });
      workers.push(worker);
      return worker;
    },
    stop,
    async remove() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}
