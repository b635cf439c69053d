/**
 * Reading a file in a thread of its own, so that one that was made to keep a reader busy can neither hold up the main
 * process nor take its heap.
 */
import { basename } from 'node:path';
import type { ResourceLimits, Worker } from 'node:worker_threads';
import { fromWire, type WireError } from '../../../src-shared/errors';
import type { Clock } from '../../engine/ports';
import { fileProblem, type Measurement } from '../measurement';

/** What comes back from the thread. */
export type FileAnswer = { readonly measurement: Measurement } | { readonly error: WireError };

/** Starts the thread on a path under limits. */
export type StartFileThread = (options: {
  readonly workerData: string;
  readonly resourceLimits: ResourceLimits;
}) => Worker;

/** The largest file that is taken, 1 GiB, is read in a few seconds. */
const SECONDS = 60;
/** Values lie outside of this heap; what a reader keeps beside them is small. */
const HEAP_MEGABYTES = 1024;

/**
 * Gives a reader as `openMeasurement`, each call in a thread of its own. Rejects with `file/unreadable` also where the
 * file is not read within `seconds`, or needs more heap than a reader may have; the thread is gone by then.
 */
export function readInThread(
  start: StartFileThread,
  clock: Clock,
  seconds = SECONDS,
): (path: string) => Promise<Measurement> {
  return async (path) => {
    const file = basename(path);
    const worker = start({ workerData: path, resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES } });
    const over = new AbortController();
    try {
      const answer = await new Promise<FileAnswer>((resolve, reject) => {
        const fail = (what: string, cause?: unknown): void => reject(fileProblem({ file, what }, undefined, cause));
        worker.once('message', resolve);
        worker.once('error', (cause) => fail(`reading it failed: ${cause.message}`, cause));
        worker.once('exit', () => fail('reading it ended without an answer.'));
        void clock.sleep(seconds, over.signal).then(() => {
          if (!over.signal.aborted) fail(`it could not be read within ${seconds} s.`);
        });
      });
      if ('error' in answer) throw fromWire(answer.error);
      return answer.measurement;
    } finally {
      over.abort();
      await worker.terminate();
    }
  };
}
