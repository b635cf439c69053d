/** The rows of the log: filtered, searched, and cut to what the window shows. */
import type { JournalRecord } from '../../../src-shared/session/record';
import { stepOf, whoOf, wordsOf, type Who } from './logWords';

export interface LogRow {
  readonly record: JournalRecord;
  /** The step that the session was at; 0 before the first. */
  readonly step: number;
  readonly who: Who;
}

/** One row for each record. A record without a step of its own stands in that of the newest before it. */
export function logRows(records: readonly JournalRecord[]): readonly LogRow[] {
  let step = 0;
  return records.map((record) => {
    const own = stepOf(record);
    // With overlapped learning a step ahead is spoken of before the one under way is done.
    if (own !== undefined) step = Math.max(step, own);
    return { record, step: own ?? step, who: whoOf(record) };
  });
}

const known = new WeakMap<JournalRecord, string>();

/** The line of a record; made once. */
export function lineOf(record: JournalRecord): string {
  const line = known.get(record) ?? wordsOf(record);
  known.set(record, line);
  return line;
}

/** The rows that a filter and a search leave. The search knows no case; all of its words must be there. */
export function filtered(rows: readonly LogRow[], who: Who | 'all', search: string): readonly LogRow[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (who === 'all' && wanted.length === 0) return rows;
  return rows.filter((row) => {
    if (who !== 'all' && row.who !== who) return false;
    if (wanted.length === 0) return true;
    const line = `${lineOf(row.record)} ${row.record.body.kind} ${row.record.seq} step ${row.step}`.toLowerCase();
    return wanted.every((word) => line.includes(word));
  });
}

export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** Rows drawn beyond the edges, so that a turn of the wheel shows no gap. */
const MARGIN = 10;

/** Which of so many rows of equal height have to be drawn; heights in CSS pixels. */
export function sliceOf(count: number, rowHeight: number, scrollTop: number, height: number): Slice {
  const from = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight) - MARGIN));
  const to = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + MARGIN);
  return { from, to: Math.max(from, to) };
}
