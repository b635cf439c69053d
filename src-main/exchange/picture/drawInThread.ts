/** Drawing in a thread of its own: the main process must answer STOP while pictures are made. */
import type { Worker } from 'node:worker_threads';
import { ConsoleError } from '../../../src-shared/errors';
import { answerOfThread } from '../../answerOfThread';
import type { DrawPng } from './drawPng';

/** Starts the thread on some drawings. */
export type StartDrawThread = (options: { readonly workerData: readonly string[] }) => Worker;

/** {@link DrawPng} whose every call has a thread. Rejects with `file/write-failed` where drawing fails. */
export function drawInThread(start: StartDrawThread): DrawPng {
  return async (drawings) =>
    drawings.length === 0 ? [] : answerOfThread<Uint8Array[]>(start({ workerData: drawings }), drawingFailed);
}

function drawingFailed(reason: string, cause?: unknown): ConsoleError {
  return new ConsoleError(
    {
      code: 'file/write-failed',
      message: `The pictures cannot be drawn as PNG: ${reason}.`,
      hint: 'The same panels can be written as SVG. Install the program again where this stays.',
    },
    cause,
  );
}
