import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import type { SessionView } from '../../../src-shared/session/view';
import { countsOf, layerPicture, scanLineMetres, topographyPicture } from './topography.model';

const scan = { rows: 4, cols: 4, rowsDone: 1, heightsMetres: new Float32Array(16).fill(Number.NaN).fill(3e-9, 0, 4) };
const session = {
  config: { ...DEFAULT_EXPERIMENT, scan: { ...DEFAULT_EXPERIMENT.scan, widthMetres: 4e-6, heightMetres: 2e-6 } },
  frame: undefined,
  points: [{ origin: 'seed' }, { origin: 'seed' }, { origin: 'model' }],
  vetoes: [{ id: 'v', candidate: 1 }],
  edits: [],
  analysis: { marked: [1] },
  editState: { rules: [], queue: [], steering: undefined, rejected: [{ index: 2, again: 'never' }] },
} as unknown as SessionView;

describe('topographyPicture', () => {
  it('shows the lines that are there while the frame is being scanned', () => {
    const picture = topographyPicture(session, scan);

    expect(picture?.raster).toEqual({ rows: 4, cols: 4, widthMetres: 4e-6, heightMetres: 2e-6 });
    expect(picture?.range?.low).toBeCloseTo(3e-9, 15);
  });

  it('prefers the scan in progress to an earlier frame, and shows nothing without either', () => {
    const frame = { rows: 2, cols: 2, widthMetres: 1e-6, heightMetres: 1e-6, heightsMetres: new Float32Array(4) };

    expect(topographyPicture({ ...session, frame }, scan)?.image.rows).toBe(4);
    expect(topographyPicture({ ...session, frame }, undefined)?.image.rows).toBe(2);
    expect(topographyPicture(session, undefined)).toBeUndefined();
  });

  it('follows the scan from the top', () => {
    const raster = { rows: 4, cols: 4, widthMetres: 4e-6, heightMetres: 2e-6 };

    expect(scanLineMetres(raster, scan)).toBeCloseTo(0.5e-6, 15);
    expect(scanLineMetres(raster, { ...scan, rowsDone: 4 })).toBeUndefined();
  });
});

describe('layerPicture', () => {
  const grid = { rows: 2, cols: 2, originRow: 1, originCol: 1, stride: 1 };
  const raster = { rows: 4, cols: 4, widthMetres: 4e-6, heightMetres: 4e-6 };

  it('has its own range and colours', () => {
    const layers = { uncertainty: new Float32Array([1, 2, 3, Number.NaN]) };
    const picture = layerPicture(raster, { step: 3, grid, layers }, 'uncertainty');

    expect(picture).toMatchObject({ range: { low: 1, high: 3 }, table: 'magma', unit: '' });
  });

  it('is missing where the policy computes no such map', () => {
    expect(layerPicture(raster, { step: 3, grid, layers: {} }, 'novelty')).toBeUndefined();
  });
});

it('counts what is marked', () => {
  expect(countsOf(session)).toEqual({ measured: 3, seeds: 2, vetoed: 1, rejected: 1, bookmarked: 1 });
});
