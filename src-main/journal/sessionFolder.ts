/** Session folders: their names, and a list of what lies in the sessions folder. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toWire } from '../../src-shared/errors';
import type { SessionSummary } from '../../src-shared/session/summary';
import type { JournalRecord, RecordBody, RecordOf } from '../../src-shared/session/record';
import { refsIn } from './arrays';
import { readJournal, type JournalContent } from './reader';

/** Folders whose names begin so are sessions on their way in; they are never listed. */
export const INCOMING = '.incoming-';

/**
 * A name for a new folder in `folder` that sorts by time and says what it is: `2026-03-05T14-02-11Z-film-7`; numbered
 * where a session of that second has the name already.
 */
export async function newSessionId(folder: string, name: string, now: number): Promise<string> {
  const id = sessionId(name, now);
  const taken = new Set(await readdir(folder).catch(() => [])); // no folder yet: every name is free
  let free = id;
  for (let k = 2; taken.has(free); k += 1) free = `${id}-${k}`;
  return free;
}

function sessionId(name: string, now: number): string {
  const time = new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return slug === '' ? time : `${time}-${slug}`;
}

/** Every session in a folder, newest first, samples last. A damaged one is listed with its problem, not hidden. */
export async function listSessions(folder: string): Promise<SessionSummary[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []); // no folder yet: no sessions
  const names = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(INCOMING))
    .map((entry) => entry.name);
  const summaries = await Promise.all(names.map((id) => summarize(folder, id)));
  const sample = (summary: SessionSummary): number => (summary.sample === true ? 1 : 0);
  return summaries
    .filter((summary) => summary !== undefined)
    .sort((a, b) => sample(a) - sample(b) || (a.id < b.id ? 1 : -1));
}

async function summarize(folder: string, id: string): Promise<SessionSummary | undefined> {
  try {
    return summaryOf(id, await readJournal(join(folder, id)));
  } catch (error) {
    const { code, message } = toWire(error);
    if (code === 'session/not-found') return undefined;
    return { id, name: id, startedAt: '', measured: 0, planned: 0, state: 'unreadable', problem: message };
  }
}

function summaryOf(id: string, { records, end }: JournalContent): SessionSummary | undefined {
  const first = records[0];
  if (first?.body.kind !== 'session.opened') return undefined;
  const { config, instrument } = first.body;
  const last = records.findLast((record) => record.body.kind === 'run.finished');
  return {
    id,
    name: config.name,
    ...(config.sample === true ? { sample: true } : {}),
    startedAt: first.at,
    measured: bodiesOf(records, 'curve.recorded').length,
    planned: config.seeds + config.steps,
    state: last?.body.kind === 'run.finished' ? last.body.outcome : 'interrupted',
    bytes: end.bytes + arrayBytes(records),
    instrument: instrument.name,
    simulated: instrument.simulated,
    policy: config.policy,
    vetoes: bodiesOf(records, 'veto.added').length,
    diversity: bodiesOf(records, 'scores.updated').at(-1)?.diversity,
    decided: decisionsOf(records),
    tags: bodiesOf(records, 'session.tagged').at(-1)?.tags ?? [],
    notes: bodiesOf(records, 'note.added').flatMap(({ note }) => (note.index === undefined ? [note.text] : [])),
  };
}

function bodiesOf<K extends RecordBody['kind']>(records: readonly JournalRecord[], kind: K): readonly RecordOf<K>[] {
  return records.map(({ body }) => body).filter((body): body is RecordOf<K> => body.kind === kind);
}

/** What the arrays of a session take on disk; the same numbers are kept once. */
function arrayBytes(records: readonly JournalRecord[]): number {
  const refs = new Map(records.flatMap(({ body }) => refsIn(body)).map((ref) => [`${ref.sha256}.${ref.dtype}`, ref]));
  return [...refs.values()].reduce((sum, { dtype, length }) => sum + length * (dtype === 'f32' ? 4 : 8), 0);
}

function decisionsOf(records: readonly JournalRecord[]): NonNullable<SessionSummary['decided']> {
  const count = (by: RecordOf<'decision.made'>['by']): number =>
    bodiesOf(records, 'decision.made').filter((made) => made.by === by).length;
  return { operator: count('operator'), timer: count('timer'), mode: count('mode') };
}
