/** Large arrays on disk: raw little-endian numbers in files named by the SHA-256 of their bytes. */
import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import type { ArrayRef } from '../../src-shared/session/record';

/** The folder of a session that holds its arrays. */
export const ARRAYS_FOLDER = 'arrays';

/** The name under which an array is kept. */
function refOf(values: Float32Array | Float64Array): ArrayRef {
  const sha256 = createHash('sha256').update(bytesOf(values)).digest('hex');
  return { sha256, dtype: values instanceof Float32Array ? 'f32' : 'f64', length: values.length };
}

/** Writes and syncs an array unless it is there already. */
export async function writeArray(folder: string, values: Float32Array | Float64Array): Promise<ArrayRef> {
  const ref = refOf(values);
  const path = pathOf(folder, ref);
  if ((await sizeOf(path)) === values.byteLength) return ref;
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytesOf(values));
    await file.datasync();
  } finally {
    await file.close();
  }
  return ref;
}

/** Reads an array and checks that it is what was written; rejects with `journal/corrupt`. */
export async function readArray(folder: string, ref: ArrayRef): Promise<Float32Array | Float64Array> {
  const path = pathOf(folder, ref);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw corrupt(`The array file ${path} cannot be read.`, cause);
  });
  // A copy of its own: the pool behind small reads is neither aligned nor ours alone.
  const own = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const width = ref.dtype === 'f32' ? 4 : 8;
  if (own.byteLength !== ref.length * width)
    throw corrupt(`The array file ${path} holds ${own.byteLength} bytes; the journal names ${ref.length * width}.`);
  const values = ref.dtype === 'f32' ? new Float32Array(own) : new Float64Array(own);
  if (refOf(values).sha256 !== ref.sha256)
    throw corrupt(`The array file ${path} has been changed: its hash does not match.`);
  return values;
}

/** Every array that a record names, wherever it stands in it. */
export function refsIn(value: unknown): ArrayRef[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('sha256' in value && 'dtype' in value && 'length' in value) return [value as ArrayRef];
  return Object.values(value).flatMap(refsIn);
}

function pathOf(folder: string, ref: ArrayRef): string {
  return join(folder, ARRAYS_FOLDER, `${ref.sha256}.${ref.dtype}`);
}

function bytesOf(values: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined; // not there yet
  }
}

function corrupt(message: string, cause?: unknown): ConsoleError {
  const hint = 'Restore the session folder from a copy; the other records of the session are untouched.';
  return new ConsoleError({ code: 'journal/corrupt', message, hint }, cause);
}
