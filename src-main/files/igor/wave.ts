/**
 * Igor binary waves, versions 2 and 5, either byte order.
 * Source: WaveMetrics Technical Note 003, "Igor Binary Format".
 */
import { byteCursor, latin1, type ByteCursor } from '../byteCursor';
import { claimedCount, fileProblem, type Samples } from '../measurement';

const BIN_HEADER_5 = 64;
const WAVE_HEADER_5 = 320;
const BIN_HEADER_2 = 16;
const WAVE_HEADER_2 = 110;
/** Version 2 keeps 16 empty bytes between values and note. */
const PADDING_2 = 16;
const LABEL_BYTES = 32;

/** A wave as stored: first index fastest. */
export interface IgorWave {
  readonly version: number;
  readonly name: string;
  /** Points along each used dimension, 1 to 4 of them. */
  readonly shape: readonly number[];
  /** Distance of two points and the first one, for each dimension, in `dimensionUnits`. */
  readonly step: readonly number[];
  readonly start: readonly number[];
  readonly dimensionUnits: readonly string[];
  readonly dataUnit: string;
  /** Labels of the points of each dimension, as stored; empty where there are none. */
  readonly labels: readonly (readonly string[])[];
  readonly values: Samples;
  readonly note: string;
}

/** Whether bytes begin like a wave: a version number and a header whose words add up to 0. Says in which byte order. */
export function igorByteOrder(bytes: Uint8Array): 'little' | 'big' | undefined {
  for (const order of ['little', 'big'] as const) {
    const version = wordAt(bytes, 0, order === 'little');
    if (version !== 2 && version !== 5) continue;
    if (headerSum(bytes, version, order === 'little') === 0) return order;
  }
  return undefined;
}

/** The 16-bit sum over both headers, 0 in a sound file; undefined in a file that is too short. */
function headerSum(bytes: Uint8Array, version: number, littleEndian: boolean): number | undefined {
  const length = version === 5 ? BIN_HEADER_5 + WAVE_HEADER_5 : BIN_HEADER_2 + WAVE_HEADER_2;
  if (bytes.length < length) return undefined;
  let sum = 0;
  for (let at = 0; at < length; at += 2) sum = (sum + wordAt(bytes, at, littleEndian)) & 0xffff;
  return sum;
}

function wordAt(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const [first = -1, second = -1] = bytes.subarray(at, at + 2);
  return littleEndian ? first + 256 * second : 256 * first + second;
}

/** Reads a wave. Throws a `file/unreadable` error. */
export function readIgorWave(bytes: Uint8Array, file: string): IgorWave {
  const order = igorByteOrder(bytes);
  if (order === undefined)
    throw fileProblem({
      file,
      where: 'header',
      what: 'not an Igor binary wave of version 2 or 5 with a sound checksum.',
    });
  const cursor = byteCursor(bytes, { file, littleEndian: order === 'little' });
  return cursor.u16() === 5 ? readVersion5(cursor, bytes) : readVersion2(cursor, bytes);
}

function readVersion5(cursor: ByteCursor, bytes: Uint8Array): IgorWave {
  const { file } = cursor;
  cursor.moveTo(8);
  const [formulaBytes, noteBytes, dataUnitBytes] = [cursor.u32(), cursor.u32(), cursor.u32()];
  const dimensionUnitBytes = four(() => cursor.u32());
  const labelBytes = four(() => cursor.u32());

  cursor.moveTo(BIN_HEADER_5 + 12);
  const [count, type] = [cursor.u32(), cursor.u16()];
  cursor.moveTo(BIN_HEADER_5 + 28);
  const name = cursor.fixedText(32);
  cursor.moveTo(BIN_HEADER_5 + 68);
  const shape = usedShape(
    four(() => cursor.u32()),
    file,
  );
  const step = four(() => cursor.f64());
  const start = four(() => cursor.f64());
  const dataUnit = cursor.fixedText(4);
  const dimensionUnits = four(() => cursor.fixedText(4));
  if (shape.reduce((product, points) => product * points, 1) !== count)
    throw fileProblem({ file, where: 'header', what: `${count} points do not make ${shape.join(' x ')}.` });

  cursor.moveTo(BIN_HEADER_5 + WAVE_HEADER_5);
  const values = readValues(cursor, bytes, count, type);
  cursor.skip(formulaBytes);
  const note = readNote(cursor, bytes, noteBytes);
  const longDataUnit = cursor.fixedText(dataUnitBytes);
  const longUnits = dimensionUnitBytes.map((length) => cursor.fixedText(length));
  const labels = labelBytes.map((length) => readLabels(cursor, length));
  return {
    version: 5,
    name,
    shape,
    step: step.slice(0, shape.length),
    start: start.slice(0, shape.length),
    dimensionUnits: shape.map((_points, i) => longUnits[i] || dimensionUnits[i] || ''),
    dataUnit: longDataUnit || dataUnit,
    labels: shape.map((_points, i) => labels[i] ?? []),
    values,
    note,
  };
}

function readVersion2(cursor: ByteCursor, bytes: Uint8Array): IgorWave {
  cursor.moveTo(6);
  const noteBytes = cursor.u32();
  cursor.moveTo(BIN_HEADER_2);
  const type = cursor.u16();
  cursor.moveTo(BIN_HEADER_2 + 6);
  const name = cursor.fixedText(20);
  cursor.moveTo(BIN_HEADER_2 + 34);
  const [dataUnit, xUnit] = [cursor.fixedText(4), cursor.fixedText(4)];
  const count = cursor.u32();
  cursor.moveTo(BIN_HEADER_2 + 48);
  const [step, start] = [cursor.f64(), cursor.f64()];
  cursor.moveTo(BIN_HEADER_2 + WAVE_HEADER_2);
  const values = readValues(cursor, bytes, count, type);
  let note = '';
  if (noteBytes > 0) {
    cursor.skip(PADDING_2);
    note = readNote(cursor, bytes, noteBytes);
  }
  return {
    version: 2,
    name,
    shape: usedShape([count], cursor.file),
    step: [step],
    start: [start],
    dimensionUnits: [xUnit],
    dataUnit,
    labels: [[]],
    values,
    note,
  };
}

function four<T>(read: () => T): [T, T, T, T] {
  return [read(), read(), read(), read()];
}

/** The dimensions up to the first that is 0. */
function usedShape(stored: readonly number[], file: string): number[] {
  const end = stored.indexOf(0);
  const shape = end === -1 ? [...stored] : stored.slice(0, end);
  if (shape.length > 0) return shape;
  throw fileProblem({ file, where: 'header', what: 'the wave has no points.' }, 'An empty wave holds nothing to show.');
}

const NUMBER_TYPES: Readonly<
  Record<number, { readonly bytes: number; readonly method: NumberMethod; readonly wide: boolean }>
> = {
  0x02: { bytes: 4, method: 'getFloat32', wide: false },
  0x04: { bytes: 8, method: 'getFloat64', wide: true },
  0x08: { bytes: 1, method: 'getInt8', wide: false },
  0x10: { bytes: 2, method: 'getInt16', wide: false },
  0x20: { bytes: 4, method: 'getInt32', wide: true },
  0x48: { bytes: 1, method: 'getUint8', wide: false },
  0x50: { bytes: 2, method: 'getUint16', wide: false },
  0x60: { bytes: 4, method: 'getUint32', wide: true },
};
type NumberMethod =
  'getFloat32' | 'getFloat64' | 'getInt8' | 'getInt16' | 'getInt32' | 'getUint8' | 'getUint16' | 'getUint32';

function readValues(cursor: ByteCursor, bytes: Uint8Array, count: number, type: number): Samples {
  const { file, littleEndian } = cursor;
  const stored = NUMBER_TYPES[type];
  if (stored === undefined)
    throw fileProblem(
      { file, where: 'header', what: `values of Igor type ${type} are not read (text and complex numbers are not).` },
      'Export the wave with real numbers.',
    );
  claimedCount({ file, what: 'the wave' }, count, stored.bytes, cursor.left());
  const at = cursor.position();
  cursor.skip(count * stored.bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, count * stored.bytes);
  const values = stored.wide ? new Float64Array(count) : new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = view[stored.method](i * stored.bytes, littleEndian);
  return values;
}

function readNote(cursor: ByteCursor, bytes: Uint8Array, length: number): string {
  const at = cursor.position();
  cursor.skip(length);
  return latin1(bytes, at, at + length);
}

/** The labels of one dimension; the first stored one belongs to the dimension as a whole and is left out. */
function readLabels(cursor: ByteCursor, length: number): string[] {
  const labels: string[] = [];
  for (let left = length; left >= LABEL_BYTES; left -= LABEL_BYTES) labels.push(cursor.fixedText(LABEL_BYTES));
  cursor.skip(length % LABEL_BYTES);
  return labels.slice(1);
}
