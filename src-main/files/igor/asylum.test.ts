import { describe, expect, test } from 'vitest';
import { igorCurves, igorImages, pixelValue } from '../testing/samples';
import { repairIgor, writeIgor } from '../testing/writeIgor';
import { readIgorFile } from './asylum';

describe('Igor binary waves', () => {
  test.each([true, false])(
    'images are turned so that their first row is the top (little-endian: %s)',
    (littleEndian) => {
      const { format, images, spectra } = readIgorFile(igorImages(littleEndian), 'a.ibw');

      expect(format).toBe('Igor binary wave, version 5');
      expect(spectra).toEqual([]);
      expect(images.map(({ channel, unit, direction }) => [channel, unit, direction])).toEqual([
        ['HeightTrace', 'm', 'forward'],
        ['Phase1Retrace', 'deg', 'backward'],
      ]);
      images.forEach(({ rows, cols, values }, layer) => {
        expect([rows, cols]).toEqual([4, 6]);
        for (const [row, col] of [
          [0, 0],
          [1, 4],
          [3, 5],
        ] as const)
          expect(values[row * cols + col]).toBe(Math.fround(pixelValue(layer, row, col)));
      });
      expect(images[0]!.widthMetres).toBeCloseTo(6e-8, 15);
      expect(images[0]!.heightMetres).toBeCloseTo(8e-8, 15);
    },
  );

  test('the note becomes metadata; of a key that comes twice the last value counts', () => {
    const { metadata } = readIgorFile(igorImages(true), 'a.ibw');

    expect(metadata).toMatchObject({ ScanSize: '6e-08', ScanAngle: '31', ImageNote: 'over grains' });
  });

  test('labelled columns are curves over the time of the wave', () => {
    const { images, spectra } = readIgorFile(igorCurves(5), 'c.ibw');

    expect(images).toEqual([]);
    expect(spectra.map(({ channel, unit, count }) => [channel, unit, count])).toEqual([
      ['Raw', 'm', 1],
      ['Defl', 'm', 1],
    ]);
    expect(spectra[1]!.axis).toMatchObject({ name: 'Time', unit: 's' });
    expect(spectra[1]!.axis.values[3]).toBeCloseTo(3e-3, 12);
    expect(spectra[1]!.values[1]).toBe(Math.round(1000 * Math.sin(21)));
  });

  test('version 2 is a curve in the unit of the wave', () => {
    const { format, spectra, metadata } = readIgorFile(igorCurves(2), 'c.ibw');

    expect(format).toBe('Igor binary wave, version 2');
    expect(spectra).toHaveLength(1);
    expect(spectra[0]).toMatchObject({ channel: 'wave0', unit: 'A', count: 1 });
    expect(spectra[0]!.values[2]).toBe(Math.round(1000 * Math.sin(2)));
    expect(metadata).toEqual({ 'Wave name': 'wave0', a: 'b' });
  });

  test.each([
    [2, [1.5, -2.25]],
    [4, [Math.PI, -1e-12]],
    [0x08, [100, 7]],
    [0x10, [-30_000, 12]],
    [0x20, [-2_000_000_001, 5]],
    [0x50, [60_000, 1]],
    [0x60, [4_000_000_001, 1]],
  ])('numbers of type %i keep their value', (type, values) => {
    const wave = { version: 5, littleEndian: false, type, shape: [2], step: [1], unit: 'V', values } as const;
    const { spectra } = readIgorFile(writeIgor({ ...wave, note: '', labels: [] }), 'n.ibw');

    expect([...spectra[0]!.values]).toEqual(values);
  });

  test('a wrong checksum, text waves, complex waves and four dimensions are refused with the reason', () => {
    const good = igorImages(true);
    const changed = good.slice();
    changed[140] = 9;
    expect(() => readIgorFile(changed, 'x.ibw')).toThrow('checksum');

    for (const type of [0, 3]) {
      const other = good.slice();
      other[80] = type;
      expect(() => readIgorFile(repairIgor(other), 'x.ibw')).toThrow(`type ${type}`);
    }
    const wave = {
      version: 5,
      littleEndian: true,
      type: 2,
      step: [1, 1, 1, 1],
      unit: '',
      note: '',
      labels: [],
    } as const;
    const cube = writeIgor({ ...wave, shape: [1, 1, 1, 2], values: [1, 2] });
    expect(() => readIgorFile(cube, 'x.ibw')).toThrow('four dimensions');
  });

  test('more points than the file holds are refused before memory is taken', () => {
    const large = igorImages(true);
    const view = new DataView(large.buffer);
    for (const at of [132, 136]) view.setUint32(at, 40_000, true);
    view.setUint32(76, 3_200_000_000, true);
    expect(() => readIgorFile(repairIgor(large), 'x.ibw')).toThrow(
      /3200000000 values of 4 bytes, but \d+ bytes are left/,
    );
  });
});
