/** Zip archives on disk, one entry in memory at a time. */
import { open, type FileHandle } from 'node:fs/promises';
import { claimedCount, fileProblem } from '../measurement';
import {
  contentStart,
  findTable,
  LOCAL_BYTES,
  noArchive,
  packEntry,
  packTable,
  readTable,
  TAIL_BYTES,
  unpackEntry,
  type ZipEntry,
} from './parts';

/** An archive that is open for reading. */
export interface ZipFile {
  readonly entries: readonly ZipEntry[];
  /** What an entry holds. Rejects with `file/unreadable` unless every byte is what its checksum says. */
  read(entry: ZipEntry): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Opens an archive and reads its table of contents. Rejects with `file/unreadable`; `file` is its name in messages. */
export async function openZipFile(path: string, file: string): Promise<ZipFile> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw fileProblem({ file, what: `it cannot be opened: ${reason}.` }, 'Check the path and the rights.', cause);
  });
  try {
    const { size } = await handle.stat();
    const tailBytes = Math.min(size, TAIL_BYTES);
    const found = findTable(await readBytes(handle, size - tailBytes, tailBytes));
    if (found === undefined) throw noArchive(file);
    claimedCount({ file, what: 'the table of contents' }, found.bytes, 1, Math.max(0, size - found.offset));
    const entries = readTable(await readBytes(handle, found.offset, found.bytes), found.count, file);
    return {
      entries,
      async read(entry) {
        const start = contentStart(await readBytes(handle, entry.local, LOCAL_BYTES), entry, file);
        const claim = { file, where: entry.name, what: 'the entry' };
        claimedCount(claim, entry.packed, 1, Math.max(0, size - start));
        return unpackEntry(entry, await readBytes(handle, start, entry.packed), file);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** So many bytes from a place on, fewer at the end of the file. */
async function readBytes(handle: FileHandle, at: number, count: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(count);
  let done = 0;
  while (done < count) {
    const { bytesRead } = await handle.read(bytes, done, count - done, at + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

/** An archive that is being written. */
export interface ZipWriter {
  /** Adds an entry, deflated where that makes it smaller. */
  add(name: string, content: Uint8Array): Promise<void>;
  /** Writes the table, syncs and closes. Rejects with a `RangeError` beyond 4 GB. */
  finish(): Promise<void>;
  /** Closes a file that nobody wants any more. */
  abandon(): Promise<void>;
}

/** Begins an archive in a new or emptied file. */
export async function createZipFile(path: string): Promise<ZipWriter> {
  const handle = await open(path, 'w');
  const centrals: Uint8Array[] = [];
  let offset = 0;
  return {
    async add(name, content) {
      const entry = packEntry(name, content, true);
      await handle.writeFile(entry.local);
      await handle.writeFile(entry.content);
      centrals.push(entry.central(offset));
      offset += entry.local.length + entry.content.length;
    },
    async finish() {
      await handle.writeFile(packTable(centrals, offset));
      await handle.datasync();
      await handle.close();
    },
    abandon: () => handle.close(),
  };
}
