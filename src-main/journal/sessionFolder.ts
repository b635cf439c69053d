/** Session folders: their names, and a list of what lies in the sessions folder. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toWire } from '../../src-shared/errors';
import type { SessionSummary } from '../../src-shared/ipc/contract';
import type { JournalRecord } from '../../src-shared/session/record';
import { readJournal } from './reader';

/** Folders whose names begin so are sessions on their way in; they are never listed. */
export const INCOMING = '.incoming-';

/** A folder name that sorts by time and says what it is: `2026-03-05T14-02-11Z-film-7`. */
export function sessionId(name: string, now: number): string {
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
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith(INCOMING)).map((entry) => entry.name);
  const summaries = await Promise.all(names.map((id) => summarize(folder, id)));
  const sample = (summary: SessionSummary): number => (summary.sample === true ? 1 : 0);
  return summaries
    .filter((summary) => summary !== undefined)
    .sort((a, b) => sample(a) - sample(b) || (a.id < b.id ? 1 : -1));
}

async function summarize(folder: string, id: string): Promise<SessionSummary | undefined> {
  try {
    const { records } = await readJournal(join(folder, id));
    return summaryOf(id, records);
  } catch (error) {
    const { code, message } = toWire(error);
    if (code === 'session/not-found') return undefined;
    return { id, name: id, startedAt: '', measured: 0, planned: 0, state: 'unreadable', problem: message };
  }
}

function summaryOf(id: string, records: readonly JournalRecord[]): SessionSummary | undefined {
  const first = records[0];
  if (first?.body.kind !== 'session.opened') return undefined;
  const last = records.findLast((record) => record.body.kind === 'run.finished');
  return {
    id,
    name: first.body.config.name,
    ...(first.body.config.sample === true ? { sample: true } : {}),
    startedAt: first.at,
    measured: records.filter((record) => record.body.kind === 'curve.recorded').length,
    planned: first.body.config.seeds + first.body.config.steps,
    state: last?.body.kind === 'run.finished' ? last.body.outcome : 'interrupted',
  };
}
