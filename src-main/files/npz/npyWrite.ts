/** Writes .npy files of version 1.0 that `numpy.load(allow_pickle=False)` reads. */

/** What can be written: numbers with a shape, or one text as a 0-d array. */
export type NpyContent =
  | { readonly type: '<f8'; readonly shape: readonly number[]; readonly values: Float64Array }
  | { readonly type: '<f4'; readonly shape: readonly number[]; readonly values: Float32Array }
  | { readonly type: '<i8'; readonly shape: readonly number[]; readonly values: readonly number[] }
  | { readonly type: 'text'; readonly text: string };

/** Start of the values in the file is a multiple of this, so that they can be mapped into memory. */
const ALIGNMENT = 64;

/** One array in C order. Throws a `RangeError` where shape and values do not agree or a whole number is none. */
export function writeNpy(content: NpyContent): Uint8Array {
  if (content.type === 'text') {
    const signs = Array.from(content.text, (sign) => sign.codePointAt(0)!);
    return join(header(`<U${Math.max(1, signs.length)}`, []), Uint32Array.from(signs.length > 0 ? signs : [0]));
  }
  const { type, shape, values } = content;
  const count = shape.reduce((product, side) => product * side, 1);
  if (values.length !== count)
    throw new RangeError(`An array of shape (${shape.join(', ')}) cannot hold ${values.length} values.`);
  if (type === '<i8') return join(header(type, shape), BigInt64Array.from(values, BigInt));
  return join(header(type, shape), values);
}

function header(type: string, shape: readonly number[]): Uint8Array {
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sides}), }`;
  const before = 10 + text.length + 1;
  const padded = text + ' '.repeat((ALIGNMENT - (before % ALIGNMENT)) % ALIGNMENT) + '\n';
  const bytes = new Uint8Array(10 + padded.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 0xff, padded.length >> 8]);
  bytes.set(new TextEncoder().encode(padded), 10);
  return bytes;
}

/** The processors that this runs on are little-endian, as the types in the headers say. */
function join(head: Uint8Array, values: ArrayBufferView): Uint8Array {
  const bytes = new Uint8Array(head.length + values.byteLength);
  bytes.set(head);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), head.length);
  return bytes;
}
