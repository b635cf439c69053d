/** Reads .npy files of every version, as `numpy.lib.format` describes them, without ever running what is pickled. */
import { claimedCount, fileProblem, type Samples } from '../measurement';
import { recordType, shapeOf, TypeProblem, type Field, type RecordType } from './dtype';
import { parseLiteral, type Literal } from './pythonLiteral';

/** The values of one field in C order; numbers in double precision unless the file has single. */
export interface NpyField {
  /** Empty for an array without fields. */
  readonly name: string;
  /** As the file writes it: `<f8`. */
  readonly type: string;
  /** Shape of the array followed by that of the field, and by 2 for real and imaginary part of complex numbers. */
  readonly shape: readonly number[];
  readonly values: Samples | readonly string[];
}

export interface NpyArray {
  readonly shape: readonly number[];
  /** One for a plain array, one for each named field of a structured one. */
  readonly fields: readonly NpyField[];
}

/** What messages call the array: its file and, in an .npz, its entry. */
export interface NpySource {
  readonly file: string;
  readonly where?: string;
}

const MAGIC = '\x93NUMPY';
const SAVE_AGAIN = 'Save it again with plain numbers, for example numpy.savez(file, x=numpy.asarray(x, dtype=float)).';

/** Reads one array. Throws a file problem for anything that is not a whole .npy file of numbers or text. */
export function readNpy(bytes: Uint8Array, source: NpySource): NpyArray {
  if (bytes[0] === 0x80 && bytes[1]! <= 5) throw pickled(source);
  if (String.fromCharCode(...bytes.subarray(0, 6)) !== MAGIC)
    throw fileProblem({ ...source, what: 'it is not a NumPy array: it does not begin with "NUMPY".' });
  const { header, dataStart } = readHeader(bytes, source);
  const { type, fortran, shape } = interpret(header, source);
  const data = bytes.subarray(dataStart);
  const count = shape.reduce((product, side) => product * side, 1);
  const size = Math.max(1, type.bytes);
  claimedCount({ ...source, what: `an array of shape (${shape.join(', ')})` }, count, size, data.length);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const order = fortran && shape.length > 1 ? fortranOrder(shape) : undefined;
  const fields = type.fields.map((field) => readField(view, field, { count, stride: type.bytes, order, shape }));
  return { shape, fields };
}

function readHeader(bytes: Uint8Array, source: NpySource): { header: string; dataStart: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = bytes[6] ?? 0;
  if (major < 1 || major > 3)
    throw fileProblem({ ...source, what: `version ${major} of the .npy format is not known.` }, SAVE_AGAIN);
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) throw fileProblem({ ...source, what: 'the array ends in its header.' });
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = start + length;
  if (dataStart > bytes.length)
    throw fileProblem({ ...source, what: `the header is said to take ${length} bytes; the array ends before.` });
  const coded = bytes.subarray(start, dataStart);
  const header = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(coded);
  return { header, dataStart };
}

function interpret(header: string, source: NpySource) {
  try {
    const entries = parseLiteral(header);
    if (!(entries instanceof Map)) throw new SyntaxError('it is not a dictionary');
    const [descr, fortran, shape] = ['descr', 'fortran_order', 'shape'].map((key) =>
      (entries as ReadonlyMap<string, Literal>).get(key),
    );
    if (typeof fortran !== 'boolean' || shape === undefined) throw new SyntaxError('order or shape is missing');
    return { type: recordType(descr), fortran, shape: shapeOf(shape) };
  } catch (error) {
    if (error instanceof TypeProblem && error.pickled) throw pickled(source);
    if (error instanceof TypeProblem) throw fileProblem({ ...source, what: `${error.message}.` }, SAVE_AGAIN, error);
    if (error instanceof SyntaxError)
      throw fileProblem({ ...source, what: `its header cannot be understood: ${error.message}.` }, undefined, error);
    throw error;
  }
}

interface Layout {
  readonly count: number;
  readonly stride: RecordType['bytes'];
  /** Where element k of the C order lies in the file; absent where the orders agree. */
  readonly order: Uint32Array | undefined;
  readonly shape: readonly number[];
}

function readField(view: DataView, field: Field, { count, stride, order, shape }: Layout): NpyField {
  const { type, offset } = field;
  const inside = field.shape.reduce((product, side) => product * side, 1);
  const inner = type.parts === 2 ? [...field.shape, 2] : field.shape;
  const base = { name: field.name, type: type.name, shape: [...shape, ...inner] };
  const step = type.bytes / type.parts;
  const each = inside * type.parts;
  const at = (k: number, part: number) => (order?.[k] ?? k) * stride + offset + part * step;
  const { decode } = type;
  if (decode.kind === 'text') {
    const texts: string[] = [];
    for (let k = 0; k < count; k++) for (let part = 0; part < each; part++) texts.push(decode.read(view, at(k, part)));
    return { ...base, values: texts };
  }
  const values = type.single ? new Float32Array(count * each) : new Float64Array(count * each);
  for (let k = 0; k < count; k++)
    for (let part = 0; part < each; part++) values[k * each + part] = decode.read(view, at(k, part));
  return { ...base, values };
}

/** For each element in C order (last index fastest) its place in Fortran order (first index fastest). */
function fortranOrder(shape: readonly number[]): Uint32Array {
  const count = shape.reduce((product, side) => product * side, 1);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, side) => product * side, 1));
  const order = new Uint32Array(count);
  const index = shape.map(() => 0);
  let place = 0;
  for (let k = 0; k < count; k++) {
    order[k] = place;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      place -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return order;
}

function pickled(source: NpySource) {
  return fileProblem(
    {
      ...source,
      what: 'it holds pickled Python objects, which are refused because reading them would run code from the file.',
    },
    SAVE_AGAIN,
  );
}
