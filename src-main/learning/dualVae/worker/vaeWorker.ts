/** The thread of the Dual-VAE: a shell about {@link serveVae}. It starts itself again to help the kernels. */
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { systemClock } from '../../../clock';
import { findKernels } from '../../tensor/findKernels';
import { openKernels } from '../../tensor/openKernels';
import { isHelperData, runHelper } from '../../tensor/wasm/helperThreads';
import type { VaeThreadOptions } from './protocol';
import { serveVae } from './vaeServer';

const data: unknown = workerData;
if (isHelperData(data)) runHelper(data);
else if (parentPort === null) throw new Error('The Dual-VAE runs in a worker thread only.');
else {
  const options = (data ?? {}) as VaeThreadOptions;
  const monotonicSeconds = () => systemClock.monotonicSeconds();
  const { kernels, fallback } = openKernels({
    monotonicSeconds,
    folder: options.kernelFolder ?? findKernels(import.meta.dirname),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    spawnHelper: (helper) => new Worker(fileURLToPath(import.meta.url), { workerData: helper }),
  });
  serveVae(parentPort, { kernels, fallback, monotonicSeconds });
}
