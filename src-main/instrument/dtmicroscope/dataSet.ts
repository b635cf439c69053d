/** What a DTMicroscope server lists of its data set, and which entries are the heights and the curves. */
import { ConsoleError } from '../../../src-shared/errors';
import { scaledUnit } from '../../files/units';

/** Everything the data set holds, in its order; an entry has one index in all lists. */
export interface DatasetInfo {
  readonly channels: readonly string[];
  readonly signals: readonly string[];
  readonly units: readonly string[];
  /** Indexes of the images, the curves on a raster, and the curves at places of their own. */
  readonly scans: readonly number[];
  readonly spectra: readonly number[];
  readonly clouds: readonly number[];
}

/** The image of the heights. */
export interface HeightImage {
  /** How it is asked for; undefined where only all images together give the right one. */
  readonly channel: string | undefined;
  /** Its index among the images. */
  readonly slice: number;
  readonly metresPerValue: number;
}

/** An array as the server sends it: nested lists, shape, type. */
export interface ServedArray {
  readonly values: Float64Array;
  readonly shape: readonly number[];
}

/** Reads the answer to `get_dataset_info`: pairs of names and lists, or an object of them. */
export function datasetInfo(answer: unknown): DatasetInfo {
  const pairs = Array.isArray(answer) ? (answer as readonly unknown[]) : Object.entries(answer ?? {});
  const table = new Map(pairs.filter(Array.isArray).map((pair) => [String(pair[0]), pair[1] as unknown]));
  const list = (name: string): readonly unknown[] => {
    const value = table.get(name);
    return Array.isArray(value) ? value : [];
  };
  const words = (name: string): readonly string[] => list(name).map(String);
  const indexes = (name: string): readonly number[] => list(name).map(Number);
  return {
    ...{ channels: words('channels'), signals: words('signals'), units: words('units') },
    ...{ scans: indexes('scans'), spectra: indexes('spectra'), clouds: indexes('point_clouds') },
  };
}

/** The image that is named as one of heights, else the first in a unit of length, else the first; there must be one. */
export function heightImage({ channels, signals, units, scans }: DatasetInfo): HeightImage {
  const isLength = (k: number): boolean => scaledUnit(units[k] ?? '').unit === 'm';
  const named = scans.find((k) => /height|topo|z.?sensor/i.test(`${channels[k]} ${signals[k] ?? ''}`));
  const index = named ?? scans.find(isLength) ?? scans[0]!;
  const slice = scans.indexOf(index);
  // The server looks an image up by its index in the whole data set: right only where all before it are images too.
  return {
    channel: slice === index ? channels[index] : undefined,
    slice,
    metresPerValue: isLength(index) ? scaledUnit(units[index] ?? '').factor : 1,
  };
}

/** Amperes for one unit of the values of a curve: those of the first point cloud, else of the first spectra. */
export function amperesPerValue(info: DatasetInfo): number {
  const { unit, factor } = scaledUnit(curveUnit(info) ?? '');
  return unit === 'A' ? factor : 1;
}

/** Sentences about what had to be assumed of heights and curves; of curves only where there is no image. */
export function unitRemarks(info: DatasetInfo, heights: HeightImage | undefined): string[] {
  const remarks = heights === undefined ? [] : heightRemarks(info, info.scans[heights.slice]!);
  const unit = curveUnit(info)?.trim() ?? 'not given';
  if (scaledUnit(unit).unit !== 'A') remarks.push(`Values of the curves are called amperes; their unit is ${unit}.`);
  return remarks;
}

function heightRemarks({ channels, signals, units }: DatasetInfo, image: number): string[] {
  const unit = units[image]?.trim() ?? 'not given';
  if (scaledUnit(unit).unit === 'm') return [];
  return [`Image "${signals[image] ?? channels[image]}" is taken for heights in m; its unit is ${unit}.`];
}

/** Whether every curve belongs to a pixel of a raster; the server finds the others by their own places. */
export function curvesOnRaster({ spectra, clouds }: DatasetInfo): boolean {
  return clouds.length === 0 && spectra.length > 0;
}

function curveUnit({ units, spectra, clouds }: DatasetInfo): string | undefined {
  const index = clouds[0] ?? spectra[0];
  return index === undefined ? undefined : units[index];
}

/** Reads an array; `null` and words that are no numbers become NaN. Throws where list and shape disagree. */
export function readArray(part: unknown): ServedArray {
  const [list, shape] = Array.isArray(part) ? (part as readonly unknown[]) : [];
  if (!Array.isArray(list) || !Array.isArray(shape)) throw unsuitable('It answered with something that is no array.');
  const values = Float64Array.from(
    (list.flat(Infinity) as unknown[]).map((value) => (value === null ? NaN : Number(value))),
  );
  const sizes = shape.map(Number);
  if (values.length !== sizes.reduce((product, size) => product * size, 1))
    throw unsuitable(`It sent ${values.length} values for an array of ${sizes.join(' x ')}.`);
  return { values, shape: sizes };
}

/** A data set that no session can be made on. */
export function unsuitable(what: string): ConsoleError {
  return new ConsoleError({
    code: 'instrument/fault',
    message: `The data set of the DTMicroscope server cannot be measured: ${what}`,
    hint: 'Give the server a file with a height image and a curve at every pixel, with places in metres.',
  });
}
