import { describe, expect, it } from 'vitest';
import { PLOT_THEMES } from '../../plot/theme';
import { diversityChart, diversitySeries, newestDiversity } from './diversity.model';

const session = {
  diversity: [
    { points: 2, step: 0, structural: 0.1, spectral: 0.3 },
    { points: 3, step: 0, structural: 0.2, spectral: 0.4 },
    { points: 4, step: 1, structural: 0.5, spectral: 0.6 },
  ],
  vetoes: [{ id: 'v', scope: 'point', candidate: 1, at: { row: 0, col: 0 }, reason: 'other', step: 1 } as const],
};

describe('diversitySeries', () => {
  it('has one value for each step, the last of the seeds for step 0', () => {
    expect(diversitySeries(session)).toEqual({
      steps: [0, 1],
      structural: [0.2, 0.5],
      spectral: [0.4, 0.6],
      vetoSteps: [1],
    });
  });

  it('tells the newest values', () => {
    expect(newestDiversity(diversitySeries(session))).toEqual({ step: 1, structural: 0.5, spectral: 0.6 });
    expect(newestDiversity(diversitySeries({ diversity: [], vetoes: [] }))).toBeUndefined();
  });
});

describe('diversityChart', () => {
  it('draws two line styles and the vetoes over all planned steps', () => {
    const chart = diversityChart(diversitySeries(session), 200, PLOT_THEMES.light.curves);

    expect(chart.curves.map((curve) => curve.dash)).toEqual(['solid', 'dash']);
    expect(chart.marks?.x).toEqual([1]);
    expect(chart.x.range).toEqual([0, 200]);
  });
});
