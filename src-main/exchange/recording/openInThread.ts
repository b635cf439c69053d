/**
 * Opening a recording in a thread of its own, so that a file or session that was made to keep a reader busy can neither
 * hold up the main process nor take its heap.
 */
import { basename } from 'node:path';
import type { ResourceLimits, Worker } from 'node:worker_threads';
import { fromWire, type WireError } from '../../../src-shared/errors';
import { answerOfThread } from '../../answerOfThread';
import type { Clock } from '../../engine/ports';
import { fileProblem } from '../../files/measurement';
import type { OpenRecording, RecordingOptions, ReplayableRecording } from './openRecording';

export interface RecordingRequest {
  readonly path: string;
  readonly options: RecordingOptions;
}

/** What comes back from the thread. */
export type RecordingAnswer = { readonly recording: ReplayableRecording } | { readonly error: WireError };

/** Starts the thread on a request under limits. */
export type StartRecordingThread = (options: {
  readonly workerData: RecordingRequest;
  readonly resourceLimits: ResourceLimits;
}) => Worker;

/** The largest file that is taken, 1 GiB, is read in a few seconds. */
const SECONDS = 60;
/** Values lie outside of this heap; what a reader keeps beside them is small. */
const HEAP_MEGABYTES = 1024;

/**
 * As `openRecording`, each call in a thread of its own. Rejects with `file/unreadable` also where it is not opened within
 * `seconds`, or needs more heap than a reader may have; the thread is gone by then.
 */
export function openInThread(start: StartRecordingThread, clock: Clock, seconds = SECONDS): OpenRecording {
  return async (path, options = {}) => {
    const fail = (reason: string, cause?: unknown) =>
      fileProblem({ file: basename(path), what: `reading it failed: ${reason}.` }, undefined, cause);
    const over = new AbortController();
    const limit = new Promise<never>((_, reject) => {
      void clock.sleep(seconds, over.signal).then(() => {
        if (!over.signal.aborted) reject(fail(`it could not be read within ${seconds} s`));
      });
    });
    const worker = start({
      workerData: { path, options },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    });
    try {
      const answer = await answerOfThread<RecordingAnswer>(worker, fail, limit);
      if ('error' in answer) throw fromWire(answer.error);
      return answer.recording;
    } finally {
      over.abort();
    }
  };
}
