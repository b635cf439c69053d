/** Bundles the learner from its sources and runs it in threads that answer one question at a time. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { compileKernels } from '../../src-main/learning/tensor/kernels/compile.mjs';

/** Builds a thread of this folder and the kernels into another one. */
export async function bundleLearner(folder, entry = 'dklWorker.mjs') {
  await compileKernels(join(folder, 'kernels'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, entry),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
    ssr: { noExternal: true },
  });
}

/** Starts a learner on `wasm` or `plain` kernels; `ask` rejects where the thread fails. */
export function startLearner(folder, { entry = 'dklWorker.mjs', kernels = 'wasm', threads = 1 }) {
  const worker = new Worker(join(folder, entry), {
    workerData: { kernels, threads, kernelFolder: join(folder, 'kernels') },
  });
  let waiting;
  let ended;
  const fail = (error) => {
    ended ??= error;
    waiting?.reject(ended);
  };
  worker.on('message', (answer) => waiting?.resolve(answer));
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`The learner ended with exit code ${code}.`)));
  return {
    ask(call, request = {}) {
      if (ended !== undefined) return Promise.reject(ended);
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        worker.postMessage({ call, ...request });
      });
    },
    close: () => worker.terminate(),
  };
}
