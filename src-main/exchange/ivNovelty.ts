/**
 * `IV_Novelty.npz`, the file in which the authors of DN-DKL keep a run: six arrays, in this order, currents in amperes,
 * places as row and column of the patch centre, seeds first. No voltages, no topography, no sizes.
 */
import { ConsoleError } from '../../src-shared/errors';
import type { PixelPoint } from '../../src-shared/geometry';
import type { NpyContent } from '../files/npz/npyWrite';
import { readNpz, writeNpz } from '../files/npz/npz';
import type { NpyArray } from '../files/npz/npyRead';
import { fileProblem, type Samples } from '../files/measurement';

/** The keys in the order of the file. */
export const IV_NOVELTY_KEYS = [
  'iv_curves',
  'X_measured',
  'indices_measured',
  'img_novelty_scores',
  'spectra_novelty_scores',
  'last_filename',
] as const;
type Key = (typeof IV_NOVELTY_KEYS)[number];

/** How many points, and points on a curve, the authors' notebook is written for. */
export const NOTEBOOK_SHAPE = { curves: 210, points: 251, patch: 16 } as const;

export interface IvNovelty {
  /** In amperes, curve by curve, `places.length` x `curvePoints`. */
  readonly amperes: Samples;
  readonly curvePoints: number;
  /** Patch by patch, row by row from the top left, `places.length` x `patchSize`^2. */
  readonly patches: Samples;
  /** Side of a patch, even; its centre is pixel [size/2, size/2]. */
  readonly patchSize: number;
  /** Patch centres in the order of acquisition. */
  readonly places: readonly PixelPoint[];
  /** Of the candidates that were left, in no order that the file tells. */
  readonly imageNovelty: Float64Array;
  /** Of every curve, by order of acquisition. */
  readonly spectralNovelty: Float64Array;
  readonly lastFilename: string;
}

const OTHER_FILE = 'Give an .npz file with the six arrays of IV_Novelty.npz (see docs/exchange.md).';

/** The file as bytes, the same for the same run; `numpy.load(allow_pickle=False)` reads it. */
export function encodeIvNovelty(run: IvNovelty): Uint8Array {
  const count = run.places.length;
  const arrays: Record<Key, NpyContent> = {
    iv_curves: { type: '<f8', shape: [count, run.curvePoints], values: Float64Array.from(run.amperes) },
    X_measured: { type: '<f8', shape: [count, run.patchSize ** 2], values: Float64Array.from(run.patches) },
    indices_measured: { type: '<i8', shape: [count, 2], values: run.places.flatMap(({ row, col }) => [row, col]) },
    img_novelty_scores: { type: '<f8', shape: [run.imageNovelty.length], values: run.imageNovelty },
    spectra_novelty_scores: { type: '<f8', shape: [count], values: run.spectralNovelty },
    last_filename: { type: 'text', text: run.lastFilename },
  };
  return writeNpz(new Map(IV_NOVELTY_KEYS.map((key) => [key, arrays[key]])));
}

/**
 * The run in a file. Throws a file problem for a damaged or pickled file, and `file/unsuitable`, naming the array, for one
 * that has another layout.
 */
export function decodeIvNovelty(bytes: Uint8Array, file: string): IvNovelty {
  const arrays = readNpz(bytes, file);
  const missing = IV_NOVELTY_KEYS.filter((key) => !arrays.has(key));
  if (missing.length > 0) {
    const held = arrays.size === 0 ? 'no array at all' : [...arrays.keys()].slice(0, 8).join(', ');
    throw unsuitable(file, `it lacks ${missing.join(', ')}; it holds ${held}`);
  }
  const get = (key: Key): NpyArray => arrays.get(key)!;
  const [count, curvePoints] = matrixShape(file, 'iv_curves', get('iv_curves'));
  const patches = numbersOf(file, 'X_measured', get('X_measured'));
  const patchSize = Math.sqrt(patches.length / count);
  if (!Number.isInteger(patchSize) || patchSize < 4 || patchSize > 64 || patchSize % 2 !== 0)
    throw unsuitable(file, `X_measured of shape ${shapeText(get('X_measured'))} is not ${count} square patches`);
  return {
    amperes: numbersOf(file, 'iv_curves', get('iv_curves')),
    curvePoints,
    patches,
    patchSize,
    places: placesOf(file, get('indices_measured'), count),
    imageNovelty: Float64Array.from(numbersOf(file, 'img_novelty_scores', get('img_novelty_scores'))),
    spectralNovelty: scoresOf(file, get('spectra_novelty_scores'), count),
    lastFilename: textOf(get('last_filename')),
  };
}

/** The error of a file that is whole but holds something else. */
export function unsuitable(file: string, what: string, hint = OTHER_FILE): ConsoleError {
  return new ConsoleError({ code: 'file/unsuitable', message: `${file}: ${what}.`, hint });
}

function matrixShape(file: string, key: Key, array: NpyArray): [number, number] {
  const [count, points] = array.shape;
  if (array.shape.length === 2 && count! >= 3 && points! >= 5) return [count!, points!];
  throw unsuitable(file, `${key} of shape ${shapeText(array)} is not three or more curves of five or more points`);
}

function numbersOf(file: string, key: Key, array: NpyArray): Samples {
  const [field, another] = array.fields;
  if (field !== undefined && another === undefined && !isText(field.values)) {
    if (field.shape.length === array.shape.length) return field.values;
    throw unsuitable(file, `${key} holds complex numbers`);
  }
  throw fileProblem({ file, where: key, what: 'it holds no plain numbers.' }, OTHER_FILE);
}

function isText(values: Samples | readonly string[]): values is readonly string[] {
  return Array.isArray(values);
}

function placesOf(file: string, array: NpyArray, count: number): PixelPoint[] {
  const values = numbersOf(file, 'indices_measured', array);
  if (array.shape.length !== 2 || array.shape[0] !== count || array.shape[1] !== 2)
    throw unsuitable(file, `indices_measured of shape ${shapeText(array)} is not ${count} pairs of row and column`);
  return Array.from({ length: count }, (_, k) => {
    const place = { row: values[2 * k]!, col: values[2 * k + 1]! };
    if (Number.isSafeInteger(place.row) && Number.isSafeInteger(place.col) && place.row >= 0 && place.col >= 0)
      return place;
    throw unsuitable(file, `place ${k + 1} of indices_measured, (${place.row}, ${place.col}), is no pixel`);
  });
}

function scoresOf(file: string, array: NpyArray, count: number): Float64Array {
  const scores = Float64Array.from(numbersOf(file, 'spectra_novelty_scores', array));
  if (scores.length === count) return scores;
  throw unsuitable(file, `spectra_novelty_scores holds ${scores.length} scores for ${count} curves`);
}

/** The name is kept as text whatever its type; only the first one of several. */
function textOf(array: NpyArray): string {
  return String(array.fields[0]?.values[0] ?? '');
}

function shapeText({ shape }: NpyArray): string {
  return `(${shape.join(', ')})`;
}
