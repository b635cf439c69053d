import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colorAt, fractionOf } from '../../src-shared/colormaps';
import { frameImage, layerImage, paintValues } from './colorImage';

const raster = { rows: 100, cols: 100, widthMetres: 1e-6, heightMetres: 1e-6 };

describe('paintValues', () => {
  it('spreads the table over the range and leaves what is missing transparent', () => {
    const pixels = paintValues(new Float32Array([0, 10, Number.NaN, 99]), 'viridis', { low: 0, high: 10 });

    expect([...pixels.slice(0, 4)]).toEqual([...colorAt('viridis', 0), 255]);
    expect([...pixels.slice(4, 8)]).toEqual([...colorAt('viridis', 1), 255]);
    expect([...pixels.slice(8, 12)]).toEqual([0, 0, 0, 0]);
    expect([...pixels.slice(12, 16)]).toEqual([...colorAt('viridis', 1), 255]);
  });

  it('gives the colour of the place in the range, for any value and range', () => {
    // Whole multiples of 1 / 64, so that both ways of dividing by the range give the same number.
    const value = fc.oneof(fc.integer({ min: -5e3, max: 5e3 }), fc.constantFrom(Number.NaN, Infinity, -Infinity));
    fc.assert(
      fc.property(value, fc.integer({ min: -100, max: 100 }), fc.integer({ min: -1, max: 8 }), (v, low, power) => {
        const high = power < 0 ? low : low + 2 ** power;
        const shown = [...paintValues(Float32Array.of(v / 64), 'magma', { low, high })];
        const fraction = fractionOf(v / 64, low, high);
        expect(shown).toEqual(Number.isNaN(fraction) ? [0, 0, 0, 0] : [...colorAt('magma', fraction), 255]);
      }),
    );
  });

  it('writes over the pixels it is given', () => {
    const pixels = new Uint8ClampedArray(8).fill(7);
    expect(paintValues(Float32Array.of(Number.NaN, 0), 'viridis', { low: 0, high: 1 }, pixels)).toBe(pixels);
    expect([...pixels]).toEqual([0, 0, 0, 0, ...colorAt('viridis', 0), 255]);
  });
});

describe('where a picture lies on the sample', () => {
  it('a frame reaches from edge to edge', () => {
    expect(frameImage(raster, new Float32Array(1e4))).toMatchObject({
      left: -5e-7,
      right: 5e-7,
      top: 5e-7,
      bottom: -5e-7,
    });
  });

  it('a candidate covers one stride about its pixel', () => {
    const grid = { rows: 85, cols: 85, originRow: 8, originCol: 8, stride: 1 };
    const image = layerImage(raster, grid, new Float32Array(85 * 85));

    // Columns 8 to 92 of 100: from the left edge of the one to the right edge of the other, 10 nm for a pixel.
    expect(image.left).toBeCloseTo(-0.42e-6, 15);
    expect(image.right).toBeCloseTo(0.43e-6, 15);
    expect(image.top).toBeCloseTo(0.42e-6, 15);
    expect(image.bottom).toBeCloseTo(-0.43e-6, 15);
  });
});
