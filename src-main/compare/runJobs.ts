/** Works off jobs on a few threads and keeps every result as soon as it is there. */
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { ConsoleError, fromWire } from '../../src-shared/errors';
import type { JobAnswer } from './compareWorker';
import type { Job, JobResult } from './jobResult';
import { keepResult, readResult } from './resultFiles';

export interface JobRun {
  /** Folder of the comparison. */
  readonly folder: string;
  /** What names the code that runs: results of other code are not taken. */
  readonly program: string;
  readonly threads: number;
  /** Starts the thread of `compareWorker`. */
  readonly spawn: () => Worker;
  /** Ends the threads; jobs in hand are lost, finished ones are on disk. */
  readonly signal: AbortSignal;
  readonly onResult: (result: JobResult, kept: boolean) => void;
  /** A kept result of other code or other settings: it is run again and replaced. */
  readonly onStale: (job: Job) => void;
}

/** Results of all jobs that ended, in no particular order; a kept one is taken instead of running its job again. */
export async function runJobs(jobs: readonly Job[], run: JobRun): Promise<JobResult[]> {
  const results: JobResult[] = [];
  const open: Job[] = [];
  for (const job of jobs) {
    const kept = await readResult(run.folder, job, run.program);
    if (kept.kind === 'stale') run.onStale(job);
    if (kept.kind !== 'kept') open.push(job);
    else {
      results.push(kept.result);
      run.onResult(kept.result, true);
    }
  }
  const threads = Math.min(run.threads, open.length);
  const lines = await Promise.allSettled(Array.from({ length: threads }, () => workOff(open, run, results)));
  const failed = lines.find((line) => line.status === 'rejected');
  if (failed !== undefined && !run.signal.aborted) throw failed.reason;
  return results;
}

/** One thread takes the next open job until there is none. */
async function workOff(open: Job[], run: JobRun, results: JobResult[]): Promise<void> {
  const worker = run.spawn();
  try {
    for (let job = open.shift(); job !== undefined && !run.signal.aborted; job = open.shift()) {
      const result = await ask(worker, job, run.signal);
      await keepResult(run.folder, job, run.program, result);
      results.push(result);
      run.onResult(result, false);
    }
  } catch (error) {
    open.length = 0; // the other threads end after the job in hand
    throw error;
  } finally {
    await worker.terminate();
  }
}

async function ask(worker: Worker, job: Job, signal: AbortSignal): Promise<JobResult> {
  const settled = new AbortController();
  const within = { signal: AbortSignal.any([signal, settled.signal]) };
  const ended = (reason: string): never => {
    const message = `The thread of ${job.config.policy} on film ${job.film} ended: ${reason}.`;
    throw new ConsoleError({ code: 'learner/crashed', message });
  };
  // `removeAllListeners` would also take away the thread's own and with them its next answer: each is ended by signal.
  const answered = once(worker, 'message', within).then(([answer]: unknown[]) => answer as JobAnswer);
  const exited = once(worker, 'exit', within).then(([code]: unknown[]) => ended(`exit code ${String(code)}`));
  try {
    worker.postMessage(job);
    const answer = await Promise.race([answered, exited]);
    if (answer.kind === 'failure') throw fromWire(answer.error);
    return answer.result;
  } finally {
    settled.abort();
    await Promise.allSettled([answered, exited]);
  }
}
