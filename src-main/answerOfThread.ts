/** Work in a thread of its own that gives one answer. */
import type { Worker } from 'node:worker_threads';

/**
 * The first message of a thread, which is gone when this settles. Rejects with what `fail` makes of the reason where the
 * thread fails, or ends without an answer.
 *
 * @param limit rejects where the answer is too late
 */
export async function answerOfThread<T>(
  worker: Worker,
  fail: (reason: string, cause?: unknown) => Error,
  limit?: Promise<never>,
): Promise<T> {
  try {
    const answer = new Promise<T>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (cause) => reject(fail(cause.message, cause)));
      worker.once('exit', () => reject(fail('it ended without an answer')));
    });
    return await (limit === undefined ? answer : Promise.race([answer, limit]));
  } finally {
    await worker.terminate();
  }
}
