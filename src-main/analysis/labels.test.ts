import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS, type CurveLabel } from '../../src-shared/analysis';
import { NO_ANALYSIS } from '../../src-shared/session/analysisView';
import { analysisReport, labelInForce } from './analysisReport';
import { simulatedPoints } from './testing/simulatedPoints';

describe('automatic labels on simulated films of 210 points', () => {
  it.each([1, 2, 3, 13])('agree with the truth of film %i', (filmSeed) => {
    const { points, truth } = simulatedPoints(filmSeed, 210);
    const report = analysisReport({ points, analysis: NO_ANALYSIS });
    const agreement = (label: CurveLabel): number => {
      const own = report.points.filter(({ index }) => truth[index]!.label === label);
      return own.filter(({ automatic }) => automatic?.label === label).length / own.length;
    };
    expect(agreement('club')).toBeGreaterThanOrEqual(0.95);
    expect(agreement('heart')).toBeGreaterThanOrEqual(0.95);
    expect(agreement('diamond')).toBeGreaterThanOrEqual(0.85);
  });

  it('are surer where one class makes up the place than where classes mix', () => {
    const { points, truth } = simulatedPoints(2, 210);
    const report = analysisReport({ points, analysis: NO_ANALYSIS });
    const meanConfidence = (pure: boolean): number => {
      const own = report.points.filter(({ index }) => truth[index]!.share > 0.95 === pure);
      return own.reduce((sum, { automatic }) => sum + automatic!.confidence, 0) / own.length;
    };
    expect(meanConfidence(true)).toBeGreaterThan(meanConfidence(false));
  });
});

describe('a report', () => {
  const { points } = simulatedPoints(4, 40);

  it('follows the thresholds', () => {
    const strict = { ...DEFAULT_THRESHOLDS, nullShare: 1 };
    const report = analysisReport({ points, analysis: { ...NO_ANALYSIS, thresholds: strict } });
    expect(report.counts.null).toBeGreaterThan(35);
    expect(analysisReport({ points, analysis: NO_ANALYSIS }, strict)).toEqual(report);
  });

  it("keeps a person's label apart and lets it count", () => {
    const report = analysisReport({ points, analysis: { ...NO_ANALYSIS, labels: { 3: 'other' } } });
    const plain = analysisReport({ points, analysis: NO_ANALYSIS });
    expect(report.points[3]).toEqual({ ...plain.points[3], human: 'other' });
    expect(labelInForce(report.points[3]!)).toBe('other');
    expect(report.counts.other).toBe(plain.counts.other + 1);
  });

  it('says nothing of a curve with missing values, and lets it change nothing else', () => {
    const broken = points.map((point) =>
      point.index === 5 ? { ...point, amperes: point.amperes.map(() => NaN) } : point,
    );
    const report = analysisReport({ points: broken, analysis: NO_ANALYSIS });
    expect(report.points[5]).toEqual({ index: 5, descriptors: undefined, automatic: undefined, human: undefined });
    expect(report.points.filter((point) => point.automatic === undefined)).toHaveLength(1);
    expect(report.referenceAmperes).toBeGreaterThan(1e-9);
  });
});
