/** Appends to the journal of one session. A record is on disk, synced, before anyone hears of it. */
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { ConsoleError } from '../../src-shared/errors';
import type { ArrayRef, JournalRecord, RecordBody, ResolvedRecord } from '../../src-shared/session/record';
import type { Clock, Journal } from '../engine/ports';
import { ARRAYS_FOLDER, refsIn, writeArray } from './arrays';
import { makeFolder } from './makeFolder';

export const JOURNAL_FILE = 'journal.jsonl';
/** What is written with the next record waits for one no longer than this. */
const NEXT_WITHIN_MS = 50;
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

interface Waiting {
  readonly body: RecordBody;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

function writerOn(file: FileHandle, ports: WriterPorts, end: JournalEnd): JournalWriter {
  const fresh: FreshArrays = new Map();
  let position = end.bytes;
  let seq = end.nextSeq;
  let prev = end.lastHash;
  let failure: ConsoleError | undefined;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;
  let due = false;
  let later: NodeJS.Timeout | undefined;

  /**
   * Writes everything that waits with one sync, again and again until nothing is due. What is appended in one go, such as
   * a decision and the intent that follows from it, shares a sync: the tip waits for one, not for two.
   */
  async function drain(): Promise<void> {
    while (due) {
      await setImmediate();
      due = false;
      const batch = waiting;
      waiting = [];
      await write(batch);
    }
    writing = undefined;
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    const lines: { readonly record: JournalRecord; readonly bytes: Buffer }[] = [];
    try {
      // After one failed write the file may end anywhere: nothing more is added to it.
      if (failure !== undefined) throw failure;
      const at = new Date(ports.clock.now()).toISOString();
      const mono = ports.clock.monotonicSeconds();
      let hash = prev;
      for (const [k, { body }] of batch.entries()) {
        const record: JournalRecord = { v: 1, seq: seq + k, at, mono, prev: hash, body };
        const bytes = Buffer.from(`${JSON.stringify(record)}\n`, 'utf8');
        lines.push({ record, bytes });
        hash = hashOfLine(bytes);
      }
      const all = Buffer.concat(lines.map(({ bytes }) => bytes));
      await attempt(ports.folder, async () => {
        await file.write(all, 0, all.length, position);
        await file.datasync();
      });
      position += all.length;
      seq += batch.length;
      prev = hash;
    } catch (error) {
      failure = error as ConsoleError;
      for (const { reject } of batch) reject(error);
      return;
    }
    for (const [k, { resolve, reject }] of batch.entries()) {
      const { record } = lines[k]!;
      try {
        ports.onRecord({ record, arrays: takeArrays(fresh, record.body) });
        resolve();
      } catch (error) {
        reject(error);
      }
    }
  }

  function begin(): void {
    clearTimeout(later);
    later = undefined;
    due = waiting.length > 0;
    if (due) writing ??= drain();
  }

  return {
    async store(values): Promise<ArrayRef> {
      const ref = await attempt(ports.folder, () => writeArray(ports.folder, values));
      fresh.set(ref.sha256, { values, uses: 1 + (fresh.get(ref.sha256)?.uses ?? 0) });
      return ref;
    },
    append(body, when = 'now') {
      return new Promise((resolve, reject) => {
        waiting.push({ body, resolve, reject });
        if (when === 'now') begin();
        else later ??= setTimeout(begin, NEXT_WITHIN_MS);
      });
    },
    async close() {
      begin();
      await writing;
      await file.close();
    },
  };
}

/** The hash of a line as it stands in the file, without its line feed. */
export function hashOfLine(line: Uint8Array): string {
  const end = line.at(-1) === 0x0a ? line.length - 1 : line.length;
  return createHash('sha256').update(line.subarray(0, end)).digest('hex');
}

/** Arrays on disk that no record has named yet; several records may be about to name the same one. */
type FreshArrays = Map<string, { readonly values: Float32Array | Float64Array; readonly uses: number }>;

function takeArrays(fresh: FreshArrays, body: RecordBody) {
  const arrays: Record<string, Float32Array | Float64Array> = {};
  for (const { sha256 } of refsIn(body)) {
    const values = fresh.get(sha256)?.values;
    if (values === undefined)
      throw new Error(`The record names the array ${sha256.slice(0, 12)}, which was not stored.`);
    arrays[sha256] = values;
  }
  for (const { sha256 } of refsIn(body)) {
    const { values, uses } = fresh.get(sha256)!;
    if (uses > 1) fresh.set(sha256, { values, uses: uses - 1 });
    else fresh.delete(sha256);
  }
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
