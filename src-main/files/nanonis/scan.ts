/**
 * Nanonis scans (.sxm): a text header of `:KEY:` lines, the bytes 0x1A 0x04, then float32 images, forward before
 * backward for each channel. Backward lines are stored in the order of time, from right to left; a scan whose
 * direction is `up` begins with its lowest line.
 */
import { byteCursor, findText, latin1, readFloat32s } from '../byteCursor';
import { claimedCount, fileProblem, type Direction, type MeasuredImage, type Measurement } from '../measurement';
import { lengthOrNaN, numberFrom, positiveCount } from '../sizes';
import { flipRows, mirrorRows } from '../turning';
import { scaledUnit } from '../units';

export const SCAN_MAGIC = ':NANONIS_VERSION:';
const HEADER_END = ':SCANIT_END:';

/** Reads a scan. Throws a `file/unreadable` error. */
export function readNanonisScan(bytes: Uint8Array, file: string): Measurement {
  const headerEnd = findText(bytes, HEADER_END);
  if (headerEnd === -1) throw fileProblem({ file, where: 'header', what: `the line ${HEADER_END} is missing.` });
  const header = readHeader(latin1(bytes, 0, headerEnd));
  const marker = bytes.indexOf(0x1a, headerEnd);
  if (marker === -1 || bytes[marker + 1] !== 0x04)
    throw fileProblem({ file, where: 'header', what: 'the bytes 1A 04 between header and values are missing.' });

  const [cols, rows] = pair(header.get('SCAN_PIXELS')).map((value) => positiveCount(file, 'SCAN_PIXELS', value));
  const [width, height] = pair(header.get('SCAN_RANGE'));
  const raster = { rows: rows!, cols: cols!, widthMetres: lengthOrNaN(width), heightMetres: lengthOrNaN(height) };
  const upward = directionOf(header.get('SCAN_DIR'), file) === 'up';
  const stored = storedImages(header.get('DATA_INFO') ?? '', file);

  const cursor = byteCursor(bytes, { file, littleEndian: isLittleEndian(header, file), at: marker + 2 });
  const pixels = raster.rows * raster.cols;
  claimedCount({ file, what: `${stored.length} images` }, stored.length * pixels, 4, cursor.left());
  const images = stored.map(({ name, unit, factor, direction }): MeasuredImage => {
    const values = readFloat32s(cursor, bytes, pixels, `the channel ${name}`);
    if (upward) flipRows(values, raster.rows, raster.cols);
    if (direction === 'backward') mirrorRows(values, raster.rows, raster.cols);
    if (factor !== 1) for (let i = 0; i < pixels; i++) values[i] = values[i]! * factor;
    return { channel: name, unit, direction, ...raster, values };
  });
  return { format: 'Nanonis scan', images, spectra: [], metadata: metadataOf(header) };
}

/** Keys with the lines that follow them. */
function readHeader(text: string): Map<string, string> {
  const header = new Map<string, string>();
  let key: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const found = /^:(.+):\s*$/.exec(line);
    if (found !== null) {
      key = found[1]!;
      header.set(key, '');
    } else if (key !== undefined) {
      const before = header.get(key) ?? '';
      header.set(key, before === '' ? line : `${before}\n${line}`);
    }
  }
  return header;
}

/** Two numbers in one text; NaN for each that is missing. */
function pair(text: string | undefined): [number, number] {
  const [first, second] = (text ?? '').trim().split(/\s+/);
  return [numberFrom(first), numberFrom(second)];
}

function directionOf(text: string | undefined, file: string): 'up' | 'down' {
  const direction = text?.trim().toLowerCase();
  if (direction === 'up' || direction === 'down') return direction;
  throw fileProblem({ file, where: 'header', what: `SCAN_DIR is "${direction ?? ''}"; it must be up or down.` });
}

function isLittleEndian(header: ReadonlyMap<string, string>, file: string): boolean {
  const type = (header.get('SCANIT_TYPE') ?? 'FLOAT MSBFIRST').trim().split(/\s+/).join(' ').toUpperCase();
  if (type === 'FLOAT MSBFIRST') return false;
  if (type === 'FLOAT LSBFIRST') return true;
  throw fileProblem({ file, where: 'header', what: `values of the type "${type}" are not read; FLOAT is.` });
}

interface StoredImage {
  readonly name: string;
  readonly unit: string;
  readonly factor: number;
  readonly direction: Direction;
}

/** The images in the order in which they are stored, from the table DATA_INFO. */
function storedImages(table: string, file: string): StoredImage[] {
  const [titles = '', ...lines] = table.split('\n').filter((line) => line.trim() !== '');
  const columns = titles.split('\t').map((title) => title.trim());
  return lines.flatMap((line) => {
    const cells = line.split('\t').map((cell) => cell.trim());
    const cell = (title: string): string => cells[columns.indexOf(title)] ?? '';
    const name = cell('Name');
    const directions = DIRECTIONS[cell('Direction')];
    if (name === '' || directions === undefined)
      throw fileProblem({ file, where: 'header', what: `a line of DATA_INFO makes no sense: "${line.trim()}".` });
    return directions.map((direction) => ({ name, ...scaledUnit(cell('Unit')), direction }));
  });
}

const DIRECTIONS: Readonly<Record<string, readonly Direction[]>> = {
  both: ['forward', 'backward'],
  forward: ['forward'],
  backward: ['backward'],
};

function metadataOf(header: ReadonlyMap<string, string>): Record<string, string> {
  const kept = [...header].map(([key, value]) => [key, value.trim()] as const).filter(([, value]) => value !== '');
  return Object.fromEntries(kept);
}
