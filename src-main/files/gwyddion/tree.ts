/**
 * Gwyddion's native files as a tree of objects. GWYP (2.x): name, type letter, value. GWYO (1.x): the same, but in the
 * containers a 32-bit GLib type number stands before the name instead of the letter. All numbers little-endian.
 * Source: "Format of Gwyddion Files" in the Gwyddion user guide. Arrays are kept as places in the file until they are
 * asked for, so that reading the tree allocates no more than the tree itself.
 */
import { byteCursor, readFloat64s, type ByteCursor } from '../byteCursor';
import { claimedCount, fileProblem } from '../measurement';

/** Objects nest a few levels deep in real files. */
const MAX_DEPTH = 32;
/** GLib's fundamental types, shifted by two bits, as 1.x wrote them. */
const OLD_TYPES: Readonly<Record<number, string>> = { 16: 'c', 20: 'b', 24: 'i', 40: 'q', 60: 'd', 64: 's', 80: 'o' };
const ITEM_BYTES: Readonly<Record<string, number>> = { C: 1, I: 4, Q: 8, D: 8, B: 1, H: 2 };

export interface GwyObject {
  readonly type: string;
  readonly values: ReadonlyMap<string, GwyValue>;
}

/** An array that is still in the file. */
export interface StoredArray {
  readonly letter: string;
  readonly at: number;
  readonly count: number;
}

export type GwyValue = number | string | GwyObject | StoredArray | readonly GwyObject[];

interface TreeReader {
  readonly cursor: ByteCursor;
  readonly old: boolean;
}

/** The top object of a file. Throws a `file/unreadable` error. */
export function readGwyTree(bytes: Uint8Array, file: string): GwyObject {
  const cursor = byteCursor(bytes, { file, littleEndian: true });
  const magic = cursor.fixedText(4);
  if (magic !== 'GWYP' && magic !== 'GWYO')
    throw fileProblem({ file, where: 'header', what: 'it begins neither with GWYP nor with GWYO.' });
  return readObject({ cursor, old: magic === 'GWYO' }, 0);
}

function readObject(reader: TreeReader, depth: number): GwyObject {
  const { cursor } = reader;
  const { file } = cursor;
  const type = cursor.zeroText();
  if (depth > MAX_DEPTH)
    throw fileProblem({ file, where: type, what: `objects are nested more than ${MAX_DEPTH} deep.` });
  const size = claimedCount({ file, what: `the object ${shown(type)}` }, cursor.u32(), 1, cursor.left());
  const end = cursor.position() + size;
  const byNumber = reader.old && type === 'GwyContainer';
  const values = new Map<string, GwyValue>();
  while (cursor.position() < end) {
    const letter = byNumber ? OLD_TYPES[cursor.u32()] : undefined;
    const name = cursor.zeroText();
    const kind = byNumber ? letter : String.fromCharCode(cursor.u8());
    const value = kind === undefined ? undefined : readValue(reader, kind, depth);
    if (value === undefined)
      throw fileProblem({ file, where: `${shown(type)}, "${shown(name)}"`, what: 'its type is unknown.' });
    values.set(name, value);
  }
  if (cursor.position() !== end)
    throw fileProblem({ file, where: shown(type), what: 'its parts are longer than it is said to be.' });
  return { type, values };
}

/** A value of a type letter; undefined for a letter that means nothing. */
function readValue(reader: TreeReader, letter: string, depth: number): GwyValue | undefined {
  const { cursor } = reader;
  switch (letter) {
    case 'b':
    case 'c':
      return cursor.u8();
    case 'h':
      return cursor.i16();
    case 'i':
      return cursor.i32();
    case 'q': {
      const low = cursor.u32();
      return cursor.i32() * 2 ** 32 + low;
    }
    case 'd':
      return cursor.f64();
    case 's':
      return cursor.zeroText();
    case 'o':
      return readObject(reader, depth + 1);
    case 'O': {
      // Every object takes at least a name's zero byte and its size.
      const count = claimedCount({ file: cursor.file, what: 'a list of objects' }, cursor.u32(), 5, cursor.left());
      const objects: GwyObject[] = [];
      for (let i = 0; i < count; i++) objects.push(readObject(reader, depth + 1));
      return objects;
    }
    case 'S': {
      const at = cursor.position();
      const count = claimedCount({ file: cursor.file, what: 'a list of texts' }, cursor.u32(), 1, cursor.left());
      for (let i = 0; i < count; i++) cursor.zeroText();
      return { letter, at, count };
    }
    default:
      return readArrayPlace(cursor, letter);
  }
}

function readArrayPlace(cursor: ByteCursor, letter: string): StoredArray | undefined {
  const each = ITEM_BYTES[letter];
  if (each === undefined) return undefined;
  const count = claimedCount({ file: cursor.file, what: 'an array' }, cursor.u32(), each, cursor.left());
  const at = cursor.position();
  cursor.skip(count * each);
  return { letter, at, count };
}

function shown(text: string): string {
  return text.slice(0, 60).replaceAll(/[^\x20-\x7e]/g, '?');
}

/** A number of an object, or undefined. */
export function numberIn(object: GwyObject, name: string): number | undefined {
  const value = object.values.get(name);
  return typeof value === 'number' ? value : undefined;
}

/** A text of an object, or an empty one. */
export function textIn(object: GwyObject, name: string): string {
  const value = object.values.get(name);
  return typeof value === 'string' ? value : '';
}

/** An object inside an object, if it has the type. */
export function objectIn(object: GwyObject, name: string, type: string): GwyObject | undefined {
  const value = object.values.get(name);
  return isObject(value) && value.type === type ? value : undefined;
}

/** The objects of one type in a list inside an object. */
export function objectsIn(object: GwyObject, name: string, type: string): readonly GwyObject[] {
  const value = object.values.get(name);
  return Array.isArray(value) ? (value as readonly GwyObject[]).filter((each) => each.type === type) : [];
}

export function isObject(value: GwyValue | undefined): value is GwyObject {
  return typeof value === 'object' && 'type' in value;
}

/** How many float64 the array of a name holds; undefined where it is none. */
export function arrayIn(object: GwyObject, name: string): StoredArray | undefined {
  const value = object.values.get(name);
  return typeof value === 'object' && 'letter' in value && value.letter === 'D' ? value : undefined;
}

/** The numbers of a stored array of float64. */
export function loadArray(bytes: Uint8Array, file: string, { at, count }: StoredArray): Float64Array {
  return readFloat64s(byteCursor(bytes, { file, littleEndian: true, at }), bytes, count, 'an array');
}
