/**
 * Nanonis grids (.3ds): `key=value` lines up to `:HEADER_END:`, then for each pixel its parameters and its channels, all
 * big-endian float32. Pixels run from the lower left corner, along x first. A grid that was broken off is shorter.
 */
import { samplePoint, type SamplePoint } from '../../../src-shared/geometry';
import { byteCursor, findText, latin1, readFloat32s, type ByteCursor } from '../byteCursor';
import { claimedCount, fileProblem, type MeasuredImage, type MeasuredSpectra, type Measurement } from '../measurement';
import { lengthOrNaN, numberFrom, positiveCount } from '../sizes';
import { nanonisColumn, type NanonisColumn } from './columns';

export const GRID_MAGIC = 'Grid dim=';
const HEADER_END = ':HEADER_END:';
/** Sweeps of two pixels that differ by less than this share of their range are the same sweep. */
const SAME_SWEEP = 1e-6;

interface GridLayout {
  readonly file: string;
  readonly rows: number;
  readonly cols: number;
  /** Pixels whose values are complete. */
  readonly complete: number;
  readonly parameters: readonly NanonisColumn[];
  readonly channels: readonly NanonisColumn[];
  readonly points: number;
  readonly sweep: NanonisColumn;
  /** Centre x and y, width, height in metres, angle in degrees, clockwise positive. */
  readonly settings: readonly number[];
  /** Parameters and channels of all complete pixels, pixel by pixel. */
  readonly values: Float32Array;
}

/** Reads a grid. Throws a `file/unreadable` error. */
export function readNanonisGrid(bytes: Uint8Array, file: string): Measurement {
  const headerEnd = findText(bytes, HEADER_END);
  if (headerEnd === -1) throw fileProblem({ file, where: 'header', what: `the line ${HEADER_END} is missing.` });
  const header = readHeader(latin1(bytes, 0, headerEnd));
  const start = bytes.indexOf(0x0a, headerEnd);
  if (start === -1) throw fileProblem({ file, where: 'header', what: 'nothing follows the header.' });
  const layout = readLayout(header, byteCursor(bytes, { file, littleEndian: false, at: start + 1 }), bytes);
  const total = layout.rows * layout.cols;
  const metadata = {
    ...header,
    ...(layout.complete < total ? { 'Complete pixels': `${layout.complete} of ${total}` } : {}),
  };
  return { format: 'Nanonis grid', images: readImages(layout), spectra: readSpectra(layout), metadata };
}

function readHeader(text: string): Record<string, string> {
  const entries: [string, string][] = [];
  for (const line of text.split(/\r?\n/)) {
    const equals = line.indexOf('=');
    const value = line.slice(equals + 1).trim();
    if (equals > 0 && value !== '') entries.push([line.slice(0, equals).trim(), value.replace(/^"(.*)"$/, '$1')]);
  }
  return Object.fromEntries(entries);
}

function readLayout(header: Readonly<Record<string, string>>, cursor: ByteCursor, bytes: Uint8Array): GridLayout {
  const { file } = cursor;
  const [dimX, dimY] = (header['Grid dim'] ?? '').split('x').map(numberFrom);
  const cols = positiveCount(file, 'the width in "Grid dim"', dimX ?? NaN);
  const rows = positiveCount(file, 'the height in "Grid dim"', dimY ?? NaN);
  const points = positiveCount(file, '"Points"', numberFrom(header['Points']));
  const channels = names(header['Channels']);
  const parameters = [...names(header['Fixed parameters']), ...names(header['Experiment parameters'])];
  if (channels.length === 0) throw fileProblem({ file, where: 'header', what: 'no channels are named.' });
  // Without a parameter count of its own the file has as many as it names; unnamed ones are passed over.
  const counted = header['# Parameters (4 byte)'];
  const stored = counted === undefined ? parameters.length : numberFrom(counted);
  claimedCount({ file, what: 'a pixel' }, stored, 4, cursor.left());
  if (stored < parameters.length)
    throw fileProblem({ file, where: 'header', what: `${parameters.length} parameters are named, ${stored} stored.` });

  const perPixel = stored + channels.length * points;
  const complete = Math.min(rows * cols, Math.floor(cursor.left() / (4 * perPixel)));
  if (complete === 0) throw fileProblem({ file, what: 'not even one pixel is complete.' });
  const unnamed = Array.from({ length: stored - parameters.length }, (): NanonisColumn => UNNAMED);
  const settings = (header['Grid settings'] ?? '').split(';').map(numberFrom);
  const values = readFloat32s(cursor, bytes, complete * perPixel, 'the grid');
  const sweep = nanonisColumn(header['Sweep Signal'] ?? 'Sweep');
  return {
    file,
    rows,
    cols,
    complete,
    parameters: [...parameters, ...unnamed],
    channels,
    points,
    sweep,
    settings,
    values,
  };
}

const UNNAMED: NanonisColumn = { channel: '', unit: '', factor: 1, direction: 'forward' };

function names(list: string | undefined): NanonisColumn[] {
  if (list === undefined) return [];
  return list
    .split(';')
    .filter((name) => name.trim() !== '')
    .map(nanonisColumn);
}

/** Values per pixel: its parameters and its channels. */
function stride({ parameters, channels, points }: GridLayout): number {
  return parameters.length + channels.length * points;
}

/** Where stored pixel k is drawn: stored rows go up, drawn ones down. */
function drawnIndex({ rows, cols }: GridLayout, k: number): number {
  return (rows - 1 - Math.floor(k / cols)) * cols + (k % cols);
}

function rasterOf({ rows, cols, settings }: GridLayout) {
  return { rows, cols, widthMetres: lengthOrNaN(settings[2] ?? NaN), heightMetres: lengthOrNaN(settings[3] ?? NaN) };
}

/** An image of Z, and of each other measured parameter that is not the same everywhere. */
function readImages(layout: GridLayout): MeasuredImage[] {
  const { file, values, parameters, rows, cols, complete } = layout;
  const images: MeasuredImage[] = [];
  parameters.forEach(({ channel, unit, factor }, index) => {
    if (channel === '' || channel === 'X' || channel === 'Y' || channel.startsWith('Sweep ')) return;
    const at = (k: number): number => values[k * stride(layout) + index]!;
    let varies = channel === 'Z';
    for (let k = 1; k < complete && !varies; k++) varies = at(k) !== at(0);
    if (!varies) return;
    // A grid broken off at its beginning could claim any size: it must hold at least as many bytes as the image.
    claimedCount({ file, what: `the image of ${channel}` }, rows * cols, 4, values.byteLength);
    const drawn = new Float32Array(rows * cols).fill(NaN);
    for (let k = 0; k < complete; k++) drawn[drawnIndex(layout, k)] = at(k) * factor;
    images.push({ channel, unit, ...rasterOf(layout), values: drawn });
  });
  return images;
}

function readSpectra(layout: GridLayout): MeasuredSpectra[] {
  const { channels, points, sweep, complete, rows, cols, values, parameters } = layout;
  const forward = sweepAxis(layout);
  const whole = complete === rows * cols;
  const where = whole ? { raster: rasterOf(layout) } : placesOf(layout);
  return channels.map(({ channel, unit, factor, direction }, index): MeasuredSpectra => {
    const turned = direction === 'backward';
    const own = new Float32Array(complete * points);
    for (let k = 0; k < complete; k++) {
      const from = k * stride(layout) + parameters.length + index * points;
      const to = (whole ? drawnIndex(layout, k) : k) * points;
      for (let i = 0; i < points; i++) own[to + i] = values[from + (turned ? points - 1 - i : i)]! * factor;
    }
    const axis = { name: sweep.channel, unit: sweep.unit, values: turned ? forward.slice().reverse() : forward };
    return { channel, unit, direction, axis, count: complete, values: own, ...where };
  });
}

/** The sweep from its start to its end, which must be those of every pixel. */
function sweepAxis(layout: GridLayout): Float64Array {
  const { file, parameters, points, values, complete, sweep } = layout;
  const [startAt, endAt] = ['Sweep Start', 'Sweep End'].map((name) =>
    parameters.findIndex(({ channel }) => channel === name),
  ) as [number, number];
  if (startAt === -1 || endAt === -1)
    throw fileProblem({ file, where: 'header', what: 'the parameters "Sweep Start" and "Sweep End" are missing.' });
  const [start, end] = [values[startAt]!, values[endAt]!];
  const tolerance = SAME_SWEEP * Math.max(Math.abs(start), Math.abs(end));
  for (let k = 0; k < complete; k++) {
    const at = k * stride(layout);
    const same =
      Math.abs(values[at + startAt]! - start) <= tolerance && Math.abs(values[at + endAt]! - end) <= tolerance;
    if (!same)
      throw fileProblem(
        { file, where: `pixel ${k}`, what: 'its sweep is not that of the first pixel.' },
        'Grids with one sweep for all pixels are read.',
      );
  }
  const axis = new Float64Array(points);
  for (let i = 0; i < points; i++)
    axis[i] = (start + (points === 1 ? 0 : ((end - start) * i) / (points - 1))) * sweep.factor;
  return axis;
}

/** Where the curves of a grid that was broken off were taken, from the X and Y of each pixel. */
function placesOf(layout: GridLayout): { readonly places?: readonly SamplePoint[] } {
  const { parameters, complete, values, settings } = layout;
  const [centreX = NaN, centreY = NaN, , , degrees = NaN] = settings;
  const xAt = parameters.findIndex(({ channel }) => channel === 'X');
  const yAt = parameters.findIndex(({ channel }) => channel === 'Y');
  if (xAt === -1 || yAt === -1 || !Number.isFinite(centreX + centreY + degrees)) return {};
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return {
    places: Array.from({ length: complete }, (_none, k) => {
      const dx = values[k * stride(layout) + xAt]! - centreX;
      const dy = values[k * stride(layout) + yAt]! - centreY;
      return samplePoint(dx * cos - dy * sin, dx * sin + dy * cos);
    }),
  };
}
