/**
 * What a file of an instrument holds, whatever its format: images and spectra in SI units, in the frame of the program.
 *
 * A reader is a function `(bytes, file) => Measurement` (or a promise of one); `file` is the name that its messages use. It
 * turns the values so that row 0 is the top as drawn and y points up, mirrors what was stored mirrored, and scales
 * prefixes away (`nm` to `m`). It throws what {@link fileProblem} makes and nothing else, for any bytes whatever.
 */
import { ConsoleError } from '../../src-shared/errors';
import type { Raster, SamplePoint } from '../../src-shared/geometry';

/** Numbers as they were stored: single or double precision. */
export type Samples = Float32Array | Float64Array;

/** Which way the tip or the bias went while values were taken; absent where the file does not say. */
export type Direction = 'forward' | 'backward';

/** One channel of a scan. Width and height are NaN where the file gives no lengths. */
export interface MeasuredImage extends Raster {
  /** The name that the instrument gave it, without its direction: `Z`, `HeightRetrace`. */
  readonly channel: string;
  /** SI unit without prefix, or the file's own word; empty where there is none. */
  readonly unit: string;
  readonly direction?: Direction;
  /** Row-major from the top left pixel, length rows * cols; NaN where nothing was measured. */
  readonly values: Samples;
}

/** One channel of curves that share an axis: one curve, a few places, or a curve at each pixel of a raster. */
export interface MeasuredSpectra {
  readonly channel: string;
  readonly unit: string;
  readonly direction?: Direction;
  /** What was swept, in the order in which it was measured. */
  readonly axis: { readonly name: string; readonly unit: string; readonly values: Float64Array };
  readonly count: number;
  /** Curve by curve, length count * axis.values.length; NaN where nothing was measured. */
  readonly values: Samples;
  /** Given where there is a curve at each pixel: curve k is that of row floor(k / cols), column k mod cols, row 0 the top. */
  readonly raster?: Raster;
  /** Where each curve was taken, metres in the frame, length `count`; without raster and places the file does not say. */
  readonly places?: readonly SamplePoint[];
}

/** The content of one file. */
export interface Measurement {
  /** The format in the words of a person: `Nanonis grid`, `Igor binary wave`. */
  readonly format: string;
  readonly images: readonly MeasuredImage[];
  readonly spectra: readonly MeasuredSpectra[];
  /** What else the file says, as text under the names that it uses. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A reader of one format. */
export type MeasurementReader = (bytes: Uint8Array, file: string) => Measurement | Promise<Measurement>;

/** The error of a file that cannot be read: what is wrong, where in the file, and what to do about it. */
export function fileProblem(
  { file, what, where }: { readonly file: string; readonly what: string; readonly where?: string },
  hint = 'Check that the file is whole: copy it again from the instrument.',
  cause?: unknown,
): ConsoleError {
  const place = where === undefined ? '' : ` (${where})`;
  return new ConsoleError({ code: 'file/unreadable', message: `${file}${place}: ${what}`, hint }, cause);
}

/**
 * A size that a file claims, as a count of values that may be allocated. Throws a {@link fileProblem} unless it is a whole
 * number whose bytes fit into those that the file has left for it, so that no file can ask for more memory than it holds.
 */
export function claimedCount(
  claim: { readonly file: string; readonly what: string; readonly where?: string },
  count: number,
  bytesEach: number,
  bytesLeft: number,
): number {
  if (Number.isSafeInteger(count) && count >= 0 && count * bytesEach <= bytesLeft) return count;
  const { file, where } = claim;
  const what = `${claim.what} is said to hold ${count} values of ${bytesEach} bytes, but ${bytesLeft} bytes are left`;
  throw fileProblem({ file, what: `${what}.`, ...(where === undefined ? {} : { where }) });
}
