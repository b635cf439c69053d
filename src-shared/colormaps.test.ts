import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COLORMAP_NAMES,
  TABLE_SIZE,
  colorAt,
  colorTable,
  cssColorAt,
  fractionOf,
  tableIndex,
  type Rgb,
} from './colormaps';

/** Lightness of a colour in OKLab, 0 to 1 (Ottosson 2020). */
function lightness([red, green, blue]: Rgb): number {
  const [r, g, b] = [red, green, blue].map((c) =>
    c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
}

const entries = (name: (typeof COLORMAP_NAMES)[number]) =>
  Array.from({ length: TABLE_SIZE }, (_, i) => colorAt(name, (i + 0.5) / TABLE_SIZE));

describe('colour tables', () => {
  it('begin and end with the published colours', () => {
    expect(colorAt('viridis', 0)).toEqual([68, 1, 84]);
    expect(colorAt('viridis', 1)).toEqual([253, 231, 37]);
    expect(colorAt('magma', 0)).toEqual([0, 0, 4]);
    expect(colorAt('magma', 1)).toEqual([252, 253, 191]);
    expect(colorAt('cividis', 0)).toEqual([0, 34, 78]);
    expect(colorAt('cividis', 1)).toEqual([254, 232, 56]);
  });

  it('have the published colours in the middle, within what the anchors allow', () => {
    const near = (actual: Rgb, wanted: Rgb) =>
      expect(Math.max(...actual.map((c, i) => Math.abs(c - wanted[i]!)))).toBeLessThanOrEqual(3);

    near(colorAt('viridis', 0.5), [33, 145, 140]);
    near(colorAt('magma', 0.5), [183, 55, 121]);
    near(colorAt('cividis', 0.5), [125, 124, 120]);
  });

  it.each(['cividis', 'viridis', 'magma'] as const)('%s grows lighter from end to end', (name) => {
    const light = entries(name).map(lightness);

    for (let i = 1; i < light.length; i++) expect(light[i]! - light[i - 1]!).toBeGreaterThan(-0.004);
    expect(light.at(-1)! - light[0]!).toBeGreaterThan(0.5);
  });

  it('the diverging one is lightest in the middle and equally dark at both ends', () => {
    const light = entries('diverging').map(lightness);

    expect(Math.abs(light.indexOf(Math.max(...light)) - (TABLE_SIZE - 1) / 2)).toBeLessThanOrEqual(8);
    expect(Math.abs(light[0]! - light.at(-1)!)).toBeLessThan(0.02);
  });

  it('have 256 entries of three bytes', () => {
    for (const name of COLORMAP_NAMES) expect(colorTable(name)).toHaveLength(768);
  });

  it('write a colour the way CSS reads it', () => {
    expect(cssColorAt('viridis', 0)).toBe('rgb(68 1 84)');
  });
});

describe('places in a table', () => {
  it('are inside it for any number', () => {
    fc.assert(
      fc.property(fc.double(), (fraction) => {
        const index = tableIndex(fraction);
        expect(Number.isInteger(index) && index >= 0 && index < TABLE_SIZE).toBe(true);
      }),
    );
  });

  it('keep the order of values', () => {
    const range = fc.tuple(
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
    );
    fc.assert(
      fc.property(range, ([a, b]) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(fractionOf(low, -1e6, 1e6)).toBeLessThanOrEqual(fractionOf(high, -1e6, 1e6));
      }),
    );
  });

  it('put a flat map in the middle and leave what is missing missing', () => {
    expect(fractionOf(3, 3, 3)).toBe(0.5);
    expect(fractionOf(Number.NaN, 0, 1)).toBeNaN();
    expect(fractionOf(7, 0, 1)).toBe(1);
  });
});
