/**
 * Values in the bodies of Nanonis messages. All numbers are big-endian; a text has its length in bytes before it, an array
 * its count, an array of texts its bytes and its count, a matrix its rows and columns.
 */
import { ConsoleError } from '../../../src-shared/errors';

/** Rows of float32, row after row. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly values: Float32Array;
}

/** Kinds of values and what they are here. `rest` is whatever follows, for replies whose end differs between releases. */
export interface FieldTypes {
  readonly u16: number;
  readonly u32: number;
  readonly i32: number;
  readonly f32: number;
  readonly f64: number;
  readonly text: string;
  readonly texts: readonly string[];
  readonly ints: readonly number[];
  readonly floats: readonly number[];
  readonly matrix: Matrix;
  readonly rest: Uint8Array;
}
export type Field = keyof FieldTypes;

/** The values of a layout, one for each of its fields. */
export type Values<L extends readonly Field[]> = { readonly [K in keyof L]: FieldTypes[L[K]] };

/** The bytes of values in the order of their layout. */
export function encodeFields<L extends readonly Field[]>(layout: L, values: Values<L>): Buffer {
  return Buffer.concat(layout.map((field, i) => encodeField(field, values[i]!)));
}

function encodeField(field: Field, value: FieldTypes[Field]): Buffer {
  switch (field) {
    case 'u16':
      return put(2, (bytes) => bytes.writeUInt16BE(value as number));
    case 'u32':
      return put(4, (bytes) => bytes.writeUInt32BE(value as number));
    case 'i32':
      return put(4, (bytes) => bytes.writeInt32BE(value as number));
    case 'f32':
      return put(4, (bytes) => bytes.writeFloatBE(value as number));
    case 'f64':
      return put(8, (bytes) => bytes.writeDoubleBE(value as number));
    case 'text':
      return sized(Buffer.from(value as string, 'latin1'));
    case 'texts': {
      const texts = (value as readonly string[]).map((text) => sized(Buffer.from(text, 'latin1')));
      const body = Buffer.concat(texts);
      return Buffer.concat([encodeField('i32', body.length), encodeField('i32', texts.length), body]);
    }
    case 'ints':
    case 'floats': {
      const numbers = value as readonly number[];
      const each = field === 'ints' ? 'i32' : 'f32';
      return Buffer.concat([encodeField('i32', numbers.length), ...numbers.map((number) => encodeField(each, number))]);
    }
    case 'matrix': {
      const { rows, cols, values } = value as Matrix;
      const body = Buffer.alloc(4 * values.length);
      values.forEach((number, i) => body.writeFloatBE(number, 4 * i));
      return Buffer.concat([encodeField('i32', rows), encodeField('i32', cols), body]);
    }
    case 'rest':
      return Buffer.from(value as Uint8Array);
  }
}

function put(size: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(size);
  write(bytes);
  return bytes;
}

function sized(bytes: Buffer): Buffer {
  return Buffer.concat([encodeField('i32', bytes.length), bytes]);
}

/** The bytes do not hold what the layout asks for. */
export class FieldProblem extends Error {
  override readonly name = 'FieldProblem';
}

/** Decoded values and where the bytes go on behind them. Throws {@link FieldProblem} where they end too early. */
export function decodeFields<L extends readonly Field[]>(layout: L, bytes: Buffer): { values: Values<L>; end: number } {
  const reader = createReader(bytes);
  const values = layout.map((field) => decodeField(reader, field));
  return { values: values as unknown as Values<L>, end: reader.position() };
}

interface Reader {
  readonly take: (count: number) => Buffer;
  readonly count: (bytesEach: number) => number;
  readonly position: () => number;
  readonly left: () => number;
}

function createReader(bytes: Buffer): Reader {
  let position = 0;
  const take = (count: number): Buffer => {
    if (position + count > bytes.length)
      throw new FieldProblem(`${count} bytes are needed at byte ${position}, ${bytes.length - position} are left`);
    position += count;
    return bytes.subarray(position - count, position);
  };
  return {
    take,
    position: () => position,
    left: () => bytes.length - position,
    /** A count, held against what is left before anything is allocated for it. */
    count(bytesEach) {
      const count = take(4).readInt32BE();
      if (count >= 0 && count * bytesEach <= bytes.length - position) return count;
      throw new FieldProblem(`a count of ${count} does not fit into ${bytes.length - position} bytes`);
    },
  };
}

function decodeField(reader: Reader, field: Field): FieldTypes[Field] {
  const { take, count } = reader;
  switch (field) {
    case 'u16':
      return take(2).readUInt16BE();
    case 'u32':
      return take(4).readUInt32BE();
    case 'i32':
      return take(4).readInt32BE();
    case 'f32':
      return take(4).readFloatBE();
    case 'f64':
      return take(8).readDoubleBE();
    case 'text':
      return take(count(1)).toString('latin1');
    case 'texts':
      return decodeTexts(reader);
    case 'ints':
      return Array.from({ length: count(4) }, () => take(4).readInt32BE());
    case 'floats':
      return Array.from({ length: count(4) }, () => take(4).readFloatBE());
    case 'matrix':
      return decodeMatrix(reader);
    case 'rest':
      return take(reader.left());
  }
}

function decodeTexts({ take, count, position }: Reader): string[] {
  const total = count(1);
  // Every text takes at least its own length.
  const texts = count(4);
  const start = position();
  const decoded = Array.from({ length: texts }, () => take(count(1)).toString('latin1'));
  if (position() - start === total) return decoded;
  throw new FieldProblem(`${texts} texts take ${position() - start} bytes and not ${total}`);
}

function decodeMatrix({ take, left }: Reader): Matrix {
  const [rows, cols] = [take(4).readInt32BE(), take(4).readInt32BE()];
  if (rows < 0 || cols < 0 || rows * cols * 4 > left())
    throw new FieldProblem(`${rows} x ${cols} numbers do not fit into ${left()} bytes`);
  const body = take(4 * rows * cols);
  const values = new Float32Array(rows * cols);
  for (let i = 0; i < values.length; i++) values[i] = body.readFloatBE(4 * i);
  return { rows, cols, values };
}

/** The error of a message that does not keep to the protocol. */
export function protocolFault(command: string, reason: string, cause?: unknown): ConsoleError {
  return new ConsoleError(
    {
      code: 'instrument/unknown-outcome',
      message: `The reply to ${command} breaks the protocol: ${reason}.`,
      hint: 'Whether the command was carried out is not known. Look at the instrument, then connect again.',
    },
    cause,
  );
}
