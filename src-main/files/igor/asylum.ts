/**
 * What an Igor binary wave means when an Asylum Research instrument wrote it: images with a label for each channel, or
 * curves with a label for each column. Other waves are read by their dimensions.
 */
import {
  fileProblem,
  type Direction,
  type MeasuredImage,
  type MeasuredSpectra,
  type Measurement,
} from '../measurement';
import { lengthOrNaN } from '../sizes';
import { scaledUnit } from '../units';
import { readIgorWave, type IgorWave } from './wave';

/** Reads an Igor binary wave. Throws a `file/unreadable` error. */
export function readIgorFile(bytes: Uint8Array, file: string): Measurement {
  const wave = readIgorWave(bytes, file);
  if (wave.shape.length === 4)
    throw fileProblem({ file, what: 'the wave has four dimensions.' }, 'Waves of up to three dimensions are read.');
  const images = isImage(wave) ? readImages(wave) : [];
  const spectra = images.length === 0 ? readColumns(wave) : [];
  return { format: `Igor binary wave, version ${wave.version}`, images, spectra, metadata: metadataOf(wave) };
}

/** Three dimensions are images; two are, unless the second one counts labelled columns and not places. */
function isImage({ shape, labels }: IgorWave): boolean {
  if (shape.length === 3) return true;
  return shape.length === 2 && (labels[1] ?? []).every((label) => label === '');
}

/** x runs along the first dimension, y up along the second, channels along the third. */
function readImages(wave: IgorWave): MeasuredImage[] {
  const { shape, step, dimensionUnits, values } = wave;
  const [cols, rows, layers] = [shape[0]!, shape[1]!, shape[2] ?? 1];
  const side = (dimension: 0 | 1): number => {
    const { unit, factor } = scaledUnit(dimensionUnits[dimension] ?? '');
    return unit === 'm' ? lengthOrNaN(Math.abs(step[dimension]!) * shape[dimension]! * factor) : NaN;
  };
  const [widthMetres, heightMetres] = [side(0), side(1)];
  return Array.from({ length: layers }, (_none, layer) => {
    const { name, unit, factor, direction } = channelOf(wave, 2, layer, layers);
    const turned = values.slice(layer * rows * cols, (layer + 1) * rows * cols);
    // Stored rows go up; ours go down.
    for (let row = 0; row < rows; row++) {
      const from = (layer * rows + rows - 1 - row) * cols;
      turned.set(values.subarray(from, from + cols), row * cols);
    }
    const image = { channel: name, unit, rows, cols, widthMetres, heightMetres, values: scaled(turned, factor) };
    return direction === undefined ? image : { ...image, direction };
  });
}

/** One curve for each column, over the wave's own axis. */
function readColumns(wave: IgorWave): MeasuredSpectra[] {
  const { shape, step, start, dimensionUnits, values } = wave;
  const [points, columns] = [shape[0]!, shape[1] ?? 1];
  const { unit: axisUnit, factor: axisFactor } = scaledUnit(dimensionUnits[0] ?? '');
  const axisValues = new Float64Array(points);
  for (let i = 0; i < points; i++) axisValues[i] = (start[0]! + i * step[0]!) * axisFactor;
  const axis = {
    name: axisUnit === 's' ? 'Time' : axisUnit === 'V' ? 'Bias' : 'Point',
    unit: axisUnit,
    values: axisValues,
  };
  return Array.from({ length: columns }, (_none, column) => {
    const { name, unit, factor, direction } = channelOf(wave, 1, column, columns);
    const own = scaled(values.slice(column * points, (column + 1) * points), factor);
    const curve = { channel: name, unit, axis, count: 1, values: own };
    return direction === undefined ? curve : { ...curve, direction };
  });
}

function scaled<T extends Float32Array | Float64Array>(values: T, factor: number): T {
  if (factor !== 1) for (let i = 0; i < values.length; i++) values[i] = values[i]! * factor;
  return values;
}

interface Channel {
  readonly name: string;
  readonly unit: string;
  readonly factor: number;
  readonly direction: Direction | undefined;
}

/** Name, unit and direction of one layer or column. */
function channelOf(wave: IgorWave, dimension: 1 | 2, index: number, count: number): Channel {
  const label = wave.labels[dimension]?.[index] ?? '';
  const name = label === '' ? (count === 1 ? wave.name || 'Wave' : `Layer ${index}`) : withoutRemains(label);
  const direction = name.endsWith('Retrace') ? 'backward' : name.endsWith('Trace') ? 'forward' : undefined;
  // The one unit of the wave is that of the first channel; the others say theirs by their name only.
  const byName = UNIT_OF_CHANNEL.find(([pattern]) => pattern.test(name))?.[1];
  const { unit, factor } =
    byName === undefined ? scaledUnit(count === 1 ? wave.dataUnit : '') : { unit: byName, factor: 1 };
  return { name, unit, factor, direction };
}

/** Units that Asylum Research's software gives its channels, by how their names begin. */
const UNIT_OF_CHANNEL: readonly (readonly [RegExp, string])[] = [
  [/^(Height|ZSensor|ZSnsr|LVDT|Raw|Defl(?!V)|Amp(?!V))/, 'm'],
  [/^Phas/, 'deg'],
  [/^Freq/, 'Hz'],
  [/^Cur/, 'A'],
  [/^(Potential|UserIn|DeflV|AmpV|Bias|TipBias|SurfaceBias|Lateral|Drive|InputA|BackPackIn)/, 'V'],
  [/^Dissipation/, 'W'],
];

/** Labels are written over older, longer ones: `Phase1Retracece` is `Phase1Retrace` over the end of a longer name. */
function withoutRemains(label: string): string {
  const found = /^(.*?(?:Retrace|Trace))(.+)$/.exec(label);
  if (found === null) return label;
  return 'Retrace'.endsWith(found[2]!) ? found[1]! : label;
}

/** The note is `key: value` lines; of a key that comes twice the last value counts. */
function metadataOf({ name, note }: IgorWave): Record<string, string> {
  const metadata = new Map<string, string>();
  if (name !== '') metadata.set('Wave name', name);
  const free: string[] = [];
  for (const line of note.split(/[\r\n]+/)) {
    const colon = line.indexOf(':');
    const key = line.slice(0, Math.max(0, colon)).trim();
    if (key === '') free.push(line.trim());
    else metadata.set(key, line.slice(colon + 1).trim());
  }
  const text = free.filter((line) => line !== '').join('\n');
  if (text !== '') metadata.set('Note', text);
  return Object.fromEntries(metadata);
}
