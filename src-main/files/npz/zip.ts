/** Reading and writing zip archives as NumPy makes them (APPNOTE 6.3.10): stored or deflated entries, no encryption. */
import { crc32, inflateRawSync } from 'node:zlib';
import { claimedCount, fileProblem } from '../measurement';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
/** Deflate cannot make anything smaller than by this factor. */
const MOST_EXPANSION = 1032;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** 1 January 1980, the earliest date of the format: the same content gives the same bytes. */
const NO_DATE = 0x21;

/** The entries of an archive by name. Throws a file problem unless every byte of each is what its checksum says. */
export function readZip(bytes: Uint8Array, file: string): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined)
    throw fileProblem({ file, what: 'the archive is cut off or is no zip file: its table of contents is missing.' });
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  claimedCount({ file, what: 'the table of contents' }, count, CENTRAL_BYTES, bytes.length);
  const entries = new Map<string, Uint8Array>();
  for (let k = 0; k < count; k++) {
    if (at + CENTRAL_BYTES > bytes.length || view.getUint32(at, true) !== CENTRAL)
      throw fileProblem({ file, where: `entry ${k + 1}`, what: 'the table of contents of the archive is damaged.' });
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength));
    entries.set(name, readEntry(view, at, { file, where: name }));
    at += CENTRAL_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The record at the end of an archive, looked for behind the longest comment that there may be. */
function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) if (view.getUint32(at, true) === END) return at;
  return undefined;
}

function readEntry(view: DataView, central: number, source: { file: string; where: string }): Uint8Array {
  const method = view.getUint16(central + 10, true);
  const checksum = view.getUint32(central + 16, true);
  const [packed, unpacked] = [view.getUint32(central + 20, true), view.getUint32(central + 24, true)];
  const local = view.getUint32(central + 42, true);
  if ((view.getUint16(central + 8, true) & ENCRYPTED) !== 0)
    throw fileProblem({ ...source, what: 'it is encrypted.' }, 'Save the file without a password.');
  if (local + LOCAL_BYTES > view.byteLength || view.getUint32(local, true) !== LOCAL)
    throw fileProblem({ ...source, what: 'the entry does not begin where the archive says.' });
  const start = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  claimedCount({ ...source, what: 'the entry' }, packed, 1, Math.max(0, view.byteLength - start));
  const stored = new Uint8Array(view.buffer, view.byteOffset + start, packed);
  const content = unpack(stored, method, unpacked, source);
  if (content.length !== unpacked || crc32(content) !== checksum)
    throw fileProblem({ ...source, what: 'its content does not match its checksum: the file has been damaged.' });
  return content;
}

function unpack(
  stored: Uint8Array,
  method: number,
  unpacked: number,
  source: { file: string; where: string },
): Uint8Array {
  if (method === STORED) return stored;
  if (method !== DEFLATED)
    throw fileProblem({ ...source, what: `method ${method} of compression is not supported.` }, 'Use numpy.savez.');
  claimedCount({ ...source, what: 'the entry' }, unpacked, 1, MOST_EXPANSION * stored.length);
  try {
    return inflateRawSync(stored, { maxOutputLength: Math.max(1, unpacked) });
  } catch (cause) {
    throw fileProblem({ ...source, what: 'its compressed content is damaged.' }, undefined, cause);
  }
}

/** An archive of stored entries in the given order. Throws a `RangeError` beyond 4 GB. */
export function writeZip(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const label = new TextEncoder().encode(name);
    const shared = commonPart(content, label.length);
    const local = concatenate([u32(LOCAL), shared, label]);
    // Made by version 2.0; no comment, first disk, no attributes, where the local entry begins.
    centrals.push(concatenate([u32(CENTRAL), u16(20), shared, u16(0, 0, 0), u32(0, offset), label]));
    locals.push(local, content);
    offset += local.length + content.length;
  }
  if (offset > 0xfffffffe) throw new RangeError(`An archive of ${offset} bytes is too large for a plain zip file.`);
  const table = concatenate(centrals);
  const count = entries.size;
  const end = concatenate([u32(END), u16(0, 0, count, count), u32(table.length, offset), u16(0)]);
  return concatenate([...locals, table, end]);
}

/** What the local and the central entry have in common: version, flags, method, date, checksum and sizes. */
function commonPart(content: Uint8Array, nameLength: number): Uint8Array {
  const sizes = u32(crc32(content), content.length, content.length);
  return concatenate([u16(20, 0, STORED, 0, NO_DATE), sizes, u16(nameLength, 0)]);
}

function u16(...values: number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(values).buffer);
}

function u32(...values: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
