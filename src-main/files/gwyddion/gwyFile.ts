/** What the objects of a Gwyddion file mean: fields are images; spectra, volumes and graphs are curves. */
import type { Raster } from '../../../src-shared/geometry';
import { fileProblem, type MeasuredImage, type MeasuredSpectra, type Measurement } from '../measurement';
import { lengthOrNaN, positiveCount } from '../sizes';
import { scaledUnit, type ScaledUnit } from '../units';
import { arrayIn, isObject, loadArray, numberIn, objectIn, objectsIn, readGwyTree, textIn } from './tree';
import type { GwyObject } from './tree';

interface Source {
  readonly bytes: Uint8Array;
  readonly file: string;
}

/** Reads a Gwyddion file. Throws a `file/unreadable` error. */
export function readGwyFile(bytes: Uint8Array, file: string): Measurement {
  const top = readGwyTree(bytes, file);
  if (top.type !== 'GwyContainer')
    throw fileProblem({ file, what: 'its top object is not a container of data.' }, 'Save it again with Gwyddion.');
  const source = { bytes, file };
  const found = inOrder(top).flatMap(([key, value]) => (isObject(value) ? readPart(source, top, { key, value }) : []));
  const images = found.filter((part): part is MeasuredImage => 'rows' in part);
  const spectra = found.filter((part): part is MeasuredSpectra => 'axis' in part);
  const version = bytes[3] === 0x50 ? '2.x' : '1.x';
  return { format: `Gwyddion ${version}`, images, spectra, metadata: metadataOf(top) };
}

/** What stands under one key: an image, curves, or nothing that is read. */
function readPart(
  source: Source,
  top: GwyObject,
  { key, value }: { readonly key: string; readonly value: GwyObject },
): readonly (MeasuredImage | MeasuredSpectra)[] {
  const place = PLACES.find(({ pattern, type }) => type === value.type && pattern.test(key));
  const title = textIn(top, `${key}/title`);
  switch (place?.type) {
    case 'GwyDataField':
      return [readField(source, value, title || `Channel ${key.split('/')[1]!}`)];
    case 'GwyBrick':
      return [readVolume(source, value, title || key.slice(1))];
    case 'GwySpectra':
      return readPointSpectra(source, value);
    case 'GwyGraphModel':
      return readGraph(source, value);
    case undefined:
      return [];
  }
}

/** Where in the container which objects stand. */
const PLACES = [
  { type: 'GwyDataField', pattern: /^\/\d+\/data$/ },
  { type: 'GwyBrick', pattern: /^\/brick\/\d+$/ },
  { type: 'GwySpectra', pattern: /^\/sps\/\d+$/ },
  { type: 'GwyGraphModel', pattern: /^\/0\/graph\/graph\/\d+$/ },
] as const;

/** Keys hold the numbers of the channels; they are in no order in the file. */
function inOrder(object: GwyObject) {
  return [...object.values].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
}

function unitIn(object: GwyObject, name: string): ScaledUnit {
  const unit = objectIn(object, name, 'GwySIUnit');
  return scaledUnit(unit === undefined ? '' : textIn(unit, 'unitstr'));
}

function rasterOf(source: Source, object: GwyObject): Raster {
  const { unit, factor } = unitIn(object, objectIn(object, 'si_unit_x', 'GwySIUnit') ? 'si_unit_x' : 'si_unit_xy');
  const side = (name: string): number => (unit === 'm' ? lengthOrNaN((numberIn(object, name) ?? NaN) * factor) : NaN);
  return {
    rows: positiveCount(source.file, 'yres', numberIn(object, 'yres') ?? NaN),
    cols: positiveCount(source.file, 'xres', numberIn(object, 'xres') ?? NaN),
    widthMetres: side('xreal'),
    heightMetres: side('yreal'),
  };
}

/** The array `data` of an object, which must hold `count` numbers. */
function dataOf({ bytes, file }: Source, object: GwyObject, count: number): Float64Array {
  const stored = arrayIn(object, 'data');
  if (stored?.count === count) return loadArray(bytes, file, stored);
  throw fileProblem({
    file,
    where: object.type,
    what: `it holds ${stored?.count ?? 0} values; its size asks for ${count}.`,
  });
}

function multiply(values: Float64Array, factor: number): Float64Array {
  return factor === 1 ? values : values.map((value) => value * factor);
}

/** A field: its row 0 is the top already. */
function readField(source: Source, field: GwyObject, channel: string): MeasuredImage {
  const raster = rasterOf(source, field);
  const { unit, factor } = unitIn(field, 'si_unit_z');
  return { channel, unit, ...raster, values: multiply(dataOf(source, field, raster.rows * raster.cols), factor) };
}

/** Sample i of a line of `res` samples over `real` lies in the middle of its i-th part. */
function lineAxis(line: GwyObject, res: number, factor: number): Float64Array {
  const [real, off] = [numberIn(line, 'real') ?? res, numberIn(line, 'off') ?? 0];
  return Float64Array.from({ length: res }, (_none, i) => (off + ((i + 0.5) * real) / res) * factor);
}

/** Curves at a few places; lines of one object may be of different lengths, so each is given by itself. */
function readPointSpectra(source: Source, spectra: GwyObject): MeasuredSpectra[] {
  const title = textIn(spectra, 'title') || 'Spectra';
  return objectsIn(spectra, 'data', 'GwyDataLine').map((line): MeasuredSpectra => {
    const data = arrayIn(line, 'data');
    const res = positiveCount(source.file, 'the length of a line', data?.count ?? NaN);
    const [across, up] = [unitIn(line, 'si_unit_x'), unitIn(line, 'si_unit_y')];
    const axis = {
      name: textIn(spectra, 'spec_xlabel') || 'Abscissa',
      unit: across.unit,
      values: lineAxis(line, res, across.factor),
    };
    return { channel: title, unit: up.unit, axis, count: 1, values: multiply(dataOf(source, line, res), up.factor) };
  });
}

/** A volume is a curve along z at each pixel; it is stored plane by plane. */
function readVolume(source: Source, brick: GwyObject, channel: string): MeasuredSpectra {
  const raster = rasterOf(source, brick);
  const levels = positiveCount(source.file, 'zres', numberIn(brick, 'zres') ?? NaN);
  const pixels = raster.rows * raster.cols;
  const planes = dataOf(source, brick, pixels * levels);
  const [along, value] = [unitIn(brick, 'si_unit_z'), unitIn(brick, 'si_unit_w')];
  const values = new Float64Array(planes.length);
  for (let level = 0; level < levels; level++)
    for (let pixel = 0; pixel < pixels; pixel++)
      values[pixel * levels + level] = planes[level * pixels + pixel]! * value.factor;
  const [real, off] = [numberIn(brick, 'zreal') ?? levels, numberIn(brick, 'zoff') ?? 0];
  const axisValues = Float64Array.from(
    { length: levels },
    (_none, i) => (off + ((i + 0.5) * real) / levels) * along.factor,
  );
  const axis = { name: 'z', unit: along.unit, values: axisValues };
  return { channel, unit: value.unit, axis, count: pixels, values, raster };
}

function readGraph(source: Source, graph: GwyObject): MeasuredSpectra[] {
  const [across, up] = [unitIn(graph, 'x_unit'), unitIn(graph, 'y_unit')];
  const title = textIn(graph, 'title');
  return objectsIn(graph, 'curves', 'GwyGraphCurveModel').map((curve): MeasuredSpectra => {
    const [x, y] = [arrayIn(curve, 'xdata'), arrayIn(curve, 'ydata')];
    if (x === undefined || y?.count !== x.count || x.count === 0)
      throw fileProblem({
        file: source.file,
        where: 'GwyGraphCurveModel',
        what: 'its abscissas and ordinates do not match.',
      });
    const { bytes, file } = source;
    return {
      channel: [title, textIn(curve, 'description')].filter((part) => part !== '').join(', ') || 'Curve',
      unit: up.unit,
      axis: {
        name: textIn(graph, 'bottom_label') || 'Abscissa',
        unit: across.unit,
        values: multiply(loadArray(bytes, file, x), across.factor),
      },
      count: 1,
      values: multiply(loadArray(bytes, file, y), up.factor),
    };
  });
}

/** The texts that belong to the channels; where channels differ in one, the later ones are named. */
function metadataOf(top: GwyObject): Record<string, string> {
  const metadata = new Map<string, string>();
  for (const [key, value] of inOrder(top)) {
    if (!isObject(value) || !/^\/\d+\/meta$/.test(key)) continue;
    const channel = key.split('/')[1]!;
    for (const [name, text] of inOrder(value)) {
      if (typeof text !== 'string' || metadata.get(name) === text) continue;
      metadata.set(metadata.has(name) ? `${name} (channel ${channel})` : name, text);
    }
  }
  return Object.fromEntries(metadata);
}
