import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS, type LoopDescriptors } from '../../../src-shared/analysis';
import { DEFAULT_MANIFOLD_SETTINGS } from '../../../src-shared/manifold';
import { biasBands, bookmarkId, descriptorRows, detailChart, meanOf, pointOfCurve } from './detail.model';
import { sessionOf } from '../../store/testing/manifoldBuilders';
import { forMode, initialTraining, settingsOf } from './trainForm.model';
import { lossChart } from './trainingProgress.model';

const colors = { ink: '#000', blue: '#00f', vermilion: '#f00', sky: '#0ff', purple: '#f0f', thin: '#888' };
const { points } = sessionOf();

describe('detailChart', () => {
  it('draws the decoded curve above the measured ones, in one unit', () => {
    const chart = detailChart(
      { decoded: { volts: [0, 1], amperes: [0, 2e-9] }, around: points, selected: points[1] },
      colors,
      DEFAULT_THRESHOLDS,
    );

    expect(chart.curves.map((curve) => curve.id)).toEqual(['point-0', 'point-2', 'point-3', 'point-1', 'decoded']);
    expect(chart.curves.at(-1)?.y).toEqual([0, 2]);
    expect(chart.y.title).toContain('nA');
    expect(chart.x.range).toEqual([0, 1.5]);
    expect(chart.curves.map((curve) => pointOfCurve(curve.id))).toEqual([0, 2, 3, 1, undefined]);
  });

  it('has three bands within the sweep and none beyond it', () => {
    const bands = biasBands(0, 1.5, DEFAULT_THRESHOLDS);

    expect(bands.map(({ from, to }) => [from, to])).toEqual([
      [0, 0.5],
      [0.5, 1],
      [1, 1.5],
    ]);
    expect(biasBands(0, 0.8, DEFAULT_THRESHOLDS).map(({ name }) => name)).toEqual(['low', 'mid']);
  });
});

describe('descriptorRows', () => {
  const descriptors: LoopDescriptors = {
    noiseAmperes: 5e-12,
    maxAmperes: 1.2e-9,
    amperesAtOneVolt: undefined,
    turnOnVolts: undefined,
    turnOnForwardVolts: undefined,
    turnOnReturnVolts: undefined,
    conductanceStep: undefined,
    openings: [{ fromVolts: 0.52, toVolts: 0.98, centroidVolts: 0.7, area: 1e-10, peakAmperes: 1e-10, sign: -1 }],
    crossingsVolts: [],
    loopArea: 1.2e-10,
    bandArea: { low: 0, intermediate: 1e-10, high: 2e-11 },
  };

  it('says units, and says it where there is nothing to say', () => {
    const rows = new Map(descriptorRows(descriptors));

    expect(rows.get('Turn-on')).toBe('never');
    expect(rows.get('Current at 1 V')).toBe('no data');
    expect(rows.get('Loop area')).toBe('120 pA\u00b7V');
    expect(rows.get('Openings')).toBe('520 mV to 980 mV');
    expect(new Map(descriptorRows({ ...descriptors, openings: [] })).get('Openings')).toBe('none');
  });
});

describe('meanOf', () => {
  it('averages curves of the same length', () => {
    expect(meanOf(points)?.amperes[3]).toBeCloseTo(1.5 * 2.5e-9, 15);
    expect(meanOf([])).toBeUndefined();
  });
});

describe('bookmarkId', () => {
  it('is the same for the same place', () => {
    expect(bookmarkId([0.123456, -1])).toBe(bookmarkId([0.12346, -1]));
    expect(bookmarkId([0.1, 1])).not.toBe(bookmarkId([0.1, -1]));
  });
});

describe('training form', () => {
  it('starts with the settings of the newest training, else the defaults', () => {
    expect(initialTraining(undefined)).toEqual(DEFAULT_MANIFOLD_SETTINGS);
    expect(initialTraining({ ...DEFAULT_MANIFOLD_SETTINGS, epochs: 7 }).epochs).toBe(7);
  });

  it('takes over what a mode is meant to be used with, and keeps what is no part of the method', () => {
    const before = { ...DEFAULT_MANIFOLD_SETTINGS, profile: 'fast', seed: 5, epochs: 7, computeOn: 'cpu' } as const;
    const aligned = forMode(before, 'aligned');
    expect(aligned).toMatchObject({ mode: 'aligned', epochs: 400, learningRate: 1e-3, closedFormKl: true });
    expect(aligned).toMatchObject({ profile: 'fast', seed: 5, computeOn: 'cpu', coord: 1 });
    expect(forMode(aligned, 'notebook')).toMatchObject({
      mode: 'notebook',
      coord: 3,
      epochs: 1000,
      learningRate: 1e-4,
    });
  });

  it('has no settings while a number is missing', () => {
    expect(settingsOf(DEFAULT_MANIFOLD_SETTINGS)).toEqual(DEFAULT_MANIFOLD_SETTINGS);
    expect(settingsOf({ ...DEFAULT_MANIFOLD_SETTINGS, gamma: undefined })).toBeUndefined();
  });
});

describe('lossChart', () => {
  it('stretches a thinned history over the epochs done', () => {
    expect(lossChart([365, 340, 330], 201, '#000').curves[0]).toMatchObject({ x: [1, 101, 201], y: [365, 340, 330] });
  });
});
