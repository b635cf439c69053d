import { describe, expect, it } from 'vitest';
import type { MaskRule } from '../../../src-shared/rules';
import type { Edit, MadeEdit } from '../../../src-shared/session/edits';
import { PLOT_THEMES } from '../../plot/theme';
import { diversityChart, diversityRange, diversitySeries, newestDiversity } from './diversity.model';

const region: MaskRule = {
  active: true,
  rule: {
    id: 'rule-1',
    scope: 'region',
    effect: 'exclude',
    shape: { kind: 'rectangle', from: { row: 0, col: 0 }, to: { row: 4, col: 4 } },
    candidate: 0,
    at: { row: 0, col: 0 },
    reason: 'contamination',
    step: 3,
  },
};

function made(id: number, edit: Edit, step: number): MadeEdit {
  return { id, step, at: '2026-03-04T12:00:00.000Z', edit, undone: false };
}

const session = {
  diversity: [
    { points: 2, step: 0, structural: 0.1, spectral: 0.3 },
    { points: 3, step: 0, structural: 0.2, spectral: 0.4 },
    { points: 4, step: 1, structural: 0.5, spectral: 0.6 },
  ],
  vetoes: [{ id: 'v', scope: 'point', candidate: 1, at: { row: 0, col: 0 }, reason: 'other', step: 1 } as const],
  edits: [
    made(1, { kind: 'rule.set', rule: region }, 3),
    made(2, { kind: 'curve.rejected', curve: { index: 2, again: 'never' } }, 4),
    { ...made(3, { kind: 'curve.restored', index: 2 }, 5), undone: true },
  ],
};

describe('diversitySeries', () => {
  it('has one value for each step, the last of the seeds for step 0', () => {
    expect(diversitySeries(session)).toEqual({
      steps: [0, 1],
      structural: [0.2, 0.5],
      spectral: [0.4, 0.6],
      vetoSteps: [1],
      steeringSteps: [],
      regionSteps: [3],
      rejectionSteps: [4],
    });
  });

  it('tells the newest values', () => {
    expect(newestDiversity(diversitySeries(session))).toEqual({ step: 1, structural: 0.5, spectral: 0.6 });
    expect(newestDiversity(diversitySeries({ diversity: [], vetoes: [], edits: [] }))).toBeUndefined();
  });
});

describe('diversityChart', () => {
  it('draws two line styles and the vetoes over all planned steps', () => {
    const chart = diversityChart(diversitySeries(session), 200, PLOT_THEMES.light.curves);

    expect(chart.curves.map((curve) => curve.dash)).toEqual(['solid', 'dash']);
    expect(chart.marks?.map(({ x }) => x)).toEqual([[1], [], [3], [4]]);
    expect(chart.x.range).toEqual([0, 200]);
  });
});

describe('diversityRange', () => {
  it('never goes below 0, where no diversity can be, and has a height for a single value', () => {
    expect(diversityRange([0.4])).toEqual([0, 0.8]);
    expect(diversityRange([0, 0])).toEqual([0, 1]);
    expect(diversityRange([0.01, 1])[0]).toBe(0);
    expect(diversityRange([])).toEqual([0, 1]);
  });

  it('leaves room about the curve and out of account what is not a number', () => {
    const [low, high] = diversityRange([1, Number.NaN, 2]);
    expect(low).toBeCloseTo(0.92);
    expect(high).toBeCloseTo(2.08);
  });
});
