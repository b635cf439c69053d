/** One fuzz run of a reader, for unit tests and the soak test. */
import { ConsoleError } from '../../../src-shared/errors';
import { createRandom, deriveRandom } from '../../numerics/random';
import type { MeasuredImage, MeasuredSpectra, MeasurementReader } from '../measurement';
import { mutate } from './mutate';

export interface FuzzResult {
  readonly files: number;
  /** Files that were read in spite of the damage, and refused ones. */
  readonly read: number;
  readonly refused: number;
  /** Largest size of what was read, in bytes for each byte of its file. */
  readonly largestGrowth: number;
}

/** Values may take this many bytes for each byte of the file: text of two characters becomes a number of eight bytes. */
const MAX_GROWTH = 12;
/** For files of next to nothing. */
const FREE_BYTES = 4096;

export interface FuzzOptions {
  readonly reader: MeasurementReader;
  readonly originals: readonly Uint8Array[];
  readonly files: number;
  readonly seed: number;
  /** Puts right what would otherwise hide the rest of the damage, such as a checksum. */
  readonly repair?: (bytes: Uint8Array) => Uint8Array;
}

/**
 * Reads damaged files. Throws at the first one that is neither refused with `file/unreadable` nor read into values that
 * fit together and take no more memory than the file justifies; the message names the seed and the number of the file.
 */
export async function fuzzReader({ reader, originals, files, seed, repair }: FuzzOptions): Promise<FuzzResult> {
  const random = createRandom(seed);
  let [read, refused, largestGrowth] = [0, 0, 0];
  for (let i = 0; i < files; i++) {
    const own = deriveRandom(random, `file ${i}`);
    const damaged = mutate(own, originals[i % originals.length]!);
    // Half of them keep their wrong checksum.
    const bytes = repair === undefined || i % 4 < 2 ? damaged : repair(damaged);
    const before = process.memoryUsage().arrayBuffers;
    try {
      const { images, spectra } = await reader(bytes, 'damaged');
      const held = checkedBytes(images, spectra);
      largestGrowth = Math.max(largestGrowth, (held - FREE_BYTES) / bytes.length);
      read += 1;
    } catch (error) {
      if (!(error instanceof ConsoleError) || error.code !== 'file/unreadable')
        throw new Error(`Seed ${seed}, file ${i}: ${String(error)}`, { cause: error });
      refused += 1;
    }
    const taken = process.memoryUsage().arrayBuffers - before;
    // Copies on the way count too, so the bound is wider than that of the result.
    if (taken > FREE_BYTES * 16 + 4 * MAX_GROWTH * bytes.length)
      throw new Error(`Seed ${seed}, file ${i}: ${taken} bytes were allocated for a file of ${bytes.length}.`);
  }
  if (largestGrowth > MAX_GROWTH) throw new Error(`Values take ${largestGrowth} bytes for each byte of their file.`);
  return { files, read, refused, largestGrowth };
}

/** The bytes that the values take; throws where they do not fit together. */
function checkedBytes(images: readonly MeasuredImage[], spectra: readonly MeasuredSpectra[]): number {
  let total = 0;
  for (const { rows, cols, values } of images) {
    if (values.length !== rows * cols || values.length === 0)
      throw new Error('An image has not the values of its size.');
    total += values.byteLength;
  }
  const axes = new Set<Float64Array>();
  for (const { count, axis, values, raster, places } of spectra) {
    if (values.length !== count * axis.values.length) throw new Error('Curves have not the values of their axis.');
    if (raster !== undefined && raster.rows * raster.cols !== count)
      throw new Error('A raster has not a curve for each pixel.');
    if (places !== undefined && places.length !== count) throw new Error('There is not a place for each curve.');
    total += values.byteLength;
    axes.add(axis.values);
  }
  for (const axis of axes) total += axis.byteLength;
  return total;
}
