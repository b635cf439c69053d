/** A package on its way into a folder: a draft beside, checked, then put in its place. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import { makeFolder } from '../journal/makeFolder';
import type { Package } from './release';

/**
 * Writes what is read into `folder` under the package's name and gives the path. It is there only when it is complete and
 * has the hash of the list; one that is there already is not written again. Rejects with `update/failed`.
 *
 * @param onProgress told how many bytes have come so far
 */
export async function savePackage(
  wanted: Package,
  read: () => AsyncIterable<Uint8Array>,
  folder: string,
  onProgress: (receivedBytes: number) => void,
): Promise<string> {
  const path = join(folder, wanted.file);
  if (await isThere(path, wanted)) return path;
  await makeFolder(folder);
  const draft = `${path}.part`;
  try {
    await writeChecked(draft, wanted, read(), onProgress);
    await rename(draft, path);
    return path;
  } catch (error) {
    await rm(draft, { force: true });
    if (error instanceof ConsoleError) throw error;
    throw refused(wanted, `cannot be saved in ${folder}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function writeChecked(
  draft: string,
  wanted: Package,
  chunks: AsyncIterable<Uint8Array>,
  onProgress: (receivedBytes: number) => void,
): Promise<void> {
  const hash = createHash('sha512');
  let received = 0;
  const file = await open(draft, 'w');
  try {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > wanted.bytes) throw refused(wanted, `is larger than the ${wanted.bytes} bytes of the list`);
      hash.update(chunk);
      await file.writeFile(chunk);
      onProgress(received);
    }
    await file.datasync();
  } finally {
    await file.close();
  }
  if (received < wanted.bytes) throw refused(wanted, `ended after ${received} of ${wanted.bytes} bytes`);
  if (hash.digest('hex') !== wanted.sha512) throw refused(wanted, 'is not the file of the list: its SHA-512 differs');
}

async function isThere(path: string, { bytes, sha512 }: Package): Promise<boolean> {
  const found = await stat(path).catch(() => undefined); // not there
  if (found?.isFile() !== true || found.size !== bytes) return false;
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex') === sha512;
}

function refused({ file }: Package, why: string): ConsoleError {
  return new ConsoleError({
    code: 'update/failed',
    message: `${file} ${why}.`,
    hint: 'Nothing was kept and nothing is installed. Copy the package and its list anew to where versions come from.',
  });
}
