/** The rows of the log: filtered, searched, and cut to what the window shows. */
import type { JournalRecord } from '../../../src-shared/session/record';
import { stepOf, whoOf, wordsOf, type Who } from './logWords';

export interface LogRow {
  readonly record: JournalRecord;
  /** The step that the session was at; 0 before the first. */
  readonly step: number;
  readonly who: Who;
}

/** All rows of some records, and those of them that a filter and a search leave; both lists go on growing. */
export interface LogIndex {
  readonly rows: readonly LogRow[];
  readonly shown: readonly LogRow[];
}

/**
 * The rows of a journal that grows: one for each record, and a record without a step of its own stands in that of the
 * newest before it. What was given before is looked at no more: a hundred thousand records are read once, and one more
 * costs one. Another filter goes over the rows once, other records begin anew.
 */
export function createLog(): (records: readonly JournalRecord[], who: Who | 'all', search: string) => LogIndex {
  let rows: LogRow[] = [];
  let step = 0;
  let shown: LogRow[] = [];
  let looked = 0;
  let filter = '';

  function grow(records: readonly JournalRecord[]): void {
    if (rows.at(-1)?.record !== records[rows.length - 1]) {
      rows = [];
      step = 0;
      filter = '';
    }
    for (const record of records.slice(rows.length)) {
      const own = stepOf(record);
      // With overlapped learning a step ahead is spoken of before the one under way is done.
      if (own !== undefined) step = Math.max(step, own);
      rows.push({ record, step: own ?? step, who: whoOf(record) });
    }
  }

  return (records, who, search) => {
    grow(records);
    const wanted = `${who} ${search}`;
    if (wanted !== filter) {
      filter = wanted;
      shown = [];
      looked = 0;
    }
    const passes = filterOf(who, search);
    for (; looked < rows.length; looked++) if (passes(rows[looked]!)) shown.push(rows[looked]!);
    return { rows, shown };
  };
}

const known = new WeakMap<JournalRecord, string>();

/** The line of a record; made once. */
export function lineOf(record: JournalRecord): string {
  const line = known.get(record) ?? wordsOf(record);
  known.set(record, line);
  return line;
}

/** Whether a row is shown. The search knows no case; all of its words must be there. */
function filterOf(who: Who | 'all', search: string): (row: LogRow) => boolean {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => {
    if (who !== 'all' && row.who !== who) return false;
    if (wanted.length === 0) return true;
    const line = `${lineOf(row.record)} ${row.record.body.kind} ${row.record.seq} step ${row.step}`.toLowerCase();
    return wanted.every((word) => line.includes(word));
  };
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
