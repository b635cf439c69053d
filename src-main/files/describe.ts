/** What a file holds, as plain data: sizes, units and ranges without the values themselves. */
import type { Raster } from '../../src-shared/geometry';
import type { MeasuredImage, MeasuredSpectra, Measurement, Samples } from './measurement';

/** Range and mean of the values that are numbers; absent where none is. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Values that are not numbers: nothing was measured there. */
  readonly missing: number;
}

interface ChannelDescription {
  readonly channel: string;
  readonly unit: string;
  readonly direction?: 'forward' | 'backward';
  readonly values?: ValueRange;
}

export interface ImageDescription extends ChannelDescription {
  readonly rows: number;
  readonly cols: number;
  readonly widthMetres?: number;
  readonly heightMetres?: number;
}

export interface SpectraDescription extends ChannelDescription {
  readonly count: number;
  readonly points: number;
  readonly axis: { readonly name: string; readonly unit: string; readonly first: number; readonly last: number };
  readonly raster?: Partial<Raster>;
  readonly places?: number;
}

export interface MeasurementDescription {
  readonly format: string;
  readonly images: readonly ImageDescription[];
  readonly spectra: readonly SpectraDescription[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Describes a file's content; lengths that the file does not give are left out. */
export function describeMeasurement({ format, images, spectra, metadata }: Measurement): MeasurementDescription {
  return { format, images: images.map(describeImage), spectra: spectra.map(describeSpectra), metadata };
}

function describeImage(image: MeasuredImage): ImageDescription {
  return { ...channelOf(image), ...rasterOf(image) };
}

function describeSpectra(spectra: MeasuredSpectra): SpectraDescription {
  const { axis, count, raster, places } = spectra;
  return {
    ...channelOf(spectra),
    count,
    points: axis.values.length,
    axis: { name: axis.name, unit: axis.unit, first: axis.values[0] ?? NaN, last: axis.values.at(-1) ?? NaN },
    ...(raster === undefined ? {} : { raster: rasterOf(raster) }),
    ...(places === undefined ? {} : { places: places.length }),
  };
}

function rasterOf({ rows, cols, widthMetres, heightMetres }: Raster) {
  return {
    rows,
    cols,
    ...(Number.isNaN(widthMetres) ? {} : { widthMetres }),
    ...(Number.isNaN(heightMetres) ? {} : { heightMetres }),
  };
}

function channelOf({ channel, unit, direction, values }: MeasuredImage | MeasuredSpectra): ChannelDescription {
  const range = valueRange(values);
  return {
    channel,
    unit,
    ...(direction === undefined ? {} : { direction }),
    ...(range === undefined ? {} : { values: range }),
  };
}

/** Range and mean of an array; undefined where no value is a number. */
export function valueRange(values: Samples): ValueRange | undefined {
  let [min, max, sum, numbers] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    numbers += 1;
  }
  return numbers === 0 ? undefined : { min, max, mean: sum / numbers, missing: values.length - numbers };
}
