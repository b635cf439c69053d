import { describe, expect, it } from 'vitest';
import { samplePoint } from '../../../src-shared/geometry';
import type { MapSet } from '../../../src-shared/maps';
import type { Frame } from '../../../src-shared/scan';
import { differenceOf, inOneRange, pictureOf, rangeOf } from '../../canvas/mapPicture';
import { profilesOf, sharesOf, sourcesOf, valueAt, withPin } from './maps.model';

/** 4 x 4 pixels of 1 nm; the height is the column in nm. */
const frame: Frame = {
  rows: 4,
  cols: 4,
  widthMetres: 4e-9,
  heightMetres: 4e-9,
  heightsMetres: Float32Array.from({ length: 16 }, (_, i) => (i % 4) * 1e-9),
};
const grid = { rows: 2, cols: 2, originRow: 1, originCol: 1, stride: 1 };
const maps = (step: number, novelty: readonly number[]): MapSet => ({
  step,
  grid,
  layers: { novelty: Float32Array.from(novelty) },
});

describe('profiles', () => {
  it('follow the line from its beginning, in the unit of each map', () => {
    const [heights, novelty, ...rest] = profilesOf(frame, sourcesOf(maps(1, [1, 2, 3, 4])), [
      samplePoint(-1.5e-9, 0.5e-9),
      samplePoint(1.5e-9, 0.5e-9),
    ]);
    expect(rest).toEqual([]);
    expect(heights!.values.map((value) => Math.round(value * 1e9))).toEqual([0, 1, 2, 3]);
    expect(heights!.distances.at(-1)).toBeCloseTo(3e-9, 15);
    // The second row from the top crosses the first row of candidates.
    expect(novelty!.values.slice(1, 3)).toEqual([1, 2]);
  });

  it('stand in one plot as shares of their ranges', () => {
    expect(sharesOf([2, 3, 4], { low: 2, high: 4 })).toEqual([0, 0.5, 1]);
    expect(sharesOf([2], { low: 2, high: 2 })[0]).toBeNaN();
  });
});

describe('differenceOf', () => {
  it('is A minus B, with 0 in the middle of the colours', () => {
    const picture = differenceOf(frame, maps(2, [1, 2, 3, 9]), maps(1, [1, 1, 5, 4]), { kind: 'novelty' })!;
    expect(picture.range).toEqual({ low: -5, high: 5 });
    expect(picture.table).toBe('diverging');
  });

  it('is nothing where one of them is missing', () => {
    expect(differenceOf(frame, maps(2, [1, 2, 3, 4]), undefined, { kind: 'novelty' })).toBeUndefined();
    expect(differenceOf(frame, maps(2, [1, 2, 3, 4]), maps(1, [1, 2, 3, 4]), { kind: 'combined' })).toBeUndefined();
  });
});

describe('valueAt', () => {
  it('is not a number outside the candidates and for a map that does not exist', () => {
    expect(valueAt(frame, maps(1, [1, 2, 3, 4]), 'combined', samplePoint(0, 0))).toBeNaN();
    expect(valueAt(frame, undefined, 'novelty', samplePoint(0, 0))).toBeNaN();
  });
});

describe('the range of the colours', () => {
  const values = Float32Array.from([Number.NaN, ...Array.from({ length: 101 }, (_, i) => i)]);

  it('is everything, lies between quantiles, or reaches as far on both sides of the median', () => {
    expect(rangeOf(values, 'novelty', 'full')).toEqual({ low: 0, high: 100 });
    expect(rangeOf(values, 'novelty', 'p5')).toEqual({ low: 5, high: 95 });
    expect(rangeOf(Float32Array.from([0, 1, 1, 1, 9]), 'novelty', 'symmetric')!.low).toBeLessThan(-6);
    const { low, high } = rangeOf(values, 'novelty', 'symmetric')!;
    expect(low + high).toBeCloseTo(100);
  });

  it('is that of the Live view unless told: heights without their extremes, maps in full', () => {
    expect(rangeOf(values, 'topography', 'live')).toEqual({ low: 1, high: 99 });
    expect(rangeOf(values, 'novelty', 'live')).toEqual({ low: 0, high: 100 });
  });

  it('is one for two pictures that are compared', () => {
    const [a, b] = inOneRange(
      pictureOf(frame, maps(1, [1, 2, 3, 4]), 'novelty'),
      pictureOf(frame, maps(2, [0, 2, 3, 3]), 'novelty'),
    );
    expect(a!.range).toEqual({ low: 0, high: 4 });
    expect(b!.range).toEqual(a!.range);
  });
});

describe('pins', () => {
  it('are six at most, with letters of their own', () => {
    let pins = withPin([], samplePoint(0, 0));
    for (let i = 1; i < 9; i++) pins = withPin(pins, samplePoint(i * 1e-9, 0));
    expect(pins).toHaveLength(6);
    expect(new Set(pins.map(({ name }) => name)).size).toBe(6);
    expect(pins.at(-1)!.at.xMetres).toBeCloseTo(8e-9, 15);
  });
});
