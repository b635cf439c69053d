import { describe, expect, test } from 'vitest';
import { nanoscopeCurves, nanoscopeImages, pixelCount } from '../testing/samples';
import { readNanoscope } from './nanoscope';

/** The file with a part of its header exchanged; places stay, because the header is padded. */
function changed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const header = text.slice(0, 4096).replaceAll(from, to).padEnd(4096, '\0').slice(0, 4096);
  return Buffer.from(header + text.slice(4096), 'latin1');
}

describe('NanoScope images', () => {
  test.each([
    ['05120130', 2],
    ['09400000', 4],
  ] as const)('version %s: integers of %i bytes, the lowest line first', (version, bytes) => {
    const { images } = readNanoscope(nanoscopeImages(version), 'a.spm');

    expect(images.map(({ channel, unit, direction }) => [channel, unit, direction])).toEqual([
      ['Height', 'm', 'backward'],
      ['Current', 'A', 'forward'],
    ]);
    const perCount = [(12.5e-9 * 220) / 256 ** bytes, (1e-8 * 20) / 256 ** bytes];
    images.forEach(({ rows, cols, widthMetres, heightMetres, values }, channel) => {
      expect([rows, cols]).toEqual([6, 6]);
      expect(widthMetres).toBeCloseTo(1e-6, 15);
      expect(heightMetres).toBeCloseTo(1e-6, 15);
      values.forEach((value, i) => {
        const expected = pixelCount(channel, rows - 1 - Math.floor(i / cols), i % cols) * perCount[channel]!;
        expect(Math.abs(value / expected - 1)).toBeLessThan(1e-6);
      });
    });
  });

  test('micrometres are written with a tilde; one number is both sides', () => {
    const { images } = readNanoscope(changed(nanoscopeImages('05120130'), '1000 1000 nm', '2.5 ~m'), 'a.spm');
    expect(images[0]!.widthMetres).toBeCloseTo(2.5e-6, 12);
    expect(images[0]!.heightMetres).toBeCloseTo(2.5e-6, 12);
  });

  test('a value without its soft scale stays in volts', () => {
    const { images } = readNanoscope(changed(nanoscopeImages('05120130'), '\\@Sens. Zsens', '\\@Sens. Other'), 'a.spm');
    expect(images[0]!.unit).toBe('V');
    expect(images[0]!.values[30]).toBeCloseTo((pixelCount(0, 0, 0) * 220) / 65536, 5);
  });

  test.each([
    ['\\Samps/line: 6', '\\Samps/line: 0', 'Samps/line'],
    ['\\Data offset: 4096', '\\Data offset: 9999', 'byte 9999'],
    ['\\Data length: 72', '\\Data length: 99999', 'bytes are left'],
    ['\\Number of lines: 6', '\\Number of lines: 60', undefined],
    ['ines: 6', 'ines: 60', 'bytes are left'],
    ['@2:Z scale: V', '@2:Z spale: V', 'no Z scale'],
    ['\\*File list end', '\\*File list dne', 'File list end'],
    ['Operating mode: Image', 'Operating mode: Force Volume', undefined],
  ])('"%s" made "%s"', (from, to, reason) => {
    const bytes = changed(nanoscopeImages('05120130'), from, to);
    if (reason === undefined) expect(readNanoscope(bytes, 'a.spm').images).toHaveLength(2);
    else expect(() => readNanoscope(bytes, 'a.spm')).toThrow(reason);
  });

  test('sections that share their data are refused: they could ask for any amount of memory', () => {
    const section = /\\\*Ciao image list[\s\S]*?(?=\\\*)/.exec(
      Buffer.from(nanoscopeImages('05120130')).toString('latin1'),
    );
    const bytes = changed(nanoscopeImages('05120130'), '\\*File list end', `${section![0].repeat(4)}\\*File list end`);
    const large = changed(bytes, '\\Data length: 72', '\\Data length: 1900');
    expect(() => readNanoscope(large, 'a.spm')).toThrow('the data of 6 channels');
  });
});

describe('NanoScope curves', () => {
  test('along Z both ways are stored from the sample outwards; the way there is turned round', () => {
    const { spectra } = readNanoscope(nanoscopeCurves('05120130', 'Z'), 'a.spm');

    expect(spectra.map(({ channel, unit, direction }) => [channel, unit, direction])).toEqual([
      ['Friction', 'm', 'forward'],
      ['Friction', 'm', 'backward'],
    ]);
    const perCount = 0.0003 * 30e-9;
    expect(spectra[0]!.values[0]! / perCount).toBeCloseTo(100 + 49, 3);
    expect(spectra[0]!.values[7]! / perCount).toBeCloseTo(100, 3);
    expect(spectra[1]!.values[0]! / perCount).toBeCloseTo(200, 3);
    expect(spectra[0]!.axis).toMatchObject({ name: 'Z', unit: 'm' });
    expect(spectra[0]!.axis.values[7]).toBeCloseTo((5e-7 * 7) / 8, 15);
    expect(spectra[1]!.axis.values[0]).toBe(spectra[0]!.axis.values[7]);
  });

  test('along the bias the way back is stored beside the way there', () => {
    const { spectra } = readNanoscope(nanoscopeCurves('09400000', 'DC Sample Bias'), 'a.spm');

    const perCount = 0.0003 * 1e-8;
    expect(spectra[0]).toMatchObject({ channel: 'Current', unit: 'A', direction: 'forward' });
    expect(spectra[0]!.axis).toMatchObject({ name: 'Bias', unit: 'V' });
    expect([...spectra[0]!.axis.values.subarray(0, 2)]).toEqual([-2, -1.375]);
    expect(spectra[0]!.values[2]! / perCount).toBeCloseTo(104, 6);
    expect(spectra[1]!.axis.values[0]).toBe(2.375);
    expect(spectra[1]!.values[0]! / perCount).toBeCloseTo(249, 6);
  });

  test('other ramps and lengths that do not fit are refused', () => {
    const curves = nanoscopeCurves('05120130', 'Z');
    expect(() => readNanoscope(changed(curves, 'S [Z] "Z"', 'S [F] "F"'), 'a.spm')).toThrow('curves along "F"');
    expect(() => readNanoscope(changed(curves, '\\Data length: 32', '\\Data length: 30'), 'a.spm')).toThrow('30 bytes');
  });
});
