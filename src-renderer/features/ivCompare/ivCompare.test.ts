import { describe, expect, it } from 'vitest';
import type { MeasuredPoint } from '../../../src-shared/session/view';
import { PLOT_THEMES } from '../../plot/theme';
import { compareCurves, currentScale, ivChart, pointOfCurve, sweepArrows } from './ivCompare.model';

const volts = Float64Array.of(0, 1, 2, 1, 0);

function point(index: number, scale: number, complete = true): MeasuredPoint {
  const amperes = Float64Array.of(0, 1e-9, 4e-9, 2e-9, 0).map((ampere) => ampere * scale);
  return {
    index,
    step: index,
    origin: 'model',
    candidate: index,
    at: { row: 0, col: 0 },
    volts,
    amperes,
    flags: { complete, compliance: false, saturated: false },
    travelSeconds: 0,
    sweepSeconds: 0,
    recordedAt: '',
  };
}

describe('compareCurves', () => {
  it('takes the five most and the five least novel, and the mean of all', () => {
    const points = Array.from({ length: 12 }, (_, i) => point(i, i + 1));
    const novelty = Float64Array.from(points, (_, i) => (i === 3 ? 100 : i));

    const found = compareCurves(points, novelty, 7);

    expect(found.novel.map((p) => p.index)).toEqual([3, 11, 10, 9, 8]);
    expect(found.typical.map((p) => p.index)).toEqual([0, 1, 2, 4, 5]);
    expect(found.last?.index).toBe(11);
    expect(found.selected?.index).toBe(7);
    expect(found.averaged).toBe(12);
    expect(found.mean?.amperes[2]).toBeCloseTo(6.5 * 4e-9, 18);
  });

  it('shows no curve as both novel and typical', () => {
    const points = [point(0, 1), point(1, 2), point(2, 3)];
    const found = compareCurves(points, Float64Array.of(1, 2, 3), undefined);

    expect(found.novel.map((p) => p.index)).toEqual([2]);
    expect(found.typical.map((p) => p.index)).toEqual([0]);
  });

  it('leaves a broken-off curve out of the mean and a curve without a score out of the ranking', () => {
    const short = { ...point(2, 50, false), amperes: Float64Array.of(9e-9) };
    const found = compareCurves([point(0, 1), point(1, 3), short], Float64Array.of(1, 2), undefined);

    expect(found.averaged).toBe(2);
    expect(found.mean?.amperes[2]).toBeCloseTo(8e-9, 18);
    expect([...found.novel, ...found.typical].map((p) => p.index)).toEqual([1, 0]);
    expect(found.last?.index).toBe(2);
  });
});

describe('ivChart', () => {
  const comparison = compareCurves([point(0, 1), point(1, 3)], Float64Array.of(1, 2), 0);

  it('draws in the unit that reads best and says so', () => {
    const chart = ivChart(comparison, PLOT_THEMES.light.curves, false);

    expect(currentScale(comparison)).toEqual({ factor: 1e-9, unit: 'nA' });
    expect(chart.y.title).toBe('Current (nA)');
    expect(chart.curves.find((curve) => curve.id === 'novel-1')?.y).toEqual([0, 3, 12, 6, 0]);
  });

  it('tells every role apart by more than colour', () => {
    const chart = ivChart(comparison, PLOT_THEMES.light.curves, false);
    const looks = chart.curves.map((curve) => `${curve.dash} ${curve.width}`);

    expect(new Set(looks).size).toBe(looks.length);
  });

  it('has no place for zero on a logarithmic axis', () => {
    const chart = ivChart(comparison, PLOT_THEMES.light.curves, true);

    expect(chart.y).toMatchObject({ log: true, title: '|Current| (nA)' });
    expect(chart.curves[0]?.y[0]).toBeNaN();
  });

  it('leads from a curve back to its point', () => {
    expect(pointOfCurve('novel-17')).toBe(17);
    expect(pointOfCurve('mean')).toBeUndefined();
  });
});

describe('sweepArrows', () => {
  it('points towards the turn on the way up and away from it on the way back', () => {
    const sweep = Float64Array.from({ length: 41 }, (_, i) => (i <= 20 ? i : 40 - i) / 20);
    const [up, down] = sweepArrows(sweep, Array.from(sweep), '#000');

    expect(up!.to[0]).toBeGreaterThan(up!.from[0]);
    expect(down!.to[0]).toBeLessThan(down!.from[0]);
  });
});
