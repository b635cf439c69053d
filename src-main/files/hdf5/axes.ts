/** From the axes of a dataset to images and curves in the frame of the program. */
import type { Raster } from '../../../src-shared/geometry';
import type { MeasuredImage, MeasuredSpectra, Samples } from '../measurement';
import { scaledUnit } from '../units';

/** One dimension of a dataset. */
export interface H5Axis {
  readonly name: string;
  /** As the file writes it. */
  readonly unit: string;
  readonly values: Float64Array;
  readonly spatial: boolean;
}

/** A dataset with all its dimensions, row-major, the last one fastest. */
export interface H5Channel {
  readonly name: string;
  readonly unit: string;
  readonly axes: readonly H5Axis[];
  readonly values: Samples;
}

/** What channels show: images over two places, curves over one axis at each place, single curves. Others are left out. */
export function arrange(channels: readonly H5Channel[]): {
  images: MeasuredImage[];
  spectra: MeasuredSpectra[];
  leftOut: string[];
} {
  const images: MeasuredImage[] = [];
  const spectra: MeasuredSpectra[] = [];
  const leftOut: string[] = [];
  for (const channel of channels) {
    const across = channel.axes.flatMap(({ spatial }, i) => (spatial ? [i] : []));
    const swept = channel.axes.flatMap(({ spatial }, i) => (spatial ? [] : [i]));
    if (across.length === 2 && swept.length === 0) images.push(imageOf(channel, across, channels));
    else if (across.length === 2 && swept.length === 1) spectra.push(gridOf(channel, across, swept[0]!, channels));
    else if (across.length === 0 && swept.length === 1) spectra.push(curveOf(channel));
    else leftOut.push(channel.name);
  }
  return { images, spectra, leftOut };
}

/** x is the axis that is called so, else the first of the two. As sidpy draws it, y runs down from its first value. */
function xAndY({ axes }: H5Channel, [first, second]: readonly number[]): { x: number; y: number } {
  const swapped = /^y\b/i.test(axes[first!]!.name) || /^x\b/i.test(axes[second!]!.name);
  return swapped ? { x: second!, y: first! } : { x: first!, y: second! };
}

function rasterOf(channel: H5Channel, x: H5Axis, y: H5Axis, channels: readonly H5Channel[]): Raster {
  return {
    rows: y.values.length,
    cols: x.values.length,
    widthMetres: lengthOf(x, channel, channels),
    heightMetres: lengthOf(y, channel, channels),
  };
}

/**
 * The range of an axis in metres, NaN where it has no length. Some files give an axis the unit of the values; the same
 * axis of another channel then tells.
 */
function lengthOf(axis: H5Axis, { unit }: H5Channel, channels: readonly H5Channel[]): number {
  const own = scaledUnit(clean(axis.unit));
  const range = Math.abs(axis.values.at(-1)! - axis.values[0]!);
  if (own.unit === 'm' && range > 0) return range * own.factor;
  if (axis.unit !== unit) return NaN;
  const twin = channels
    .flatMap(({ axes }) => axes)
    .find((other) => scaledUnit(clean(other.unit)).unit === 'm' && sameAxis(other, axis));
  return twin === undefined || range === 0 ? NaN : range * scaledUnit(clean(twin.unit)).factor;
}

function sameAxis(a: H5Axis, b: H5Axis): boolean {
  return (
    a.name === b.name && a.values.length === b.values.length && a.values.every((value, i) => value === b.values[i])
  );
}

function imageOf(channel: H5Channel, across: readonly number[], channels: readonly H5Channel[]): MeasuredImage {
  const { x, y } = xAndY(channel, across);
  const [xAxis, yAxis] = [channel.axes[x]!, channel.axes[y]!];
  const raster = rasterOf(channel, xAxis, yAxis, channels);
  const { unit, factor } = scaledUnit(clean(channel.unit));
  const steps = stepsOf(channel);
  const values = emptyLike(channel.values, raster.rows * raster.cols);
  for (let row = 0; row < raster.rows; row++)
    for (let col = 0; col < raster.cols; col++)
      values[row * raster.cols + col] = channel.values[row * steps[y]! + col * steps[x]!]! * factor;
  return { channel: clean(channel.name), unit, ...raster, values };
}

function gridOf(
  channel: H5Channel,
  across: readonly number[],
  swept: number,
  channels: readonly H5Channel[],
): MeasuredSpectra {
  const { x, y } = xAndY(channel, across);
  const raster = rasterOf(channel, channel.axes[x]!, channel.axes[y]!, channels);
  const { unit, factor } = scaledUnit(clean(channel.unit));
  const axis = sweptAxis(channel.axes[swept]!);
  const points = axis.values.length;
  const steps = stepsOf(channel);
  const values = emptyLike(channel.values, raster.rows * raster.cols * points);
  for (let row = 0; row < raster.rows; row++)
    for (let col = 0; col < raster.cols; col++) {
      const from = row * steps[y]! + col * steps[x]!;
      const to = (row * raster.cols + col) * points;
      for (let i = 0; i < points; i++) values[to + i] = channel.values[from + i * steps[swept]!]! * factor;
    }
  return { channel: clean(channel.name), unit, axis, count: raster.rows * raster.cols, values, raster };
}

function curveOf(channel: H5Channel): MeasuredSpectra {
  const { unit, factor } = scaledUnit(clean(channel.unit));
  const axis = sweptAxis(channel.axes[0]!);
  return { channel: clean(channel.name), unit, axis, count: 1, values: channel.values.map((value) => value * factor) };
}

function sweptAxis({ name, unit, values }: H5Axis): MeasuredSpectra['axis'] {
  const scaled = scaledUnit(clean(unit));
  return { name: clean(name), unit: scaled.unit, values: values.map((value) => value * scaled.factor) };
}

/** Distance in the values between neighbours along each axis. */
function stepsOf({ axes }: H5Channel): number[] {
  return axes.map((_, i) => axes.slice(i + 1).reduce((product, { values }) => product * values.length, 1));
}

function emptyLike(values: Samples, length: number): Samples {
  return values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}

/** Names and units without the signs of TeX: `$\sqrt E$` is `sqrt E`. */
function clean(text: string): string {
  return text.replace(/[${}\\]/g, '').trim();
}
