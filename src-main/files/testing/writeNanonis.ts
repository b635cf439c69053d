/** Nanonis files for tests, in the layout of the recorded ones. */
import { byteWriter } from './byteWriter';

export interface TestScan {
  readonly rows: number;
  readonly cols: number;
  readonly direction: 'up' | 'down';
  readonly channels: readonly (readonly [name: string, unit: string, direction: 'both' | 'forward'])[];
  /** Height of the place in column `col` and row `row` from the top, for an image. */
  readonly value: (image: number, row: number, col: number) => number;
}

/** A scan as the instrument stores it: lines in the order of time, the way back from right to left. */
export function writeScan({ rows, cols, direction, channels, value }: TestScan): Uint8Array {
  const table = channels.map(([name, unit, way], i) => `\t${i}\t${name}\t${unit}\t${way}\t1.000E+0\t0.000E+0`);
  const header = [
    ':NANONIS_VERSION:\n2',
    ':SCANIT_TYPE:\n              FLOAT            MSBFIRST',
    ':REC_DATE:\n 01.02.2020',
    ':REC_TIME:\n12:00:00',
    ':REC_TEMP:\n      290.0000000000',
    ':ACQ_TIME:\n       10.0',
    `:SCAN_PIXELS:\n       ${cols}       ${rows}`,
    ':SCAN_FILE:\ntest.sxm',
    ':SCAN_TIME:\n             1.296E+0             1.296E+0',
    ':SCAN_RANGE:\n           2.000000E-8           1.000000E-8',
    ':SCAN_OFFSET:\n             0.000000E+0         0.000000E+0',
    ':SCAN_ANGLE:\n            0.000E+0',
    `:SCAN_DIR:\n${direction}`,
    ':BIAS:\n            1.000E-1',
    `:DATA_INFO:\n\tChannel\tName\tUnit\tDirection\tCalibration\tOffset\n${table.join('\n')}\n`,
    ':SCANIT_END:\n\n\n',
  ].join('\n');
  const writer = byteWriter(false).text(header).u8(0x1a, 0x04);
  let image = 0;
  for (const [, , way] of channels)
    for (const back of way === 'both' ? [false, true] : [false]) {
      for (let line = 0; line < rows; line++)
        for (let step = 0; step < cols; step++)
          writer.f32(value(image, direction === 'up' ? rows - 1 - line : line, back ? cols - 1 - step : step));
      image += 1;
    }
  return writer.done();
}

/** A spectroscopy file. */
export function writeSpectroscopy(names: readonly string[], rows: readonly (readonly number[])[]): Uint8Array {
  const header =
    'Experiment\tbias spectroscopy\t\nDate\t01.02.2020 12:00:00\t\nX (m)\t1E-6\t\nY (m)\t2E-6\t\n\n[DATA]\n';
  const body = rows.map((row) => row.map((value) => value.toExponential(5)).join('\t'));
  return byteWriter(false)
    .text(`${header}${names.join('\t')}\n${body.join('\n')}\n`)
    .done();
}

export interface TestGrid {
  readonly rows: number;
  readonly cols: number;
  readonly points: number;
  readonly channels: readonly string[];
  readonly angle: number;
  /** Pixels that are written; the rest is missing. */
  readonly complete: number;
  /** Value of a channel at a point of the curve of the pixel in row `row` from the bottom. */
  readonly value: (channel: number, row: number, col: number, point: number) => number;
}

/** A grid of 40 nm x 20 nm with 1 nm of height for each row from the bottom. */
export function writeGrid({ rows, cols, points, channels, angle, complete, value }: TestGrid): Uint8Array {
  const header = [
    `Grid dim="${cols} x ${rows}"`,
    `Grid settings=1.000000E-7;2.000000E-7;4.000000E-8;2.000000E-8;${angle.toExponential(6)}`,
    'Sweep Signal="Bias (V)"',
    'Fixed parameters="Sweep Start;Sweep End"',
    'Experiment parameters="X (m);Y (m);Z (m)"',
    '# Parameters (4 byte)=5',
    `Experiment size (bytes)=${4 * points * channels.length}`,
    `Points=${points}`,
    `Channels="${channels.join(';')}"`,
    'Experiment=Experiment',
    ':HEADER_END:',
    '',
  ].join('\r\n');
  const writer = byteWriter(false).text(header);
  const [cos, sin] = [Math.cos((-angle * Math.PI) / 180), Math.sin((-angle * Math.PI) / 180)];
  for (let k = 0; k < complete; k++) {
    const [row, col] = [Math.floor(k / cols), k % cols];
    const [x, y] = [(col / cols - 0.5) * 4e-8, (row / rows - 0.5) * 2e-8];
    writer.f32(-1, 1, 1e-7 + x * cos - y * sin, 2e-7 + x * sin + y * cos, row * 1e-9);
    for (let channel = 0; channel < channels.length; channel++)
      for (let point = 0; point < points; point++) writer.f32(value(channel, row, col, point));
  }
  return writer.done();
}
