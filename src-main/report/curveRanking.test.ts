import { describe, expect, it } from 'vitest';
import { rankCurves } from './curveRanking';
import { exampleSession } from './testing/exampleSession';

describe('rankCurves', () => {
  it('takes five from either end, most and least novel first', () => {
    const { most, least } = rankCurves(exampleSession(10, 10));
    expect(most.map(({ point }) => point.index)).toEqual([19, 18, 17, 16, 15]);
    expect(least.map(({ point }) => point.index)).toEqual([0, 1, 2, 3, 4]);
  });

  it('never has a curve at both ends', () => {
    for (let count = 0; count <= 12; count++) {
      const { most, least } = rankCurves(exampleSession(count, 0));
      expect(most).toHaveLength(Math.min(5, Math.floor(count / 2)));
      expect(least).toHaveLength(most.length);
      const indices = [...most, ...least].map(({ point }) => point.index);
      expect(new Set(indices).size).toBe(indices.length);
    }
  });

  it('breaks ties by order of acquisition and leaves out what has no novelty yet', () => {
    const view = exampleSession(4, 2);
    const { most, least } = rankCurves({ ...view, novelty: Float64Array.of(1, 1, 1, 1, Number.NaN) });
    expect([...most, ...least].map(({ point }) => point.index)).toEqual([0, 1, 3, 2]);
  });

  it('means point by point over the curves of the usual length, gaps left out', () => {
    const view = exampleSession(4, 0);
    const points = view.points.map((point) => {
      if (point.index === 0)
        return { ...point, amperes: point.amperes.map((current, i) => (i === 2 ? Number.NaN : current)) };
      return point.index === 3
        ? { ...point, volts: point.volts.slice(0, 2), amperes: point.amperes.slice(0, 2) }
        : point;
    });
    const { mean } = rankCurves({ ...view, points });
    expect(mean?.curves).toBe(3);
    // Peaks of curves 1 and 2 are 1.1 and 1.2 nA; at half bias curves 0, 1 and 2 have 0.5, 0.55 and 0.6 nA.
    expect(mean?.amperes[2]).toBeCloseTo(1.15e-9, 20);
    expect(mean?.amperes[1]).toBeCloseTo(0.55e-9, 20);
  });

  it('has no mean without curves', () => {
    expect(rankCurves({ points: [], novelty: new Float64Array() }).mean).toBeUndefined();
  });
});
