/** Bruker NanoScope files for tests, from the published layout of the format. No recorded file was at hand. */
import { byteWriter } from './byteWriter';

const HEADER_BYTES = 4096;

export interface TestNanoscope {
  /** Version as hexadecimal digits: from 09200000 on values take 4 bytes. */
  readonly version: string;
  readonly rows: number;
  readonly cols: number;
  /** Stored integer of a pixel in the row from the bottom. */
  readonly count: (channel: number, row: number, col: number) => number;
}

/** Two images, height and current, of 1 µm x 1 µm. */
export function writeNanoscopeImages({ version, rows, cols, count }: TestNanoscope): Uint8Array {
  const wide = parseInt(version, 16) >= 0x09200000;
  const each = wide ? 4 : 2;
  const length = each * rows * cols;
  const image = (channel: number, [name, sensitivity, hard, way]: readonly string[]): string[] => [
    '\\*Ciao image list',
    `\\Data offset: ${HEADER_BYTES + channel * length}`,
    `\\Data length: ${length}`,
    `\\Bytes/pixel: ${each}`,
    '\\Frame direction: Down',
    `\\Line Direction: ${way!}`,
    `\\Samps/line: ${cols}`,
    `\\Number of lines: ${rows}`,
    '\\Aspect Ratio: 1:1',
    '\\Scan Size: 1000 1000 nm',
    `\\@2:Image Data: S [${name!}] "${name!}"`,
    '\\@Z magnify: C [2:Z scale] 1',
    `\\@2:Z scale: V [${sensitivity!}] (0.0003 V/LSB) ${hard!} V`,
    `\\@2:Z offset: V [${sensitivity!}] (0.0003 V/LSB) 0 V`,
  ];
  const header = headerText(
    version,
    'Image',
    [
      ...image(0, ['Height', 'Sens. Zsens', '220.0', 'Retrace']),
      ...image(1, ['Current', 'Sens. Current', '20.0', 'Trace']),
    ],
    [cols, rows],
  );
  const writer = byteWriter(true).text(header).fillTo(HEADER_BYTES);
  for (const channel of [0, 1])
    for (let row = 0; row < rows; row++)
      for (let col = 0; col < cols; col++) writer[wide ? 'i32' : 'i16'](count(channel, row, col));
  return writer.done();
}

export interface TestCurves {
  readonly version: string;
  readonly ramp: 'Z' | 'DC Sample Bias';
  readonly points: number;
  readonly count: (way: 0 | 1, point: number) => number;
}

/** One channel of curves: deflection against Z over 500 nm, or current against the bias from -2 V to 3 V. */
export function writeNanoscopeCurves({ version, ramp, points, count }: TestCurves): Uint8Array {
  const wide = parseInt(version, 16) >= 0x09200000;
  const each = wide ? 4 : 2;
  const channel = ramp === 'Z' ? ['Friction', 'Sens. DeflSens'] : ['Current', 'Sens. Current'];
  const list = [
    '\\*Ciao force list',
    `\\@4:Ramp channel: S [${ramp}] "${ramp}"`,
    '\\@4:Ramp End DC Sample Bias: V [Sens. Bias] (0.0003 V/LSB) 3 V',
    '\\@4:Ramp Begin DC Sample Bias: V [Sens. Bias] (0.0003 V/LSB) -2 V',
    '\\*Ciao force image list',
    `\\Data offset: ${HEADER_BYTES}`,
    `\\Data length: ${2 * each * points}`,
    `\\Bytes/pixel: ${each}`,
    `\\Samps/line: ${points} ${points}`,
    '\\Number of lines: 1',
    `\\@4:Image Data: S [${channel[0]!}] "${channel[0]!}"`,
    '\\@4:Ramp size: V [Sens. Zsens] (0.0003 V/LSB) 40 V',
    `\\@4:Z scale: V [${channel[1]!}] (0.0003 V/LSB) 19.66 V`,
  ];
  const writer = byteWriter(true)
    .text(headerText(version, 'Force', list, [points, 1]))
    .fillTo(HEADER_BYTES);
  for (const way of [0, 1] as const)
    for (let point = 0; point < points; point++) writer[wide ? 'i32' : 'i16'](count(way, point));
  return writer.done();
}

function headerText(version: string, mode: string, lists: readonly string[], [cols, rows]: readonly number[]): string {
  return [
    '\\*File list',
    `\\Version: 0x${version}`,
    '\\Start context: OL',
    `\\Data length: ${HEADER_BYTES}`,
    '\\Date: 12:00:00 PM Mon Feb 3 2020',
    '\\*Equipment list',
    '\\Description: test',
    '\\*Scanner list',
    '\\@Sens. Zsens: V 12.5 nm/V',
    '\\*Ciao scan list',
    `\\Operating mode: ${mode}`,
    '\\Scan Size: 1000 nm',
    `\\Samps/line: ${cols!}`,
    `\\Lines: ${rows!}`,
    '\\Aspect Ratio: 1:1',
    '\\@Sens. Current: V 10 nA/V',
    '\\@Sens. DeflSens: V 30 nm/V',
    '\\@Sens. Bias: V 1 V/V',
    ...lists,
    '\\*File list end',
    '\x1a',
  ].join('\r\n');
}
