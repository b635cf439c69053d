/** Results on disk, one file for each job, written whole or not at all, so that a comparison can be taken up again. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import { makeFolder } from '../journal/makeFolder';
import { answers, JobResult, type Job } from './jobResult';

/** The file of a job in the folder of a comparison. */
export function resultPath(folder: string, { policy, film }: Job): string {
  return join(folder, 'results', `${policy}-${film}.json`);
}

/** The kept result of a job, undefined where there is none. Rejects with `config/invalid` for one that does not fit. */
export async function readResult(folder: string, job: Job): Promise<JobResult | undefined> {
  const path = resultPath(folder, job);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw unusable(path, error instanceof Error ? error.message : String(error));
  });
  if (text === undefined) return undefined;
  const parsed = JobResult.safeParse(parseJson(path, text));
  if (!parsed.success) throw unusable(path, 'it is not a result of this program');
  if (!answers(parsed.data, job))
    throw unusable(path, `it holds ${parsed.data.seeds} seeds and ${parsed.data.steps} steps`);
  return parsed.data;
}

/** Writes text to a file beside, syncs it and puts it in place. Rejects with `journal/write-failed`. */
export async function writeWhole(path: string, text: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    const file = await open(`${path}.new`, 'w');
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsoleError({ code: 'journal/write-failed', message: `${path} cannot be written: ${reason}` }, cause);
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unusable(path, error instanceof Error ? error.message : String(error));
  }
}

function unusable(path: string, reason: string): ConsoleError {
  return new ConsoleError({
    code: 'config/invalid',
    message: `The result ${path} cannot be used: ${reason}.`,
    hint: 'Choose another folder with --out, or delete the file to run this part again.',
  });
}
