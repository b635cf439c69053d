/** The records of the session shown, without their arrays: what the log lists, and the way to the arrays of any step. */
import type { MapSet } from '../../src-shared/maps';
import type { JournalRecord, RecordOf } from '../../src-shared/session/record';
import { mapSet } from '../../src-shared/session/view';
import { readArray } from '../journal/arrays';
import { resolveRecord } from '../journal/reader';

/** Records that one answer holds at most, so that a long session does not stop the other commands. */
const RECORDS_AT_ONCE = 5000;

export interface RecordMemory {
  add(record: JournalRecord): void;
  /** The records from a number on, in order, at most {@link RECORDS_AT_ONCE}. */
  from(seq: number): readonly JournalRecord[];
  /** The newest maps of a step; undefined where it has none. */
  maps(folder: string, step: number): Promise<MapSet | undefined>;
  /** Spectral novelty as it was when so many curves were measured, by index; undefined where it was never scored. */
  novelty(folder: string, points: number): Promise<Float64Array | undefined>;
}

/** A memory that begins with what a journal holds. */
export function createRecordMemory(first: readonly JournalRecord[] = []): RecordMemory {
  const records: JournalRecord[] = [];
  const maps = new Map<number, JournalRecord>();
  const scores = new Map<number, RecordOf<'scores.updated'>['novelty']>();

  function add(record: JournalRecord): void {
    records.push(record);
    const { body } = record;
    if (body.kind === 'maps.updated') maps.set(body.step, record);
    if (body.kind === 'scores.updated') scores.set(body.novelty.length, body.novelty);
  }

  for (const record of first) add(record);
  return {
    add,
    from(seq) {
      // Numbers of records have no gaps.
      const begin = Math.max(0, seq - (records[0]?.seq ?? 0));
      return records.slice(begin, begin + RECORDS_AT_ONCE);
    },
    async maps(folder, step) {
      const record = maps.get(step);
      if (record?.body.kind !== 'maps.updated') return undefined;
      return mapSet(record.body, (await resolveRecord(folder, record)).arrays);
    },
    async novelty(folder, points) {
      const ref = scores.get(points);
      const values = ref && (await readArray(folder, ref));
      return values instanceof Float64Array ? values : undefined;
    },
  };
}
