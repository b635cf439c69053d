/** What a DTMicroscope server says about its data set, in our terms, and the conversion between its places and the frame. */
import { ConsoleError } from '../../../src-shared/errors';
import { samplePoint, type Raster, type SamplePoint } from '../../../src-shared/geometry';
import type { Frame } from '../../../src-shared/scan';
import type { BiasSweep } from '../../../src-shared/sweep';
import type { PyroClient } from './pyroClient';

/** What one unit of length is taken for where the data set gives none, metres; such a server has places from 0 to 1. */
const UNNAMED_LENGTH_METRES = 1e-6;
/** Time for a point of a sweep, seconds: the server answers at once, so this is a name for the plan only. */
const POINT_SECONDS = 0.005;
/** A step of the axis may differ by this share from the others and still be called even. */
const EVEN = 1e-3;

/** One curve as the server gives it. */
export interface TwinCurve {
  readonly volts: Float64Array;
  readonly amperes: Float64Array;
}

/** The data set of the server. */
export interface Twin {
  /** The channel with the heights; undefined where the data set names none. */
  readonly channel: string | undefined;
  readonly frame: Frame;
  /** Metres for one unit of the server's places. */
  readonly metresPerUnit: number;
  /** Middle of the data set, in the server's units. */
  readonly centre: { readonly x: number; readonly y: number };
  /** The sweep that comes nearest to the axis of its curves. */
  readonly sweep: BiasSweep;
  /** What had to be assumed, and where the data are not what the program calls them; one sentence each. */
  readonly remarks: readonly string[];
}

/** Asks the server for everything about its data set. Takes one image and one curve; the tip does not move. */
export async function readTwin(client: PyroClient): Promise<Twin> {
  const info = datasetInfo(await client.call('get_dataset_info'));
  const number = async (name: string): Promise<number> => {
    const value = Number(await client.read(name));
    if (Number.isFinite(value)) return value;
    throw unsuitable(`Its ${name} is not a number.`);
  };
  const [left, right, low, high] = [
    await number('x_min'),
    await number('x_max'),
    await number('y_min'),
    await number('y_max'),
  ];
  if (!(right > left && high > low)) throw unsuitable(`Its places run from ${left} to ${right} and ${low} to ${high}.`);
  const chosen = heightChannel(info);
  const channel = chosen === undefined ? undefined : info.channels[chosen];
  const image = await readHeights(client, channel);
  // The server's outermost pixels lie on the limits, ours lie half a pixel inside the frame.
  const metresPerUnit = right - left === 1 && high - low === 1 ? UNNAMED_LENGTH_METRES : 1;
  const raster: Raster = {
    rows: image.rows,
    cols: image.cols,
    widthMetres: ((right - left) * metresPerUnit * image.cols) / Math.max(1, image.cols - 1),
    heightMetres: ((high - low) * metresPerUnit * image.rows) / Math.max(1, image.rows - 1),
  };
  const { volts } = await readCurve(client);
  return {
    channel,
    frame: { ...raster, heightsMetres: image.heights },
    metresPerUnit,
    centre: { x: (left + right) / 2, y: (low + high) / 2 },
    sweep: sweepOf(volts),
    remarks: remarksOn(info, chosen, metresPerUnit, volts),
  };
}

/** A place of the frame in the units of the server. */
export function toTwin({ metresPerUnit, centre }: Twin, at: SamplePoint): { readonly x: number; readonly y: number } {
  return { x: centre.x + at.xMetres / metresPerUnit, y: centre.y + at.yMetres / metresPerUnit };
}

/** The inverse of {@link toTwin}. */
export function fromTwin({ metresPerUnit, centre }: Twin, x: number, y: number): SamplePoint {
  return samplePoint((x - centre.x) * metresPerUnit, (y - centre.y) * metresPerUnit);
}

/** The curve at the place of the tip. */
export async function readCurve(client: PyroClient): Promise<TwinCurve> {
  const answer = await client.call('get_spectrum');
  if (!Array.isArray(answer) || answer.length !== 2) throw unsuitable('It answered get_spectrum with something else.');
  const [axis, values] = answer.map((part: unknown) => readArray(part).values) as [Float64Array, Float64Array];
  if (axis.length < 3 || axis.length !== values.length)
    throw unsuitable(`Its curve has ${axis.length} biases and ${values.length} values.`);
  return { volts: axis, amperes: values };
}

/** A nested list with shape and type, as the server sends an array. */
function readArray(part: unknown): { readonly values: Float64Array; readonly shape: readonly number[] } {
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

interface DatasetInfo {
  readonly channels: readonly string[];
  readonly signals: readonly string[];
  readonly units: readonly string[];
}

/** Pairs of names and lists, or an object of them. */
function datasetInfo(answer: unknown): DatasetInfo {
  const pairs = Array.isArray(answer) ? (answer as readonly unknown[]) : Object.entries(answer ?? {});
  const table = new Map(pairs.filter(Array.isArray).map((pair) => [String(pair[0]), pair[1] as unknown]));
  const words = (name: string): readonly string[] => {
    const value = table.get(name);
    return Array.isArray(value) ? value.map(String) : [];
  };
  return { channels: words('channels'), signals: words('signals'), units: words('units') };
}

/** Index of the channel that is named so, else of the first in metres; undefined where there is neither. */
function heightChannel({ channels, signals, units }: DatasetInfo): number | undefined {
  const indices = channels.map((_, k) => k);
  const named = indices.find((k) => /height|topo|z.?sensor/i.test(`${channels[k]} ${signals[k] ?? ''}`));
  return named ?? indices.find((k) => units[k]?.trim() === 'm');
}

/** The image of the heights, turned so that its first row lies at the top. */
async function readHeights(client: PyroClient, channel: string | undefined) {
  const answer = await client.call('get_scan', [], channel === undefined ? {} : { channels: [channel] });
  const { values, shape } = readArray(answer);
  const [rows = 0, cols = 0] = shape.slice(-2);
  if (rows < 16 || cols < 16) throw unsuitable(`Its image has ${rows} by ${cols} pixels; 16 by 16 are needed.`);
  // The server's first row has the smallest y.
  const heights = new Float32Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    const from = (rows - 1 - row) * cols;
    heights.set(values.subarray(from, from + cols), row * cols);
  }
  return { rows, cols, heights };
}

/** Takes the image again. */
export async function readFrame(client: PyroClient, { channel, frame }: Twin): Promise<Frame> {
  const { rows, cols, heights } = await readHeights(client, channel);
  if (rows !== frame.rows || cols !== frame.cols)
    throw unsuitable(`Its image has changed to ${rows} by ${cols} pixels.`);
  return { ...frame, heightsMetres: heights };
}

/** Nothing is called a metre, an ampere or a sweep in silence that may be none. */
function remarksOn(
  { channels, signals, units }: DatasetInfo,
  chosen: number | undefined,
  metresPerUnit: number,
  volts: Float64Array,
): string[] {
  const given = (unit: string | undefined): string => unit?.trim() ?? 'not given';
  const heightUnit = given(chosen === undefined ? undefined : units[chosen]);
  const curveUnit = given(units[signals.findIndex((signal) => /current|\biv\b|i-v|spectr/i.test(signal))]);
  const image = chosen === undefined ? 'The first image' : `Image "${signals[chosen] ?? channels[chosen]}"`;
  const remarks: string[] = [];
  if (heightUnit !== 'm') remarks.push(`${image} is taken for heights in m; its unit is ${heightUnit}.`);
  if (metresPerUnit !== 1) remarks.push('The data set gives no lengths; its side is called 1 µm.');
  if (curveUnit !== 'A') remarks.push(`Values of the curves are called amperes; their unit is ${curveUnit}.`);
  if (leavesItsSweep(volts))
    remarks.push('The axis of the curves is no ramp and no triangle; every curve keeps its own.');
  return remarks;
}

function leavesItsSweep(volts: Float64Array): boolean {
  const { startVolts, peakVolts } = sweepOf(volts);
  const [low, high] = [Math.min(startVolts, peakVolts), Math.max(startVolts, peakVolts)];
  const slack = EVEN * (high - low);
  return volts.some((bias) => bias < low - slack || bias > high + slack);
}

/** A ramp, or a triangle where the axis turns once in its middle and comes back; anything else is called a ramp. */
function sweepOf(volts: Float64Array): BiasSweep {
  const last = volts.length - 1;
  const start = volts[0]!;
  const peakAt = volts.reduce(
    (best, bias, i) => (Math.abs(bias - start) > Math.abs(volts[best]! - start) ? i : best),
    0,
  );
  const turns = peakAt > 1 && peakAt < last && isEven(volts, 0, peakAt) && isEven(volts, peakAt, last);
  if (turns && Math.abs(volts[last]! - start) <= EVEN * Math.abs(volts[peakAt]! - start))
    return {
      startVolts: start,
      peakVolts: volts[peakAt]!,
      upPoints: peakAt + 1,
      downPoints: last - peakAt,
      pointSeconds: POINT_SECONDS,
    };
  return { startVolts: start, peakVolts: volts[last]!, upPoints: last + 1, downPoints: 0, pointSeconds: POINT_SECONDS };
}

function isEven(volts: Float64Array, first: number, last: number): boolean {
  const step = (volts[last]! - volts[first]!) / (last - first);
  for (let i = first; i < last; i++)
    if (Math.abs(volts[i + 1]! - volts[i]! - step) > EVEN * Math.abs(step)) return false;
  return true;
}

function unsuitable(what: string): ConsoleError {
  return new ConsoleError({
    code: 'instrument/fault',
    message: `The data set of the DTMicroscope server cannot be measured: ${what}`,
    hint: 'Give the server a file with a height image and a curve at every pixel.',
  });
}
