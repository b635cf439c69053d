import { describe, expect, test } from 'vitest';
import { gwyddionFile, pixelValue, simpleField } from '../testing/samples';
import { writeGwyddion, type TestObject } from '../testing/writeGwyddion';
import { readGwyFile } from './gwyFile';
import { readSimpleField } from './simpleField';

describe('Gwyddion files', () => {
  test.each([
    ['GWYP', 'Gwyddion 2.x'],
    ['GWYO', 'Gwyddion 1.x'],
  ] as const)('fields of %s are images in the order of their numbers', (magic, name) => {
    const { format, images, metadata } = readGwyFile(gwyddionFile(magic), 'a.gwy');

    expect(format).toBe(name);
    expect(images.map(({ channel, unit, rows, cols }) => [channel, unit, rows, cols])).toEqual([
      ['Current', 'A', 4, 6],
      ['Second', 'A', 2, 3],
    ]);
    const [first] = images;
    expect([first!.widthMetres, first!.heightMetres]).toEqual([2e-6, 1e-6]);
    first!.values.forEach((value, i) => {
      expect(value).toBe(pixelValue(0, Math.floor(i / 6), i % 6));
    });
    expect(metadata).toEqual({ Sample: 'film' });
  });

  test('point spectra have the middle of each part of their line as abscissa', () => {
    const { spectra } = readGwyFile(gwyddionFile('GWYP'), 'a.gwy');

    expect(spectra).toHaveLength(1);
    expect(spectra[0]).toMatchObject({ channel: 'Current', unit: 'A', count: 1 });
    expect(spectra[0]!.axis).toEqual({ name: 'Bias', unit: 'V', values: Float64Array.of(-0.75, -0.25, 0.25, 0.75) });
    expect([...spectra[0]!.values]).toEqual([1, 2, 4, 8].map((nanoamperes) => nanoamperes * 1e-9));
  });

  test('a volume is a curve at each pixel', () => {
    const data = Array.from({ length: 2 * 3 * 4 }, (_none, i) => i);
    const size = { xres: 3, yres: 2, zres: 4 };
    const brick: TestObject = {
      type: 'GwyBrick',
      values: {
        ...Object.fromEntries(Object.entries(size).map(([name, value]) => [name, { kind: 'i', value }])),
        data: { kind: 'D', value: data },
      },
    };
    const top: TestObject = { type: 'GwyContainer', values: { '/brick/0': { kind: 'o', value: brick } } };
    const { spectra } = readGwyFile(writeGwyddion(top, 'GWYP'), 'a.gwy');

    expect(spectra[0]).toMatchObject({ count: 6, raster: { rows: 2, cols: 3 } });
    // Pixel (row 1, col 2) is number 5 of each plane of 6.
    expect([...spectra[0]!.values.subarray(20)]).toEqual([5, 11, 17, 23]);
  });

  test('values that do not make the size, a cut file and deep nesting are refused', () => {
    const whole = gwyddionFile('GWYP');
    expect(() => readGwyFile(whole.subarray(0, whole.length - 9), 'a.gwy')).toThrow('bytes');
    const at = Buffer.from(whole).indexOf('xres');
    const wider = whole.slice();
    wider[at + 6] = 7;
    expect(() => readGwyFile(wider, 'a.gwy')).toThrow('holds 24 values; its size asks for 28');

    let inner: TestObject = { type: 'GwyContainer', values: {} };
    for (let depth = 0; depth < 40; depth++)
      inner = { type: 'GwyContainer', values: { a: { kind: 'o', value: inner } } };
    expect(() => readGwyFile(writeGwyddion(inner, 'GWYP'), 'a.gwy')).toThrow('nested');
  });
});

describe('simple fields', () => {
  test('the first row is the top', () => {
    const { images } = readSimpleField(simpleField(), 'a.gsf');

    expect(images[0]).toMatchObject({ channel: 'Potential', unit: 'V', rows: 4, cols: 6, widthMetres: 2e-6 });
    images[0]!.values.forEach((value, i) => {
      expect(value).toBe(Math.fround(pixelValue(0, Math.floor(i / 6), i % 6)));
    });
  });

  test('fewer values than pixels are refused', () => {
    const whole = simpleField();
    expect(() => readSimpleField(whole.subarray(0, whole.length - 4), 'a.gsf')).toThrow('92 bytes are left');
  });
});
