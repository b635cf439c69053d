/** The thread of the learner: a shell about {@link serveLearner}. It starts itself again to help the kernels. */
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { systemClock } from '../../clock';
import { findKernels } from '../tensor/findKernels';
import { openKernels } from '../tensor/openKernels';
import { isHelperData, runHelper } from '../tensor/wasm/helperThreads';
import { serveLearner } from './learnerServer';
import type { LearnerThreadOptions } from './protocol';

const data: unknown = workerData;
if (isHelperData(data)) runHelper(data);
else if (parentPort === null) throw new Error('The learner runs in a worker thread only.');
else {
  const options = (data ?? {}) as LearnerThreadOptions;
  const monotonicSeconds = () => systemClock.monotonicSeconds();
  const { kernels, fallback } = openKernels({
    monotonicSeconds,
    folder: options.kernelFolder ?? findKernels(import.meta.dirname),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    spawnHelper: (helper) => new Worker(fileURLToPath(import.meta.url), { workerData: helper }),
  });
  serveLearner(parentPort, { kernels, fallback, monotonicSeconds });
}
