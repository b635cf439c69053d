/**
 * A session in one file, `NAME.curioscope`: a zip archive of its journal and of the arrays that the journal names, in the
 * layout of the session folder. It can be carried to another computer and opened there.
 */
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import type { ArrayRef } from '../../src-shared/session/record';
import { fileProblem } from '../files/measurement';
import { createZipFile, openZipFile, type ZipFile } from '../files/zip/zipFile';
import type { ZipEntry } from '../files/zip/parts';
import { ARRAYS_FOLDER, refsIn } from '../journal/arrays';
import { makeFolder } from '../journal/makeFolder';
import { readJournal, resolveRecord, type JournalContent } from '../journal/reader';
import { INCOMING } from '../journal/sessionFolder';
import { JOURNAL_FILE } from '../journal/writer';

/** The ending of the file's name, and what the desktop knows it by. */
export const ARCHIVE_ENDING = '.curioscope';

/** An array file as it stands in an archive; a name of any other form is never written to disk. */
const ARRAY_NAME = /^arrays\/[0-9a-f]{64}\.f(?:32|64)$/;
/** The name of a session folder; the journal says it, so it is not to be trusted. */
const SESSION_ID = /^\w[\w.-]{0,199}$/;
/** More than any session comes to: a journal line is about 1 kB, an array at most a map of 512 x 512 doubles. */
const MAX_JOURNAL_BYTES = 512e6;
const MAX_ARRAY_BYTES = 256e6;
const MAX_SESSION_BYTES = 16e9;

/** Whether a path looks like an archive of a session. */
export function isArchive(path: string): boolean {
  return path.toLowerCase().endsWith(ARCHIVE_ENDING);
}

/**
 * Writes the archive of a session folder; a session that is being written is taken as it stands. Rejects with what is
 * wrong with the session, or `file/write-failed`.
 */
export async function packSession(folder: string, path: string): Promise<void> {
  const { records, end } = await readJournal(folder);
  const journal = (await readFile(join(folder, JOURNAL_FILE))).subarray(0, end.bytes);
  const names = [...new Set(records.flatMap((record) => refsIn(record.body)).map(nameOf))];
  const draft = `${path}.part`;
  try {
    const archive = await createZipFile(draft);
    try {
      await archive.add(JOURNAL_FILE, journal);
      for (const name of names) await archive.add(name, await readFile(join(folder, name)));
      await archive.finish();
    } catch (error) {
      await archive.abandon();
      throw error;
    }
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The archive ${path} cannot be written: ${reason}.`;
    throw new ConsoleError({ code: 'file/write-failed', message, hint: 'Choose another place for it.' }, cause);
  }
}

/** What became of an archive. */
export interface UnpackedSession {
  readonly id: string;
  readonly folder: string;
  /** The same session was there already; nothing was written. */
  readonly known: boolean;
}

/**
 * Makes a session folder of an archive among the sessions in `sessionsFolder`, under the session's own name or, where
 * another session has that, a number behind it. Every line and every array is checked before the folder appears. Rejects
 * with `file/unreadable`, saying what is wrong with the archive.
 */
export async function unpackSession(path: string, sessionsFolder: string): Promise<UnpackedSession> {
  const file = basename(path);
  const archive = await openZipFile(path, file);
  try {
    const entries = entriesOf(archive, file);
    await makeFolder(sessionsFolder);
    const draft = await mkdtemp(join(sessionsFolder, INCOMING));
    try {
      return await unpackInto(draft, { archive, entries, file, sessionsFolder });
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  } finally {
    await archive.close();
  }
}

interface Unpacking {
  readonly archive: ZipFile;
  readonly entries: ReadonlyMap<string, ZipEntry>;
  readonly file: string;
  readonly sessionsFolder: string;
}

async function unpackInto(draft: string, { archive, entries, file, sessionsFolder }: Unpacking) {
  const journal = await archive.read(entryOf(entries, JOURNAL_FILE, file));
  await writeFile(join(draft, JOURNAL_FILE), journal);
  const { records } = await checked(file, draft, () => readJournal(draft));
  const id = idOf(records, file);
  const place = await placeFor(join(sessionsFolder, id), journal);
  if (!place.known) {
    await makeFolder(join(draft, ARRAYS_FOLDER));
    for (const name of new Set(records.flatMap((record) => refsIn(record.body)).map(nameOf)))
      await writeFile(join(draft, name), await archive.read(entryOf(entries, name, file)));
    for (const record of records) await checked(file, draft, () => resolveRecord(draft, record));
    await rename(draft, place.folder);
  }
  return { id: basename(place.folder), ...place };
}

/** The entries of a session by name; those of other names are not looked at, however they are called. */
function entriesOf({ entries }: ZipFile, file: string): Map<string, ZipEntry> {
  const known = new Map<string, ZipEntry>();
  let bytes = 0;
  for (const entry of entries) {
    const isJournal = entry.name === JOURNAL_FILE;
    if (!isJournal && !ARRAY_NAME.test(entry.name)) continue;
    if (known.has(entry.name)) throw fileProblem({ file, where: entry.name, what: 'the archive holds it twice.' });
    bytes += entry.unpacked;
    if (entry.unpacked > (isJournal ? MAX_JOURNAL_BYTES : MAX_ARRAY_BYTES) || bytes > MAX_SESSION_BYTES)
      throw fileProblem({ file, where: entry.name, what: 'it is larger than any session is.' });
    known.set(entry.name, entry);
  }
  return known;
}

function entryOf(entries: ReadonlyMap<string, ZipEntry>, name: string, file: string): ZipEntry {
  const entry = entries.get(name);
  if (entry !== undefined) return entry;
  if (name !== JOURNAL_FILE) throw fileProblem({ file, where: name, what: 'an array of the session is missing.' });
  throw fileProblem(
    { file, what: `it is an archive of something else: it has no ${JOURNAL_FILE}.` },
    'Choose a file that Curioscope saved as an archive of a session.',
  );
}

/** What is wrong with the draft is wrong with the archive. */
async function checked<T>(file: string, draft: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.replaceAll(draft, file) : String(cause);
    throw fileProblem({ file, what: `the session in it is damaged. ${message}` }, undefined, cause);
  }
}

function idOf(records: JournalContent['records'], file: string): string {
  const body = records[0]?.body;
  if (body?.kind === 'session.opened' && SESSION_ID.test(body.id)) return body.id;
  throw fileProblem({ file, what: 'the session in it has a name that no folder can have.' });
}

/** The first of `folder`, `folder-2`, ... that is free or holds this very journal, perhaps with more behind it. */
async function placeFor(folder: string, journal: Uint8Array): Promise<{ folder: string; known: boolean }> {
  for (let number = 1; ; number++) {
    const place = number === 1 ? folder : `${folder}-${number}`;
    const there = await stat(place).catch(() => undefined); // not there: free
    if (there === undefined) return { folder: place, known: false };
    const other = await readFile(join(place, JOURNAL_FILE)).catch(() => undefined); // no session: another's folder
    if (other?.subarray(0, journal.length).equals(journal) === true) return { folder: place, known: true };
  }
}

function nameOf({ sha256, dtype }: ArrayRef): string {
  return `${ARRAYS_FOLDER}/${sha256}.${dtype}`;
}
