/** .npz files: a zip archive of named .npy arrays. */
import { readNpy, type NpyArray } from './npyRead';
import { writeNpy, type NpyContent } from './npyWrite';
import { readZip, writeZip } from '../zip/zip';

const ENDING = '.npy';

/** The arrays of an .npz file by key, in the order of the file. Entries that are no arrays are passed over. */
export function readNpz(bytes: Uint8Array, file: string): Map<string, NpyArray> {
  const arrays = new Map<string, NpyArray>();
  for (const [entry, content] of readZip(bytes, file)) {
    if (!entry.endsWith(ENDING)) continue;
    const key = entry.slice(0, -ENDING.length);
    arrays.set(key, readNpy(content, { file, where: key }));
  }
  return arrays;
}

/** An .npz file as `numpy.savez` writes it: stored entries in the given order. */
export function writeNpz(arrays: ReadonlyMap<string, NpyContent>): Uint8Array {
  return writeZip(new Map([...arrays].map(([key, content]) => [`${key}${ENDING}`, writeNpy(content)])));
}
