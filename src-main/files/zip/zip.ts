/** Whole zip archives in memory, as NumPy makes them. */
import { claimedCount } from '../measurement';
import {
  concatenate,
  contentStart,
  findTable,
  LOCAL_BYTES,
  noArchive,
  packEntry,
  packTable,
  readTable,
  TAIL_BYTES,
  unpackEntry,
} from './parts';

/** The entries of an archive by name. Throws a file problem unless every byte of each is what its checksum says. */
export function readZip(bytes: Uint8Array, file: string): Map<string, Uint8Array> {
  const found = findTable(bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES)));
  if (found === undefined) throw noArchive(file);
  const entries = new Map<string, Uint8Array>();
  for (const entry of readTable(bytes.subarray(found.offset), found.count, file)) {
    const start = contentStart(bytes.subarray(entry.local, entry.local + LOCAL_BYTES), entry, file);
    const claim = { file, where: entry.name, what: 'the entry' };
    claimedCount(claim, entry.packed, 1, Math.max(0, bytes.length - start));
    entries.set(entry.name, unpackEntry(entry, bytes.subarray(start, start + entry.packed), file));
  }
  return entries;
}

/** An archive of stored entries in the given order. Throws a `RangeError` beyond 4 GB. */
export function writeZip(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const entry = packEntry(name, content, false);
    centrals.push(entry.central(offset));
    parts.push(entry.local, entry.content);
    offset += entry.local.length + entry.content.length;
  }
  return concatenate([...parts, packTable(centrals, offset)]);
}
