/** What a DTMicroscope server says about its data set, in our terms, and the conversion between its places and the frame. */
import { ConsoleError } from '../../../src-shared/errors';
import { samplePoint, type Raster, type SamplePoint } from '../../../src-shared/geometry';
import type { Frame } from '../../../src-shared/scan';
import type { BiasSweep } from '../../../src-shared/sweep';
import {
  amperesPerValue,
  curvesOnRaster,
  datasetInfo,
  heightImage,
  readArray,
  unitRemarks,
  unsuitable,
  type DatasetInfo,
  type HeightImage,
} from './dataSet';
import { readCurveImage, readSamples } from './curveImage';
import { readLimits, readNumber, readSpectrum, type Limits } from './places';
import type { PyroClient } from './pyroClient';

/** What one unit of length is taken for where the data set gives none, metres; such a server has places from 0 to 1. */
const UNNAMED_LENGTH_METRES = 1e-6;
/** No scanner reaches further; places beyond it are in another unit. */
const WIDEST_METRES = 0.01;
/** Time for a point of a sweep, seconds: the server answers at once, so this is a name for the plan only. */
const POINT_SECONDS = 0.005;
/** A step of the axis may differ by this share from the others and still be called even. */
const EVEN = 1e-3;
/**
 * Share of the range by which a place on its edge is moved inside: the server clamps what lies outside, and where its
 * axes are in single precision it cannot send the place of a tip that it has clamped.
 */
const INSIDE = 1e-5;

const NEAREST =
  'Its curves were taken at places of their own: the server gives the nearest one and does not say where that was.';

/** One curve as the server gives it. */
export interface TwinCurve {
  readonly volts: Float64Array;
  readonly amperes: Float64Array;
}

/** The data set of the server. */
export interface Twin {
  /** Undefined where the frame was made from the curves. */
  readonly image: HeightImage | undefined;
  /** Points of a curve that are measured, from the first to before the last; a point that made the frame is left out. */
  readonly points: readonly [from: number, to: number];
  /** Curves by which a data set without image is known again. */
  readonly samples: readonly number[];
  /** Which way the rows and columns of its arrays run. */
  readonly turning: Turning;
  readonly frame: Frame;
  /** Metres for one unit of the server's places. */
  readonly metresPerUnit: number;
  /** Where its places end, in its units. */
  readonly limits: Limits;
  readonly amperesPerValue: number;
  /** The sweep that comes nearest to the axis of its curves. */
  readonly sweep: BiasSweep;
  /** What had to be assumed, and where the data are not what the program calls them; one sentence each. */
  readonly remarks: readonly string[];
}

/** Whether the first row has the largest y, and the first column the largest x. */
interface Turning {
  readonly rowsFromTop: boolean;
  readonly colsFromRight: boolean;
}

interface Image {
  readonly rows: number;
  readonly cols: number;
  /** As the server stores them, in its unit. */
  readonly values: Float64Array;
}

/**
 * Asks the server for everything about its data set: an image, a curve, and the lines along two edges, by which it is told
 * which way round the image lies; they leave the tip on an edge. Rejects with `instrument/fault` for what cannot be measured.
 */
export async function readTwin(client: PyroClient, signal: AbortSignal, known?: Twin): Promise<Twin> {
  const info = datasetInfo(await client.call('get_dataset_info'));
  if (info.scans.length === 0) return readCurvesOnly(client, info, signal, known);
  const limits = await readLimits(client);
  const image = heightImage(info);
  const stored = await readImage(client, image);
  const { rows, cols } = stored;
  if (curvesOnRaster(info) && rows !== cols)
    throw unsuitable(
      `Its image has ${rows} by ${cols} pixels, and of what is not square this server gives the curves of other pixels than the one under the tip.`,
    );
  const turned = await readTurning(client, image, stored, limits);
  const { raster, metresPerUnit, remarks } = rasterOf(limits, rows, cols);
  const { axis } = await readFarCorner(client, limits);
  return {
    ...{ image, limits, metresPerUnit, samples: [], points: [0, axis.length] },
    turning: turned.turning,
    frame: { ...raster, heightsMetres: heightsOf(stored, image, turned.turning) },
    amperesPerValue: amperesPerValue(info),
    sweep: sweepOf(axis),
    remarks: [
      ...unitRemarks(info, image),
      ...turned.remarks,
      ...remarks,
      ...(info.clouds.length > 0 ? [NEAREST] : []),
      ...sweepRemarks(axis),
    ],
  };
}

/** The curve in the corner with the largest indexes: there is none where fewer curves were taken than the image has pixels. */
async function readFarCorner(client: PyroClient, { right, high }: Limits) {
  await client.call('go_to', [right, high]);
  return readSpectrum(client).catch((error: unknown) => {
    if (!(error instanceof ConsoleError) || error.code !== 'instrument/fault') throw error;
    throw unsuitable(
      `At its far corner it gives no curve (${error.message}). Its curves lie on another raster than its image.`,
    );
  });
}

/** A data set without image: one is made of its curves, once; `known` is what it came to before. */
async function readCurvesOnly(
  client: PyroClient,
  info: DatasetInfo,
  signal: AbortSignal,
  known: Twin | undefined,
): Promise<Twin> {
  if (known?.image === undefined && known !== undefined)
    return { ...known, samples: await readSamples(client, known.frame) };
  const { rows, cols, heightsMetres, volts } = await readCurveImage(client, info, signal);
  const limits = await readLimits(client);
  const { raster, metresPerUnit, remarks } = rasterOf(limits, rows, cols);
  const whole = sweepOf(volts);
  const points = [1, whole.downPoints > 0 ? volts.length - 1 : volts.length] as const;
  const kept = volts.slice(...points);
  return {
    ...{ image: undefined, limits, metresPerUnit, points },
    samples: await readSamples(client, raster),
    turning: { rowsFromTop: false, colsFromRight: false },
    frame: { ...raster, heightsMetres },
    amperesPerValue: amperesPerValue(info),
    sweep: sweepOf(kept),
    remarks: [
      'The data set has no image: the map of the current at the first bias stands for it, one decade shown as 1 nm, and is left out of the curves.',
      ...unitRemarks(info, undefined),
      ...remarks,
      ...sweepRemarks(kept),
    ],
  };
}

/** The frame of places that end at the limits: the server's outermost pixels lie on them, ours half a pixel inside. */
function rasterOf({ left, right, low, high }: Limits, rows: number, cols: number) {
  const metresPerUnit = right - left === 1 && high - low === 1 ? UNNAMED_LENGTH_METRES : 1;
  const raster: Raster = {
    rows,
    cols,
    widthMetres: ((right - left) * metresPerUnit * cols) / Math.max(1, cols - 1),
    heightMetres: ((high - low) * metresPerUnit * rows) / Math.max(1, rows - 1),
  };
  if (Math.max(raster.widthMetres, raster.heightMetres) > WIDEST_METRES)
    throw unsuitable(`Its places run from ${left} to ${right} and ${low} to ${high}, which can be no metres.`);
  const remarks = metresPerUnit === 1 ? [] : ['The data set gives no lengths; its side is called 1 µm.'];
  return { raster, metresPerUnit, remarks };
}

function sweepRemarks(volts: Float64Array): string[] {
  return leavesItsSweep(volts) ? ['The axis of the curves is no ramp and no triangle; every curve keeps its own.'] : [];
}

/** A place of the frame in the units of the server, just inside of its limits where ours lies outside. */
export function toTwin({ metresPerUnit, limits }: Twin, at: SamplePoint): { readonly x: number; readonly y: number } {
  const { left, right, low, high } = limits;
  return {
    x: inside((left + right) / 2 + at.xMetres / metresPerUnit, left, right),
    y: inside((low + high) / 2 + at.yMetres / metresPerUnit, low, high),
  };
}

function inside(value: number, from: number, to: number): number {
  const slack = INSIDE * (to - from);
  return Math.max(from + slack, Math.min(to - slack, value));
}

/** Where the tip is. */
export async function readPlace(client: PyroClient, { metresPerUnit, limits }: Twin): Promise<SamplePoint> {
  const { left, right, low, high } = limits;
  const [x, y] = [await readNumber(client, 'x'), await readNumber(client, 'y')];
  return samplePoint((x - (left + right) / 2) * metresPerUnit, (y - (low + high) / 2) * metresPerUnit);
}

/** The curve at the place of the tip, without points that made the frame. */
export async function readCurve(client: PyroClient, { amperesPerValue: scale, points }: Twin): Promise<TwinCurve> {
  const { axis, values } = await readSpectrum(client);
  const amperes = values.slice(...points);
  return { volts: axis.slice(...points), amperes: scale === 1 ? amperes : amperes.map((value) => scale * value) };
}

/** Takes the image again; one that was made of curves is what it was. */
export async function readFrame(client: PyroClient, { image, turning, frame }: Twin): Promise<Frame> {
  if (image === undefined) return frame;
  const stored = await readImage(client, image);
  if (stored.rows !== frame.rows || stored.cols !== frame.cols)
    throw unsuitable(`Its image has changed to ${stored.rows} by ${stored.cols} pixels.`);
  return { ...frame, heightsMetres: heightsOf(stored, image, turning) };
}

async function readImage(client: PyroClient, { channel, slice }: HeightImage): Promise<Image> {
  const { values, shape } = readArray(await client.call('get_scan', [], named(channel)));
  const [rows = 0, cols = 0] = shape.slice(-2);
  if (rows < 16 || cols < 16) throw unsuitable(`Its image has ${rows} by ${cols} pixels; 16 by 16 are needed.`);
  const from = channel === undefined ? slice * rows * cols : 0;
  return { rows, cols, values: values.subarray(from, from + rows * cols) };
}

function named(channel: string | undefined): Readonly<Record<string, unknown>> {
  return channel === undefined ? {} : { channels: [channel] };
}

/**
 * Which way round the image lies: the server is asked for the lines at its smallest y and its smallest x, which must be the
 * first or the last row and column. Throws where they are neither, for then image and tip speak of different places.
 */
async function readTurning(
  client: PyroClient,
  image: HeightImage,
  { rows, cols, values }: Image,
  { left, low }: Limits,
): Promise<{ readonly turning: Turning; readonly remarks: readonly string[] }> {
  const line = async (direction: 'horizontal' | 'vertical', coord: number): Promise<Float64Array> => {
    const asked = { direction, coord, ...named(image.channel) };
    const { values: all } = readArray(await client.call('scan_individual_line', [], asked));
    const count = direction === 'horizontal' ? cols : rows;
    const from = image.channel === undefined ? image.slice * count : 0;
    return all.subarray(from, from + count);
  };
  const lines = await Promise.all([line('horizontal', low), line('vertical', left)]).catch((error: unknown) => {
    if (error instanceof ConsoleError && error.code === 'instrument/fault') return undefined;
    throw error;
  });
  if (lines === undefined)
    return {
      turning: { rowsFromTop: false, colsFromRight: false },
      remarks: ['The server gives no single lines, so that which way up its image lies is assumed.'],
    };
  const row = (r: number) => values.subarray(r * cols, (r + 1) * cols);
  const col = (c: number) => Float64Array.from({ length: rows }, (_, r) => values[r * cols + c]!);
  return {
    turning: {
      rowsFromTop: isLast(lines[0], row(0), row(rows - 1), 'lowest row'),
      colsFromRight: isLast(lines[1], col(0), col(cols - 1), 'leftmost column'),
    },
    remarks: [],
  };
}

function isLast(line: Float64Array, first: Float64Array, last: Float64Array, what: string): boolean {
  const same = (other: Float64Array): boolean =>
    line.length === other.length && line.every((value, k) => Object.is(value, other[k]));
  if (same(first)) return false;
  if (same(last)) return true;
  throw unsuitable(`Its ${what} is neither the first nor the last of its image: its axes are not as they must be.`);
}

/** The heights with their first row at the top and their first column at the left, metres. */
function heightsOf({ rows, cols, values }: Image, { metresPerValue }: HeightImage, turning: Turning): Float32Array {
  const heights = new Float32Array(rows * cols);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) {
      const r = turning.rowsFromTop ? row : rows - 1 - row;
      const c = turning.colsFromRight ? cols - 1 - col : col;
      heights[row * cols + col] = values[r * cols + c]! * metresPerValue;
    }
  return heights;
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
