/** Reads a journal back, checks every line against its schema and the chain of hashes, and forgives only a torn end. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import { JournalRecord, type ResolvedRecord } from '../../src-shared/session/record';
import { applyRecord, type SessionView } from '../../src-shared/session/view';
import { readArray, refsIn } from './arrays';
import { JOURNAL_FILE, NO_HASH, hashOfLine, type JournalEnd } from './writer';

export interface JournalContent {
  readonly records: readonly JournalRecord[];
  readonly end: JournalEnd;
  /** The program ended while a line was being written; that line is left out. */
  readonly torn: boolean;
}

/** Every record of a session. Rejects with `session/not-found` or `journal/corrupt`, naming the line. */
export async function readJournal(folder: string): Promise<JournalContent> {
  const path = join(folder, JOURNAL_FILE);
  const bytes = await readFile(path).catch((cause: unknown) => {
    const message = `${folder} is not a session: it has no readable ${JOURNAL_FILE}.`;
    throw new ConsoleError({ code: 'session/not-found', message, hint: 'Give the folder of a session.' }, cause);
  });
  const records: JournalRecord[] = [];
  let start = 0;
  let prev = NO_HASH;
  for (let feed = bytes.indexOf(0x0a); feed !== -1; feed = bytes.indexOf(0x0a, start)) {
    const line = bytes.subarray(start, feed);
    const record = parseLine(path, line, records.length);
    if (record.prev !== prev || record.seq !== records.length)
      throw corrupt(path, records.length, 'does not follow from the line before it; the file has been changed');
    records.push(record);
    prev = hashOfLine(line);
    start = feed + 1;
  }
  if (records[0]?.body.kind !== 'session.opened') throw corrupt(path, 0, 'does not open a session');
  return { records, end: { nextSeq: records.length, lastHash: prev, bytes: start }, torn: start < bytes.length };
}

/** A session as it stands on disk. Only the newest maps are read; earlier ones are asked for by step. */
export async function readSession(folder: string): Promise<{ view: SessionView; content: JournalContent }> {
  const content = await readJournal(folder);
  const lastMaps = content.records.findLastIndex((record) => record.body.kind === 'maps.updated');
  let view: SessionView | undefined;
  for (const [index, record] of content.records.entries()) {
    if (record.body.kind === 'maps.updated' && index !== lastMaps) continue;
    view = applyRecord(view, await resolveRecord(folder, record));
  }
  if (view === undefined) throw corrupt(join(folder, JOURNAL_FILE), 0, 'does not open a session');
  return { view, content };
}

/** A record with its arrays read from disk. */
export async function resolveRecord(folder: string, record: JournalRecord): Promise<ResolvedRecord> {
  const refs = refsIn(record.body);
  const values = await Promise.all(refs.map((ref) => readArray(folder, ref)));
  return { record, arrays: Object.fromEntries(refs.map((ref, i) => [ref.sha256, values[i]!])) };
}

function parseLine(path: string, line: Buffer, index: number): JournalRecord {
  let json: unknown;
  try {
    json = JSON.parse(line.toString('utf8'));
  } catch {
    throw corrupt(path, index, 'is not JSON');
  }
  const parsed = JournalRecord.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw corrupt(
    path,
    index,
    `is not a journal record (${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown'})`,
  );
}

function corrupt(path: string, index: number, what: string): ConsoleError {
  return new ConsoleError({
    code: 'journal/corrupt',
    message: `Line ${index + 1} of ${path} ${what}.`,
    hint: 'Restore the file from a copy. The lines before it are intact; nothing has been changed on disk.',
  });
}
