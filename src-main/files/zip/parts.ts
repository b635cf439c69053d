/** The parts of a zip archive (APPNOTE 6.3.10): entries stored or deflated, without encryption, below 4 GB. */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { claimedCount, fileProblem } from '../measurement';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LONGEST_COMMENT = 0xffff;
/** Deflate cannot make anything smaller than by this factor. */
const MOST_EXPANSION = 1032;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** 1 January 1980, the earliest date of the format: the same content gives the same bytes. */
const NO_DATE = 0x21;
const LARGEST_OFFSET = 0xfffffffe;
const MOST_ENTRIES = 0xffff;

/** How much of the end of an archive holds its end record, whatever comment follows that. */
export const TAIL_BYTES = END_BYTES + LONGEST_COMMENT;
/** The fixed part of what stands before the content of an entry. */
export const LOCAL_BYTES = 30;

/** One line of the table of contents. Sizes in bytes; `local` is where the entry begins in the archive. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly local: number;
  readonly encrypted: boolean;
}

/** Where the table of contents is, as the end of an archive says; undefined where the end is missing. */
export function findTable(tail: Uint8Array): { count: number; bytes: number; offset: number } | undefined {
  const view = viewOf(tail);
  const last = tail.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--)
    if (view.getUint32(at, true) === END)
      return {
        count: view.getUint16(at + 10, true),
        bytes: view.getUint32(at + 12, true),
        offset: view.getUint32(at + 16, true),
      };
  return undefined;
}

/** The error of a file without a table of contents. */
export function noArchive(file: string) {
  return fileProblem({ file, what: 'the archive is cut off or is no zip file: its table of contents is missing.' });
}

/** The lines of a table of contents. Throws a file problem where they do not fit into its bytes. */
export function readTable(table: Uint8Array, count: number, file: string): ZipEntry[] {
  claimedCount({ file, what: 'the table of contents' }, count, CENTRAL_BYTES, table.length);
  const view = viewOf(table);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let k = 0; k < count; k++) {
    if (at + CENTRAL_BYTES > table.length || view.getUint32(at, true) !== CENTRAL)
      throw fileProblem({ file, where: `entry ${k + 1}`, what: 'the table of contents of the archive is damaged.' });
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(table.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength)),
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      local: view.getUint32(at + 42, true),
      encrypted: (view.getUint16(at + 8, true) & ENCRYPTED) !== 0,
    });
    at += CENTRAL_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Where the content of an entry begins, from the fixed part before it. Throws where that is not there. */
export function contentStart(head: Uint8Array, { local, name, encrypted }: ZipEntry, file: string): number {
  if (encrypted)
    throw fileProblem({ file, where: name, what: 'it is encrypted.' }, 'Save the file without a password.');
  const view = viewOf(head);
  if (head.length < LOCAL_BYTES || view.getUint32(0, true) !== LOCAL)
    throw fileProblem({ file, where: name, what: 'the entry does not begin where the archive says.' });
  return local + LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
}

/** What an entry holds, from its bytes in the archive. Throws unless every byte is what its checksum says. */
export function unpackEntry(entry: ZipEntry, stored: Uint8Array, file: string): Uint8Array {
  const source = { file, where: entry.name };
  const content = inflated(entry, stored, source);
  if (content.length !== entry.unpacked || crc32(content) !== entry.checksum)
    throw fileProblem({ ...source, what: 'its content does not match its checksum: the file has been damaged.' });
  return content;
}

function inflated(
  { method, unpacked }: ZipEntry,
  stored: Uint8Array,
  source: { file: string; where: string },
): Uint8Array {
  if (method === STORED) return stored;
  if (method !== DEFLATED)
    throw fileProblem(
      { ...source, what: `method ${method} of compression is not supported.` },
      'Pack it again with plain deflate, or not compressed at all, as numpy.savez does.',
    );
  claimedCount({ ...source, what: 'the entry' }, unpacked, 1, MOST_EXPANSION * stored.length);
  try {
    return inflateRawSync(stored, { maxOutputLength: Math.max(1, unpacked) });
  } catch (cause) {
    throw fileProblem({ ...source, what: 'its compressed content is damaged.' }, undefined, cause);
  }
}

/** An entry on its way into an archive: what stands before its content, the content, and its line of the table. */
export interface PackedEntry {
  readonly local: Uint8Array;
  readonly content: Uint8Array;
  /** The line of the table for an entry that begins at `offset`. */
  readonly central: (offset: number) => Uint8Array;
}

/** An entry stored as it is or, where asked and worth it, deflated. */
export function packEntry(name: string, content: Uint8Array, deflate: boolean): PackedEntry {
  const label = new TextEncoder().encode(name);
  const smaller = deflate ? deflateRawSync(content) : content;
  const [method, packed] = smaller.length < content.length ? [DEFLATED, smaller] : [STORED, content];
  // Version, flags, method, date, checksum, sizes, length of the name, no extra field.
  const shared = concatenate([
    u16(20, 0, method, 0, NO_DATE),
    u32(crc32(content), packed.length, content.length),
    u16(label.length, 0),
  ]);
  return {
    local: concatenate([u32(LOCAL), shared, label]),
    content: packed,
    // Made by version 2.0; no comment, first disk, no attributes, where the local entry begins.
    central: (offset) => concatenate([u32(CENTRAL), u16(20), shared, u16(0, 0, 0), u32(0, offset), label]),
  };
}

/** The table and the end record behind entries of so many bytes. Throws a `RangeError` beyond what the format can name. */
export function packTable(centrals: readonly Uint8Array[], offset: number): Uint8Array {
  if (offset > LARGEST_OFFSET) throw new RangeError(`An archive of ${offset} bytes is too large for a plain zip file.`);
  if (centrals.length > MOST_ENTRIES)
    throw new RangeError(`${centrals.length} entries are too many for a plain zip file.`);
  const table = concatenate(centrals);
  const end = [u32(END), u16(0, 0, centrals.length, centrals.length), u32(table.length, offset), u16(0)];
  return concatenate([table, ...end]);
}

/** Bytes one after the other. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function u16(...values: number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(values).buffer);
}

function u32(...values: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}
