import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import { samplePoint } from '../../../src-shared/geometry';
import type { Proposal } from '../../../src-shared/proposal';
import type { SessionView } from '../../../src-shared/session/view';
import { focusOf, similarTo, valuesAt } from './modelMaps.model';

const frame = {
  rows: 32,
  cols: 32,
  widthMetres: 3.2e-6,
  heightMetres: 3.2e-6,
  heightsMetres: Float32Array.from({ length: 1024 }, (_, i) => (i % 32) * 1e-9),
};
const session = {
  config: DEFAULT_EXPERIMENT,
  frame,
  points: [
    { index: 0, at: { row: 16, col: 8 } },
    { index: 1, at: { row: 16, col: 10 } },
    { index: 2, at: { row: 16, col: 20 } },
  ],
} as unknown as SessionView;
const proposal = { at: { row: 9, col: 9 } } as Proposal;

describe('focusOf', () => {
  it('follows the pointer first, then the selection, then the proposal', () => {
    const hover = samplePoint(0, 0);

    expect(focusOf(session, hover, 1, proposal)).toMatchObject({ kind: 'hover', at: { row: 15.5, col: 15.5 } });
    expect(focusOf(session, undefined, 1, proposal)).toEqual({ kind: 'selected', at: { row: 16, col: 10 }, index: 1 });
    expect(focusOf(session, undefined, undefined, proposal)).toMatchObject({ kind: 'next', at: { row: 9, col: 9 } });
    expect(focusOf(session, undefined, undefined, undefined)).toBeUndefined();
  });
});

describe('valuesAt', () => {
  it('reads each map at the candidate under the place', () => {
    const grid = { rows: 2, cols: 3, originRow: 8, originCol: 8, stride: 2 };
    const maps = { step: 1, grid, layers: { novelty: new Float32Array([0, 1, 2, 3, 4, 5]) } };

    expect(valuesAt(maps, { row: 10.4, col: 11.6 })[0]).toEqual({ kind: 'novelty', value: 5 });
    expect(valuesAt(maps, { row: 0, col: 0 })[0]).toEqual({ kind: 'novelty', value: undefined });
    expect(valuesAt(maps, { row: 8, col: 8 })[1]).toEqual({ kind: 'uncertainty', value: undefined });
  });
});

describe('similarTo', () => {
  it('finds other points by the shape under them, not the point itself', () => {
    const found = similarTo(session, { kind: 'selected', at: { row: 16, col: 8 }, index: 0 }, 2);

    expect(found.map((item) => item.index)).toEqual([1, 2]);
    expect(found[0]!.distanceMetres).toBeCloseTo(2e-9, 12);
  });
});
