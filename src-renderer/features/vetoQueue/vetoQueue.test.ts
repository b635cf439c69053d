import { describe, expect, it } from 'vitest';
import { bestCandidates, movedChoice } from './vetoQueue.model';

const grid = { rows: 3, cols: 4, originRow: 8, originCol: 8, stride: 1 };
const combined = Float32Array.of(0.1, 0.9, 0.8, 0.2, 0.3, 0.7, Number.NaN, 0.4, 0.6, 0.1, 0.1, 0.5);

describe('bestCandidates', () => {
  it('takes the highest first, none that is measured or ruled out, and none next to another', () => {
    const best = bestCandidates({ step: 1, grid, layers: { combined } }, { count: 3, apart: 2, without: [] });
    expect(best.map(({ candidate }) => candidate)).toEqual([1, 8, 11]);
    expect(best[0]?.value).toBeCloseTo(0.9);
  });

  it('keeps away from the proposal and gives fewer where there are no more', () => {
    const best = bestCandidates({ step: 1, grid, layers: { combined } }, { count: 9, apart: 2, without: [1] });
    expect(best.map(({ candidate }) => candidate)).toEqual([8, 11, 3]);
    expect(bestCandidates({ step: 1, grid, layers: {} }, { count: 3, apart: 1, without: [] })).toEqual([]);
  });
});

it('extends the choice with Shift and begins anew without', () => {
  const extended = movedChoice(5, movedChoice(5, { active: 0, anchor: 0 }, 1, true), 1, true);
  expect(extended).toEqual({ active: 2, anchor: 0 });
  expect(movedChoice(5, extended, 1, false)).toEqual({ active: 3, anchor: 3 });
  expect(movedChoice(5, { active: 4, anchor: 4 }, 1, true)).toEqual({ active: 4, anchor: 4 });
});
