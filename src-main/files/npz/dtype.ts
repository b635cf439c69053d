/** Types of the values in a .npy file (NumPy array interface, version 3) and how to decode one value. */
import type { Literal } from './pythonLiteral';

/** One plain type: how many bytes a value takes and how many numbers, or one text, it gives. */
export interface PlainType {
  /** As the file writes it: `<f8`. */
  readonly name: string;
  readonly bytes: number;
  /** Numbers in each value: 2 for complex, else 1. */
  readonly parts: 1 | 2;
  readonly single: boolean;
  readonly decode:
    | { readonly kind: 'number'; readonly read: (view: DataView, at: number) => number }
    | { readonly kind: 'text'; readonly read: (view: DataView, at: number) => string };
}

/** One field of a record, or the whole of a plain array (then its name is empty). */
export interface Field {
  readonly name: string;
  readonly type: PlainType;
  /** Shape of the field itself inside each record; empty for one value. */
  readonly shape: readonly number[];
  /** Where it begins in a record, bytes. */
  readonly offset: number;
}

export interface RecordType {
  readonly fields: readonly Field[];
  /** Size of one record, bytes. */
  readonly bytes: number;
}

/** A type that cannot be read: `pickled` for Python objects, else the words for the message. */
export class TypeProblem extends Error {
  override readonly name = 'TypeProblem';
  readonly pickled: boolean;

  constructor(message: string, pickled = false) {
    super(message);
    this.pickled = pickled;
  }
}

/** The layout that the `descr` of a header stands for; throws a {@link TypeProblem}. */
export function recordType(descr: Literal): RecordType {
  if (typeof descr === 'string') {
    const type = plainType(descr);
    return { fields: [{ name: '', type, shape: [], offset: 0 }], bytes: type.bytes };
  }
  const fields: Field[] = [];
  const bytes = addFields(fields, descr, '', 0);
  return { fields, bytes };
}

/** Adds the fields of a record that begins at `start`; gives where it ends. A record in a record has names with dots. */
function addFields(fields: Field[], descr: Literal, prefix: string, start: number): number {
  if (!Array.isArray(descr)) throw new TypeProblem('its type is neither a name nor a list of fields');
  let offset = start;
  for (const entry of descr as readonly Literal[]) {
    if (!Array.isArray(entry)) throw new TypeProblem('a field of its type is not a name with a type');
    const [label, type, shape] = entry as readonly Literal[];
    const own = Array.isArray(label) ? (label as readonly Literal[])[1] : label; // (title, name)
    if (typeof own !== 'string') throw new TypeProblem('a field of its type has no name');
    const name = prefix + own;
    const repeats = shapeOf(shape);
    const times = repeats.reduce((product, side) => product * side, 1);
    if (Array.isArray(type)) {
      if (times !== 1) throw new TypeProblem(`the field ${name} repeats a record, which is not supported`);
      offset = addFields(fields, type as readonly Literal[], `${name}.`, offset);
      continue;
    }
    if (typeof type !== 'string') throw new TypeProblem(`the field ${name} has no type`);
    // Fields without a name are the gaps that NumPy writes for alignment.
    const padding = own === '' ? /^\|V(\d{1,6})$/.exec(type) : null;
    if (padding !== null) {
      offset += Number(padding[1]) * times;
      continue;
    }
    const plain = plainType(type);
    fields.push({ name, type: plain, shape: repeats, offset });
    offset += plain.bytes * times;
  }
  return offset;
}

/** A shape as it stands in a header: a tuple of whole numbers, or one number. */
export function shapeOf(value: Literal): readonly number[] {
  if (value === undefined) return [];
  const sides = typeof value === 'number' ? [value] : value;
  if (!Array.isArray(sides) || sides.length > 32) throw new TypeProblem('its shape is not a list of whole numbers');
  for (const side of sides as readonly Literal[])
    if (typeof side !== 'number' || side < 0) throw new TypeProblem('its shape is not a list of whole numbers');
  return sides as number[];
}

function plainType(name: string): PlainType {
  const [, order, kind, digits] = /^([<>|=]?)([a-zA-Z?])(\d{0,6})$/.exec(name) ?? [];
  if (kind === undefined) throw new TypeProblem(`the type "${name}" is not known`);
  if (kind === 'O') throw new TypeProblem('it holds Python objects', true);
  const little = order !== '>';
  const size = digits === '' ? 1 : Number(digits);
  const read = numberReader(`${kind}${size}`, little);
  if (read !== undefined) return numberType(name, kind, size, read);
  if (kind === 'U' && size > 0)
    return { ...textType(name, size * 4), decode: { kind: 'text', read: unicodeReader(size, little) } };
  if (kind === 'S' && size > 0) return { ...textType(name, size), decode: { kind: 'text', read: latinReader(size) } };
  throw new TypeProblem(`values of the type "${name}" cannot be read`);
}

function numberType(name: string, kind: string, bytes: number, read: NumberReader): PlainType {
  const parts = kind === 'c' ? 2 : 1;
  const single = (kind === 'f' || kind === 'c') && bytes / parts <= 4;
  return { name, bytes, parts, single, decode: { kind: 'number', read } };
}

function textType(name: string, bytes: number): Omit<PlainType, 'decode'> {
  return { name, bytes, parts: 1, single: false };
}

type NumberReader = (view: DataView, at: number) => number;

/** How one number is read; complex numbers part by part, so `c8` reads as `f4`. */
function numberReader(code: string, little: boolean): NumberReader | undefined {
  switch (code) {
    case 'f2':
      return (view, at) => halfFloat(view.getUint16(at, little));
    case 'f4':
    case 'c8':
      return (view, at) => view.getFloat32(at, little);
    case 'f8':
    case 'c16':
      return (view, at) => view.getFloat64(at, little);
    case 'i1':
      return (view, at) => view.getInt8(at);
    case 'i2':
      return (view, at) => view.getInt16(at, little);
    case 'i4':
      return (view, at) => view.getInt32(at, little);
    case 'i8':
      return (view, at) => Number(view.getBigInt64(at, little));
    case 'u1':
    case 'b1':
    case '?1':
      return (view, at) => view.getUint8(at);
    case 'u2':
      return (view, at) => view.getUint16(at, little);
    case 'u4':
      return (view, at) => view.getUint32(at, little);
    case 'u8':
      return (view, at) => Number(view.getBigUint64(at, little));
    default:
      return undefined;
  }
}

/** A number of IEEE 754 binary16. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Text of UTF-32 signs, zeros at the end left out; what is no sign becomes U+FFFD. */
function unicodeReader(signs: number, little: boolean) {
  return (view: DataView, at: number): string => {
    let text = '';
    for (let i = 0; i < signs; i++) {
      const code = view.getUint32(at + 4 * i, little);
      text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    }
    return text.replace(/\0+$/, '');
  };
}

function latinReader(signs: number) {
  return (view: DataView, at: number): string => {
    let text = '';
    for (let i = 0; i < signs; i++) text += String.fromCharCode(view.getUint8(at + i));
    return text.replace(/\0+$/, '');
  };
}
