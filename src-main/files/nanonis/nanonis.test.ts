import { describe, expect, test } from 'vitest';
import type { Samples } from '../measurement';
import { nanonisGrid, nanonisScan, nanonisSpectroscopy, pixelValue } from '../testing/samples';
import { nanonisColumn } from './columns';
import { readNanonisGrid } from './grid';
import { readNanonisScan } from './scan';
import { readNanonisSpectroscopy } from './spectroscopy';

describe('Nanonis scans', () => {
  test.each(['up', 'down'] as const)(
    'a scan %s has its top line first and its way back from left to right',
    (direction) => {
      const { images } = readNanonisScan(nanonisScan(direction), 'a.sxm');

      expect(images.map((image) => [image.channel, image.unit, image.direction])).toEqual([
        ['Z', 'm', 'forward'],
        ['Z', 'm', 'backward'],
        ['Current', 'A', 'forward'],
      ]);
      images.forEach(({ rows, cols, widthMetres, heightMetres, values }, image) => {
        expect([rows, cols, widthMetres, heightMetres]).toEqual([5, 7, 2e-8, 1e-8]);
        values.forEach((value, i) => {
          expect(value).toBe(Math.fround(pixelValue(image, Math.floor(i / cols), i % cols)));
        });
      });
    },
  );

  test.each([
    [':SCAN_DIR:\ndown', ':SCAN_DIR:\nleft', 'up or down'],
    [':SCAN_PIXELS:\n       7', ':SCAN_PIXELS:\n       0', 'SCAN_PIXELS'],
    [':SCAN_PIXELS:\n       7', ':SCAN_PIXELS:\n  700000', 'bytes are left'],
    ['FLOAT   ', 'INT     ', 'not read'],
    ['\tboth\t', '\tboht\t', 'DATA_INFO'],
    [':SCANIT_END:', ':SCANIT_DNE:', 'SCANIT_END'],
  ])('"%s" made "%s" is refused', (from, to, reason) => {
    const text = Buffer.from(nanonisScan('down')).toString('latin1').replace(from, to);
    expect(() => readNanonisScan(Buffer.from(text, 'latin1'), 'a.sxm')).toThrow(reason);
  });

  test('a scan that is cut off is refused with what is missing', () => {
    const whole = nanonisScan('down');
    expect(() => readNanonisScan(whole.subarray(0, whole.length - 1), 'a.sxm')).toThrow('419 bytes are left');
  });
});

describe('Nanonis spectroscopy', () => {
  test('the way back begins where the sweep ends', () => {
    const { spectra, metadata } = readNanonisSpectroscopy(nanonisSpectroscopy(), 'a.dat');

    expect(spectra.map((each) => [each.channel, each.unit, each.direction])).toEqual([
      ['Current', 'A', 'forward'],
      ['Current', 'A', 'backward'],
      ['Z [filt]', 'm', 'backward'],
    ]);
    const [there, back] = spectra;
    expect(there!.axis.values[0]).toBe(-1);
    expect(back!.axis.values[0]).toBe(1.75);
    expect(back!.values[0]).toBe(2.42e-7);
    expect(there!.values.at(-1)).toBe(1.21e-7);
    expect(metadata).toMatchObject({ Experiment: 'bias spectroscopy', 'X (m)': '1E-6' });
  });

  test.each([
    ['-1.00000e+0', 'abc', 'row 1, column "Bias calc (V)"'],
    ['-1.00000e+0\t', '', '3 values for 4 columns'],
    ['[DATA]', '[DAAT]', '[DATA]'],
  ])('"%s" made "%s" is refused', (from, to, reason) => {
    const text = Buffer.from(nanonisSpectroscopy()).toString('latin1').replace(from, to);
    expect(() => readNanonisSpectroscopy(Buffer.from(text, 'latin1'), 'a.dat')).toThrow(reason);
  });
});

describe('Nanonis grids', () => {
  const pixel = (values: Samples, k: number, points = 9): number[] => [
    ...values.subarray(k * points, (k + 1) * points),
  ];

  test('the first stored pixel is the lower left one', () => {
    const { images, spectra } = readNanonisGrid(nanonisGrid(), 'a.3ds');

    expect(images.map(({ channel, unit }) => [channel, unit])).toEqual([['Z', 'm']]);
    expect([...images[0]!.values].map((z) => Math.round(z * 1e9))).toEqual([2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0]);
    const [current, back] = spectra;
    expect(current!.raster).toEqual({ rows: 3, cols: 4, widthMetres: 4e-8, heightMetres: 2e-8 });
    expect(current!.places).toBeUndefined();
    // Row 0 is the top: stored row 2. Column 1 adds 10.
    expect(pixel(current!.values, 1)[3]! * 1e12).toBeCloseTo(213, 3);
    expect(pixel(current!.values, 8)[0]).toBe(0);
    expect(back!.direction).toBe('backward');
    expect(back!.axis.values[0]).toBe(1);
    expect(pixel(back!.values, 8)[0]! * 1e12).toBeCloseTo(16, 4);
  });

  test('a grid that was broken off has its curves at their places, turned back by its angle', () => {
    const { images, spectra, metadata } = readNanonisGrid(nanonisGrid(7), 'a.3ds');

    expect(metadata['Complete pixels']).toBe('7 of 12');
    expect(images[0]!.values.filter(Number.isNaN)).toHaveLength(5);
    expect(images[0]!.values[2 * 4]).toBe(0);
    const { count, raster, places, values } = spectra[0]!;
    expect([count, raster]).toEqual([7, undefined]);
    expect(pixel(values, 5)[2]! * 1e12).toBeCloseTo(112, 3);
    expect(places![5]!.xMetres).toBeCloseTo((1 / 4 - 0.5) * 4e-8, 13);
    expect(places![5]!.yMetres).toBeCloseTo((1 / 3 - 0.5) * 2e-8, 13);
  });

  test.each([
    ['Grid dim="4 x 3"', 'Grid dim="4 by 3"', 'Grid dim'],
    ['Points=9', 'Points=900000', 'not even one pixel'],
    ['# Parameters (4 byte)=5', '# Parameters (4 byte)=4', '5 parameters are named, 4 stored'],
    ['Grid dim="4 x 3"', 'Grid dim="90000 x 90000"', '8100000000 values'],
    ['Sweep Start', 'Sweep Begin', 'Sweep Start'],
  ])('"%s" made "%s" is refused', (from, to, reason) => {
    const text = Buffer.from(nanonisGrid()).toString('latin1').replace(from, to);
    expect(() => readNanonisGrid(Buffer.from(text, 'latin1'), 'a.3ds')).toThrow(reason);
  });
});

test.each([
  ['Current (A)', 'Current', 'A', 1, 'forward'],
  ['Current [bwd] (nA)', 'Current', 'A', 1e-9, 'backward'],
  ['Vert. Deflection (V) [bwd] [filt]', 'Vert. Deflection [filt]', 'V', 1, 'backward'],
  ['Counter', 'Counter', '', 1, 'forward'],
] as const)('the column "%s" is %s in %s', (...[written, channel, unit, factor, direction]) => {
  expect(nanonisColumn(written)).toEqual({ channel, unit, factor, direction });
});
