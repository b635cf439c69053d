/** Results on disk, one file for each job, written whole or not at all, so that a comparison can be taken up again. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ConsoleError } from '../../src-shared/errors';
import { z } from '../../src-shared/zod';
import { makeFolder } from '../journal/makeFolder';
import { JobResult, type Job } from './jobResult';

/** A result with everything that it depends on. */
const KeptResult = z.object({ program: z.string(), config: z.unknown(), result: JobResult });

/** The file of a job in the folder of a comparison. */
export function resultPath(folder: string, { config, film }: Job): string {
  return join(folder, 'results', `${config.policy}-${film}.json`);
}

/** What `readResult` found: `stale` was made by another program or with other settings, and says nothing about the job. */
export type Kept = { readonly kind: 'none' | 'stale' } | { readonly kind: 'kept'; readonly result: JobResult };

/**
 * The kept result of a job. Rejects with `config/invalid` for a file that is no JSON: it was not written by this program.
 *
 * @param program what names the code that runs
 */
export async function readResult(folder: string, job: Job, program: string): Promise<Kept> {
  const path = resultPath(folder, job);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw unusable(path, error instanceof Error ? error.message : String(error));
  });
  if (text === undefined) return { kind: 'none' };
  const kept = KeptResult.safeParse(parseJson(path, text));
  if (!kept.success || kept.data.program !== program) return { kind: 'stale' };
  const same = kept.data.result.film === job.film && isDeepStrictEqual(kept.data.config, plain(job.config));
  return same ? { kind: 'kept', result: kept.data.result } : { kind: 'stale' };
}

/** Keeps the result of a job; what was kept before is replaced. */
export async function keepResult(folder: string, job: Job, program: string, result: JobResult): Promise<void> {
  const kept = { program, config: job.config, result };
  await writeWhole(resultPath(folder, job), `${JSON.stringify(kept)}\n`);
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

/** As it comes back from a file: absent where undefined. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
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
