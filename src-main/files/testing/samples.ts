/** One small file of each kind, with values without any symmetry: a turned or mirrored reading shows. */
import { writeNanoscopeCurves, writeNanoscopeImages } from './writeNanoscope';
import { fieldObject, unitObject, writeGwyddion, writeSimpleField, type TestObject } from './writeGwyddion';
import { writeIgor } from './writeIgor';
import { writeGrid, writeScan, writeSpectroscopy } from './writeNanonis';

/** A value for each pixel, rows counted from the top. */
export function pixelValue(image: number, row: number, col: number): number {
  return (1 + image) * 1e-9 * (1 + 3 * row + 0.25 * col * col + row * col);
}

/** An integer for each pixel, rows counted from the bottom. */
export function pixelCount(channel: number, row: number, col: number): number {
  return (1 - 2 * channel) * (100 + 37 * row + 11 * col * col - 5 * row * col);
}

export function igorImages(littleEndian: boolean): Uint8Array {
  const [cols, rows] = [6, 4];
  const values: number[] = [];
  for (let layer = 0; layer < 2; layer++)
    for (let y = 0; y < rows; y++) for (let x = 0; x < cols; x++) values.push(pixelValue(layer, rows - 1 - y, x));
  return writeIgor({
    version: 5,
    littleEndian,
    type: 2,
    shape: [cols, rows, 2],
    step: [1e-8, 2e-8, 1],
    unit: 'm',
    values,
    note: 'ScanSize: 6e-08\rScanAngle: 30\rImageNote:over grains\rScanAngle: 31',
    labels: ['HeightTrace', 'Phase1Retracece'],
  });
}

export function igorCurves(version: 2 | 5): Uint8Array {
  const points = 20;
  const columns = version === 5 ? 2 : 1;
  const values = Array.from({ length: points * columns }, (_none, i) => Math.round(1000 * Math.sin(i)));
  const shape = version === 5 ? [points, columns] : [points];
  const labels = version === 5 ? ['Raw', 'Defl'] : [];
  return writeIgor({
    version,
    littleEndian: false,
    type: 0x10,
    shape,
    step: [1e-3, 1],
    unit: 'A',
    values,
    note: 'a: b',
    labels,
  });
}

export function nanonisScan(direction: 'up' | 'down'): Uint8Array {
  const channels = [
    ['Z', 'm', 'both'],
    ['Current', 'A', 'forward'],
  ] as const;
  return writeScan({ rows: 5, cols: 7, direction, channels, value: pixelValue });
}

export function nanonisSpectroscopy(): Uint8Array {
  const names = ['Bias calc (V)', 'Current (A)', 'Current [bwd] (A)', 'Z (m) [bwd] [filt]'];
  return writeSpectroscopy(
    names,
    Array.from({ length: 12 }, (_none, i) => [-1 + i / 4, 1e-9 * i * i, 2e-9 * i * i, 1e-8 + 1e-10 * i]),
  );
}

export function nanonisGrid(complete = 12): Uint8Array {
  const channels = ['Current (A)', 'Current [bwd] (A)'];
  return writeGrid({
    rows: 3,
    cols: 4,
    points: 9,
    channels,
    angle: 30,
    complete,
    value: (channel, row, col, point) => (1 + channel) * 1e-12 * (point + 10 * col + 100 * row),
  });
}

export function gwyddionFile(magic: 'GWYP' | 'GWYO'): Uint8Array {
  const line: TestObject = {
    type: 'GwyDataLine',
    values: {
      res: { kind: 'i', value: 4 },
      real: { kind: 'd', value: 2 },
      off: { kind: 'd', value: -1 },
      si_unit_x: unitObject('V'),
      si_unit_y: unitObject('nA'),
      data: { kind: 'D', value: [1, 2, 4, 8] },
    },
  };
  const spectra: TestObject = {
    type: 'GwySpectra',
    values: {
      title: { kind: 's', value: 'Current' },
      spec_xlabel: { kind: 's', value: 'Bias' },
      si_unit_xy: unitObject('m'),
      coords: { kind: 'D', value: [1e-7, 2e-7] },
      data: { kind: 'O', value: [line] },
    },
  };
  const meta: TestObject = { type: 'GwyContainer', values: { Sample: { kind: 's', value: 'film' } } };
  const values: TestObject['values'] = {
    '/0/data': fieldObject(4, 6, (row, col) => pixelValue(0, row, col)),
    '/0/data/title': { kind: 's', value: 'Current' },
    '/0/meta': { kind: 'o', value: meta },
    '/10/data': fieldObject(2, 3, (row, col) => pixelValue(1, row, col)),
    '/10/data/title': { kind: 's', value: 'Second' },
  };
  // Version 1.x knew no spectra.
  const later: TestObject['values'] = magic === 'GWYP' ? { '/sps/0': { kind: 'o', value: spectra } } : {};
  return writeGwyddion({ type: 'GwyContainer', values: { ...values, ...later } }, magic);
}

export function simpleField(): Uint8Array {
  return writeSimpleField(4, 6, (row, col) => pixelValue(0, row, col));
}

export function nanoscopeImages(version: string): Uint8Array {
  return writeNanoscopeImages({ version, rows: 6, cols: 6, count: pixelCount });
}

export function nanoscopeCurves(version: string, ramp: 'Z' | 'DC Sample Bias'): Uint8Array {
  return writeNanoscopeCurves({ version, ramp, points: 8, count: (way, point) => 100 * (way + 1) + point * point });
}
