import { describe, expect, it } from 'vitest';
import { COLORMAP_NAMES, colorAt, colorTable } from '../../src-shared/colormaps';
import { barImage, mapImage, noValueColour, valueRange } from './mapImage';

function colourOf({ pixels, palette }: ReturnType<typeof mapImage>, pixel: number): number[] {
  return [...palette.subarray(pixels[pixel]! * 3, pixels[pixel]! * 3 + 3)];
}

describe('mapImage', () => {
  it('gives the ends of the range the ends of the table and clamps beyond', () => {
    const image = mapImage([-5, 0, 1, 7], 2, 'viridis', { low: 0, high: 1 });
    expect([image.width, image.height]).toEqual([2, 2]);
    expect(colourOf(image, 0)).toEqual([...colorAt('viridis', 0)]);
    expect(colourOf(image, 1)).toEqual(colourOf(image, 0));
    expect(colourOf(image, 3)).toEqual([...colorAt('viridis', 1)]);
    expect(colourOf(image, 2)).toEqual(colourOf(image, 3));
  });

  it.each(COLORMAP_NAMES)('stays within one entry of the full table of %s', (name) => {
    const values = Array.from({ length: 1001 }, (_, i) => i / 1000);
    const image = mapImage(values, 1001, name, { low: 0, high: 1 });
    const errors = values.flatMap((value, i) =>
      colourOf(image, i).map((c, k) => Math.abs(c - colorAt(name, value)[k]!)),
    );
    const table = colorTable(name);
    const steps = [...table.subarray(3)].map((c, k) => Math.abs(c - table[k]!));
    expect(Math.max(...errors)).toBeLessThanOrEqual(Math.max(...steps));
  });

  it('draws what is not finite in a neutral grey that no table holds', () => {
    const image = mapImage([Number.NaN, Number.NEGATIVE_INFINITY, 0.5], 3, 'magma', { low: 0, high: 1 });
    const [red, green, blue] = colourOf(image, 0);
    expect([green, blue]).toEqual([red, red]);
    expect(colourOf(image, 1)).toEqual(colourOf(image, 0));
    expect(noValueColour()).toBe(`rgb(${red} ${green} ${blue})`);
    for (const name of ['cividis', 'viridis', 'magma'] as const)
      for (let i = 0; i <= 255; i++) expect(colorAt(name, i / 255).join()).not.toBe([red, green, blue].join());
  });

  it('draws a constant map in the middle colour', () => {
    const image = mapImage([4, 4], 2, 'cividis', { low: 4, high: 4 });
    expect(image.pixels[0]).toBe(127);
  });

  it('has the high end of a bar at the top or at the right', () => {
    const up = barImage('viridis', 'up');
    const right = barImage('viridis', 'right');
    expect([up.width, right.height]).toEqual([1, 1]);
    expect(colourOf(up, 0)).toEqual([...colorAt('viridis', 1)]);
    expect(colourOf(right, 0)).toEqual([...colorAt('viridis', 0)]);
  });
});

describe('valueRange', () => {
  it('spans the finite values, or the quantiles asked for', () => {
    const values = [...Array.from({ length: 101 }, (_, i) => i), Number.NaN, Number.POSITIVE_INFINITY];
    expect(valueRange(values)).toEqual({ low: 0, high: 100 });
    expect(valueRange(values, 0.01, 0.99)).toEqual({ low: 1, high: 99 });
    expect(valueRange([Number.NaN])).toBeUndefined();
  });
});
