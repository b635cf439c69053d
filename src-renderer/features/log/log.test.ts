import { describe, expect, it } from 'vitest';
import type { JournalRecord, RecordBody } from '../../../src-shared/session/record';
import { filtered, lineOf, logRows, sliceOf } from './log.model';

const records: readonly JournalRecord[] = (
  [
    { kind: 'intent', id: 0, effect: { kind: 'scanFrame' } },
    { kind: 'outcome', id: 0, result: 'failed', seconds: 2, error: { code: 'instrument/fault', message: 'No light.' } },
    { kind: 'proposal.made', proposal: { id: '7.0', step: 7, candidate: 12 } },
    { kind: 'decision.made', proposalId: '7.0', choice: 'veto', by: 'operator', waitedSeconds: 3 },
    { kind: 'decision.made', proposalId: '7.1', choice: 'approve', by: 'timer', waitedSeconds: 10 },
    {
      kind: 'alarm.answered',
      answer: { alarm: 'disk', priority: 3, title: 'Disk', choice: 'acknowledged', comment: 'on it' },
    },
  ] as unknown as RecordBody[]
).map((body, seq) => ({ v: 1, seq, at: '2026-01-01T00:00:00.000Z', mono: 0, prev: '', body }));

describe('the log', () => {
  const rows = logRows(records);

  it('says who did it and at which step', () => {
    expect(rows.map(({ who, step }) => `${who} ${step}`)).toEqual([
      'instrument 0',
      'instrument 0',
      'engine 7',
      'operator 7',
      'engine 7',
      'operator 7',
    ]);
  });

  it('says what failed and why', () => {
    expect(lineOf(records[1]!)).toContain('No light.');
    expect(lineOf(records[5]!)).toContain('on it');
  });

  it('is filtered by who, and searched for all words whatever their case', () => {
    expect(filtered(rows, 'all', '')).toBe(rows);
    expect(filtered(rows, 'operator', '').map(({ record }) => record.seq)).toEqual([3, 5]);
    expect(filtered(rows, 'all', 'LIGHT no').map(({ record }) => record.seq)).toEqual([1]);
    expect(filtered(rows, 'engine', 'light')).toEqual([]);
  });
});

describe('sliceOf', () => {
  it('draws some tens of a hundred thousand rows, at either end and in the middle', () => {
    expect(sliceOf(100_000, 24, 0, 480)).toEqual({ from: 0, to: 30 });
    expect(sliceOf(100_000, 24, 1_200_000, 480)).toEqual({ from: 49_990, to: 50_030 });
    expect(sliceOf(100_000, 24, 2_400_000 - 480, 480)).toEqual({ from: 99_970, to: 100_000 });
  });

  it('never asks for rows that are not there', () => {
    expect(sliceOf(3, 24, 5000, 480)).toEqual({ from: 3, to: 3 });
    expect(sliceOf(0, 24, 0, 0)).toEqual({ from: 0, to: 0 });
  });
});
