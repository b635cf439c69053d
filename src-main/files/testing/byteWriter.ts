/** Building the bytes of test files. */

export interface ByteWriter {
  u8(...values: number[]): ByteWriter;
  i16(...values: number[]): ByteWriter;
  u16(...values: number[]): ByteWriter;
  i32(...values: number[]): ByteWriter;
  u32(...values: number[]): ByteWriter;
  f32(...values: number[]): ByteWriter;
  f64(...values: number[]): ByteWriter;
  /** Latin-1, padded with zero bytes to `length` if that is given. */
  text(text: string, length?: number): ByteWriter;
  bytes(bytes: Uint8Array): ByteWriter;
  /** Zero bytes up to a length of the whole. */
  fillTo(length: number): ByteWriter;
  length(): number;
  done(): Uint8Array;
}

/** A writer of one byte order. */
export function byteWriter(littleEndian: boolean): ByteWriter {
  let bytes = new Uint8Array(256);
  let length = 0;
  const room = (count: number): DataView => {
    if (length + count > bytes.length) {
      const larger = new Uint8Array(2 * (length + count));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    length += count;
    return new DataView(bytes.buffer, length - count, count);
  };
  const each = (size: number, put: (view: DataView, value: number) => void) => {
    return (...values: number[]): ByteWriter => {
      for (const value of values) put(room(size), value);
      return writer;
    };
  };
  const writer: ByteWriter = {
    u8: each(1, (view, value) => view.setUint8(0, value)),
    i16: each(2, (view, value) => view.setInt16(0, value, littleEndian)),
    u16: each(2, (view, value) => view.setUint16(0, value, littleEndian)),
    i32: each(4, (view, value) => view.setInt32(0, value, littleEndian)),
    u32: each(4, (view, value) => view.setUint32(0, value, littleEndian)),
    f32: each(4, (view, value) => view.setFloat32(0, value, littleEndian)),
    f64: each(8, (view, value) => view.setFloat64(0, value, littleEndian)),
    text(text, size = text.length) {
      room(size);
      Buffer.from(bytes.buffer).write(text.slice(0, size), length - size, 'latin1');
      return writer;
    },
    bytes(more) {
      room(more.length);
      bytes.set(more, length - more.length);
      return writer;
    },
    fillTo(size) {
      if (size > length) room(size - length);
      return writer;
    },
    length: () => length,
    done: () => bytes.slice(0, length),
  };
  return writer;
}
