import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../../../src-shared/session/summary';
import { found, tagsOf, ticked } from './sessions.model';

const base: SessionSummary = {
  id: '2026-03-05T14-02-11Z-film',
  name: 'Film',
  startedAt: '2026-03-05T14:02:11.000Z',
  measured: 3,
  planned: 5,
  state: 'interrupted',
};
const other: SessionSummary = { ...base, id: 'b', state: 'success', tags: ['PVSK'], notes: ['a crack at the left'] };

describe('the search', () => {
  it('wants every word somewhere: name, state, tags, notes', () => {
    expect(found([base, other], 'film')).toEqual([base, other]);
    expect(found([base, other], 'film interrupted')).toEqual([base]);
    expect(found([base, other], ' CRACK pvsk ')).toEqual([other]);
    expect(found([base, other], 'crack nothing')).toEqual([]);
    expect(found([base, other], '')).toHaveLength(2);
  });
});

describe('tags', () => {
  it('are read between commas, each once', () => {
    expect(tagsOf(' batch 3, PVSK,, PVSK ,')).toEqual(['batch 3', 'PVSK']);
  });
});

describe('ticks', () => {
  it('are two at most and can be taken back', () => {
    expect(ticked(['a', 'b'], 'c')).toEqual(['b', 'c']);
    expect(ticked(['a', 'b'], 'a')).toEqual(['b']);
  });
});
