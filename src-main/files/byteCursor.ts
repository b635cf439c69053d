/** Reading numbers and text from bytes that may be anything: every step is held against what is left. */
import { claimedCount, fileProblem } from './measurement';

/** A place in the bytes of a file that moves on with each read. Throws a `file/unreadable` error at the end. */
export interface ByteCursor {
  /** The name of the file, for messages. */
  readonly file: string;
  readonly littleEndian: boolean;
  position(): number;
  left(): number;
  moveTo(position: number): void;
  skip(bytes: number): void;
  u8(): number;
  i16(): number;
  u16(): number;
  i32(): number;
  u32(): number;
  f32(): number;
  f64(): number;
  /** So many bytes as Latin-1 text, up to the first zero byte. */
  fixedText(bytes: number): string;
  /** UTF-8 text up to a zero byte, which is read too. */
  zeroText(): string;
}

export interface CursorOptions {
  readonly file: string;
  readonly littleEndian: boolean;
  readonly at?: number;
  /** Where the cursor ends; the end of the bytes without it. */
  readonly end?: number;
}

/** A cursor over bytes from `at` to `end`. */
export function byteCursor(
  bytes: Uint8Array,
  { file, littleEndian, at = 0, end = bytes.length }: CursorOptions,
): ByteCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = at;
  /** Where the next `count` bytes begin; moves behind them. */
  const take = (count: number): number => {
    if (!Number.isSafeInteger(count) || count < 0 || position + count > end)
      throw fileProblem({
        file,
        where: `byte ${position}`,
        what: `${count} bytes are needed, ${end - position} are left.`,
      });
    const start = position;
    position += count;
    return start;
  };
  return {
    file,
    littleEndian,
    position: () => position,
    left: () => end - position,
    moveTo(next) {
      if (!Number.isSafeInteger(next) || next < 0 || next > end)
        throw fileProblem({ file, what: `data are said to begin at byte ${next}, but the file ends at byte ${end}.` });
      position = next;
    },
    skip: (count) => void take(count),
    u8: () => view.getUint8(take(1)),
    i16: () => view.getInt16(take(2), littleEndian),
    u16: () => view.getUint16(take(2), littleEndian),
    i32: () => view.getInt32(take(4), littleEndian),
    u32: () => view.getUint32(take(4), littleEndian),
    f32: () => view.getFloat32(take(4), littleEndian),
    f64: () => view.getFloat64(take(8), littleEndian),
    fixedText(count) {
      const start = take(count);
      const zero = bytes.indexOf(0, start);
      return latin1(bytes, start, zero === -1 ? start + count : Math.min(zero, start + count));
    },
    zeroText() {
      const zero = bytes.indexOf(0, position);
      if (zero === -1 || zero >= end)
        throw fileProblem({ file, where: `byte ${position}`, what: 'a text begins that does not end.' });
      const start = take(zero - position + 1);
      return new TextDecoder().decode(bytes.subarray(start, zero));
    },
  };
}

/** A part of the bytes as Latin-1 text. */
export function latin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start)).toString('latin1');
}

/** Where a text (ASCII) first stands in the bytes, or -1. */
export function findText(bytes: Uint8Array, text: string): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(text, 0, 'latin1');
}

/** Reads so many float32, in one copy; `what` names them in the error if the file holds fewer. */
export function readFloat32s(cursor: ByteCursor, bytes: Uint8Array, count: number, what: string): Float32Array {
  claimedCount({ file: cursor.file, what }, count, 4, cursor.left());
  const start = cursor.position();
  cursor.skip(4 * count);
  const values = new Float32Array(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, 4 * count);
  for (let i = 0; i < count; i++) values[i] = view.getFloat32(4 * i, cursor.littleEndian);
  return values;
}

/** Reads so many float64, in one copy; `what` names them in the error if the file holds fewer. */
export function readFloat64s(cursor: ByteCursor, bytes: Uint8Array, count: number, what: string): Float64Array {
  claimedCount({ file: cursor.file, what }, count, 8, cursor.left());
  const start = cursor.position();
  cursor.skip(8 * count);
  const values = new Float64Array(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, 8 * count);
  for (let i = 0; i < count; i++) values[i] = view.getFloat64(8 * i, cursor.littleEndian);
  return values;
}
