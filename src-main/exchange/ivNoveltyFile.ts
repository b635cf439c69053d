/** `IV_Novelty.npz` on disk, with the details that lie beside it. */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import { decodeDetails, type Details } from './details';
import { decodeIvNovelty, unsuitable, type IvNovelty } from './ivNovelty';

/** Largest file that is read: thousands of points of this layout are a hundredth of it. */
const MOST_BYTES = 2 ** 30;
const ZIP_MAGIC = 'PK';

export interface IvNoveltyFile {
  readonly run: IvNovelty;
  readonly details: Details | undefined;
  readonly sha256: string;
}

/** Reads a file of this layout. Rejects with `file/unreadable` or `file/unsuitable`. */
export async function openIvNovelty(path: string): Promise<IvNoveltyFile> {
  const file = basename(path);
  const bytes = await readInput(path);
  if (Buffer.from(bytes.subarray(0, 2)).toString('latin1') !== ZIP_MAGIC)
    throw unsuitable(
      file,
      'it is no .npz file',
      'Give an .npz file in the layout of IV_Novelty.npz. What other files hold shows `curioscope info FILE`.',
    );
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const run = decodeIvNovelty(bytes, file);
  return { run, details: await findDetails(path, sha256), sha256 };
}

/** Whether a file is a zip archive, as .npz files are; false where it cannot be read. */
export async function isZipFile(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined); // whoever reads it next says why it cannot be
  if (file === undefined) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.toString('latin1') === ZIP_MAGIC;
  } finally {
    await file.close();
  }
}

async function readInput(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > MOST_BYTES) throw new Error(`it has ${size} bytes, more than ${MOST_BYTES}`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = 'Give the path of an .npz file.';
    throw new ConsoleError({ code: 'file/unreadable', message: `${path} cannot be read: ${reason}.`, hint }, cause);
  }
}

/** `NAME.json` beside `NAME.npz`, where it is there and speaks of this very file. */
async function findDetails(path: string, sha256: string): Promise<Details | undefined> {
  const beside = path.replace(/\.npz$/i, '') + '.json';
  const text = await readFile(beside, 'utf8').catch(() => undefined); // most files have none
  return text === undefined ? undefined : decodeDetails(text, basename(beside), sha256);
}
