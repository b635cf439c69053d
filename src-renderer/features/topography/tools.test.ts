import { describe, expect, it } from 'vitest';
import { samplePoint } from '../../../src-shared/geometry';
import { draftOfRegion } from '../../store/ruleShapes';
import { candidateAt, drawn, nudged } from './tools.model';

const raster = { rows: 100, cols: 100, widthMetres: 1e-6, heightMetres: 1e-6 };
const rectangle = { kind: 'region', form: 'rectangle', effect: 'exclude', corners: [] } as const;
const a = samplePoint(-2e-7, 3e-7);
const b = samplePoint(1e-7, -1e-7);

describe('drawn', () => {
  it('spans a rectangle from where the press began', () => {
    const tool = drawn(drawn(drawn(rectangle, 'start', a), 'move', samplePoint(0, 0)), 'end', b);
    expect(tool).toMatchObject({ corners: [a, b] });
  });

  it('sets one corner of a polygon for each press and moves it until the press ends', () => {
    const first = drawn({ ...rectangle, form: 'polygon' }, 'start', a);
    const second = drawn(drawn(first, 'start', a), 'move', b);
    expect(second).toMatchObject({ corners: [a, b] });
  });
});

describe('draftOfRegion', () => {
  it('gives top left and bottom right pixel of a rectangle, whichever corners were drawn', () => {
    for (const corners of [
      [a, b],
      [b, a],
      [samplePoint(1e-7, 3e-7), samplePoint(-2e-7, -1e-7)],
    ]) {
      const draft = draftOfRegion(raster, { ...rectangle, corners });
      const shape = draft?.scope === 'region' && draft.shape.kind === 'rectangle' ? draft.shape : undefined;
      expect(shape?.from.row).toBeCloseTo(19.5);
      expect(shape?.from.col).toBeCloseTo(29.5);
      expect(shape?.to.row).toBeCloseTo(59.5);
      expect(shape?.to.col).toBeCloseTo(59.5);
    }
  });

  it('waits for two corners of a rectangle and three of a polygon', () => {
    expect(draftOfRegion(raster, { ...rectangle, corners: [a, a] })).toBeUndefined();
    expect(draftOfRegion(raster, { ...rectangle, form: 'polygon', corners: [a, b] })).toBeUndefined();
  });
});

describe('a place chosen by keys', () => {
  it('moves by one candidate, by ten with Shift, and stays in the frame', () => {
    const right = nudged(raster, a, { key: 'ArrowRight', shiftKey: false }, 2);
    expect(right?.xMetres).toBeCloseTo(-1.8e-7, 12);
    const up = nudged(raster, a, { key: 'ArrowUp', shiftKey: true }, 4);
    expect(up?.yMetres).toBeCloseTo(5e-7, 12);
    expect(nudged(raster, a, { key: 'a', shiftKey: false }, 1)).toBeUndefined();
  });

  it('is the nearest candidate, and none outside the grid', () => {
    const grid = { rows: 10, cols: 10, originRow: 10, originCol: 10, stride: 8 };
    const found = candidateAt(raster, grid, samplePoint(-3e-7, 3e-7));
    expect(found?.candidate).toBe(11);
    expect(candidateAt(raster, grid, samplePoint(-5e-7, 5e-7))).toBeUndefined();
  });
});
