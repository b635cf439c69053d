/** Appends to the journal of one session. A record is on disk, synced, before anyone hears of it. */
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import type { ArrayRef, JournalRecord, RecordBody, ResolvedRecord } from '../../src-shared/session/record';
import type { Clock, Journal } from '../engine/ports';
import { ARRAYS_FOLDER, refsIn, writeArray } from './arrays';
import { makeFolder } from './makeFolder';

export const JOURNAL_FILE = 'journal.jsonl';
/** The hash that stands before the first line. */
export const NO_HASH = '0'.repeat(64);

export interface JournalWriter extends Journal {
  /** Resolves when everything appended so far is on disk; nothing may be appended afterwards. */
  close(): Promise<void>;
}

/** Where writing goes on in a journal that exists. */
export interface JournalEnd {
  readonly nextSeq: number;
  readonly lastHash: string;
  /** Length in bytes of the complete lines; what follows is a torn last line and is cut off. */
  readonly bytes: number;
}

export interface WriterPorts {
  readonly folder: string;
  readonly clock: Clock;
  /** Told of each record after it is on disk, in order. */
  readonly onRecord: (resolved: ResolvedRecord) => void;
}

/** Opens the journal in a folder, new or at the given end. Rejects with `journal/write-failed`. */
export async function openJournal(ports: WriterPorts, end?: JournalEnd): Promise<JournalWriter> {
  const file = await attempt(ports.folder, async () => {
    await makeFolder(join(ports.folder, ARRAYS_FOLDER));
    const handle = await open(join(ports.folder, JOURNAL_FILE), end === undefined ? 'ax' : 'r+');
    if (end !== undefined) await handle.truncate(end.bytes);
    return handle;
  });
  return writerOn(file, ports, end ?? { nextSeq: 0, lastHash: NO_HASH, bytes: 0 });
}

function writerOn(file: FileHandle, ports: WriterPorts, end: JournalEnd): JournalWriter {
  const fresh = new Map<string, Float32Array | Float64Array>();
  let position = end.bytes;
  let seq = end.nextSeq;
  let prev = end.lastHash;
  let failure: ConsoleError | undefined;
  let queue: Promise<void> = Promise.resolve();

  async function write(body: RecordBody): Promise<void> {
    // After one failed write the file may end anywhere: nothing more is added to it.
    if (failure !== undefined) throw failure;
    const at = new Date(ports.clock.now()).toISOString();
    const record: JournalRecord = { v: 1, seq, at, mono: ports.clock.monotonicSeconds(), prev, body };
    const line = Buffer.from(`${JSON.stringify(record)}\n`, 'utf8');
    try {
      await attempt(ports.folder, async () => {
        await file.write(line, 0, line.length, position);
        await file.datasync();
      });
    } catch (error) {
      failure = error as ConsoleError;
      throw error;
    }
    position += line.length;
    seq += 1;
    prev = hashOfLine(line);
    ports.onRecord({ record, arrays: takeArrays(fresh, body) });
  }

  return {
    async store(values): Promise<ArrayRef> {
      const ref = await attempt(ports.folder, () => writeArray(ports.folder, values));
      fresh.set(ref.sha256, values);
      return ref;
    },
    append(body) {
      const turn = queue.then(() => write(body));
      queue = turn.catch(() => undefined); // the caller hears of it, and `failure` refuses the rest
      return turn;
    },
    async close() {
      await queue;
      await file.close();
    },
  };
}

/** The hash of a line as it stands in the file, without its line feed. */
export function hashOfLine(line: Uint8Array): string {
  const end = line.at(-1) === 0x0a ? line.length - 1 : line.length;
  return createHash('sha256').update(line.subarray(0, end)).digest('hex');
}

function takeArrays(fresh: Map<string, Float32Array | Float64Array>, body: RecordBody) {
  const arrays: Record<string, Float32Array | Float64Array> = {};
  for (const { sha256 } of refsIn(body)) {
    const values = fresh.get(sha256);
    if (values === undefined)
      throw new Error(`The record names the array ${sha256.slice(0, 12)}, which was not stored.`);
    arrays[sha256] = values;
  }
  for (const sha256 of Object.keys(arrays)) fresh.delete(sha256);
  return arrays;
}

async function attempt<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsoleError(
      {
        code: 'journal/write-failed',
        message: `The session folder ${folder} cannot be written: ${reason}`,
        hint: 'Choose a new folder on a disk that has space and may be written. Everything recorded before this is safe.',
      },
      cause,
    );
  }
}
