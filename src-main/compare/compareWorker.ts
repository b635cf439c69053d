/** A thread that works off the jobs it is sent, one at a time, computing on this thread alone. */
import { parentPort } from 'node:worker_threads';
import { toWire, type WireError } from '../../src-shared/errors';
import { systemClock } from '../clock';
import { findKernels } from '../learning/tensor/findKernels';
import { openKernels } from '../learning/tensor/openKernels';
import type { Job, JobResult } from './jobResult';
import { simulateJob } from './simulateJob';

/** What the thread answers to a job. */
export type JobAnswer =
  { readonly kind: 'result'; readonly result: JobResult } | { readonly kind: 'failure'; readonly error: WireError };

if (parentPort === null) throw new Error('Jobs are worked off in a worker thread only.');
const port = parentPort;
const { kernels } = openKernels({
  folder: findKernels(import.meta.dirname),
  monotonicSeconds: () => systemClock.monotonicSeconds(),
});
port.on('message', (job: Job) => {
  simulateJob(job, { kernels, clock: systemClock }).then(
    (result) => port.postMessage({ kind: 'result', result } satisfies JobAnswer),
    (error: unknown) => port.postMessage({ kind: 'failure', error: toWire(error) } satisfies JobAnswer),
  );
});
