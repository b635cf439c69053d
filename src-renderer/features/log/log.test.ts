import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalRecord, RecordBody } from '../../../src-shared/session/record';
import { createLog, lineOf, sliceOf } from './log.model';
import type { Who } from './logWords';

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
  const { rows } = createLog()(records, 'all', '');
  const shown = (who: Who | 'all', search: string) =>
    createLog()(records, who, search).shown.map(({ record }) => record.seq);

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
    expect(shown('all', '')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(shown('operator', '')).toEqual([3, 5]);
    expect(shown('all', 'LIGHT no')).toEqual([1]);
    expect(shown('engine', 'light')).toEqual([]);
  });

  it('grows by what is new, whatever the filter, and begins anew with other records', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            of: fc.constantFrom(...records),
            who: fc.constantFrom('all' as const, 'operator' as const, 'engine' as const),
            search: fc.constantFrom('', 'light'),
            anew: fc.integer({ min: 0, max: 9 }),
          }),
          { maxLength: 30 },
        ),
        (turns) => {
          const log = createLog();
          let known: readonly JournalRecord[] = [];
          for (const { of, who, search, anew } of turns) {
            known = anew === 0 ? [{ ...of }] : [...known, { ...of }];
            expect(log(known, who, search)).toEqual(createLog()(known, who, search));
          }
        },
      ),
    );
  });

  it('reads a hundred thousand records once, and one more once', () => {
    let read = 0;
    const watched = (seq: number): JournalRecord => {
      const { body, ...rest } = records[seq % records.length]!;
      return Object.defineProperty({ ...rest, seq }, 'body', {
        get: () => {
          read++;
          return body;
        },
      }) as JournalRecord;
    };
    const many = Array.from({ length: 100_000 }, (_, seq) => watched(seq));
    const log = createLog();
    log(many, 'all', '');
    const forAll = read;
    read = 0;
    const grown = log([...many, watched(100_000)], 'all', '');
    expect([grown.rows.length, grown.shown.length]).toEqual([100_001, 100_001]);
    expect(read).toBeLessThanOrEqual(Math.ceil(forAll / 100_000) + 1);
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
