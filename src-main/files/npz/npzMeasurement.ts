/** Arrays of .npy and .npz files as what they may show: numbers in two dimensions as images of unknown size. */
import { fileProblem, type MeasuredImage, type Measurement } from '../measurement';
import { readNpy, type NpyArray } from './npyRead';
import { readNpz } from './npz';

const NPY_MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const ZIP_MAGIC = [0x50, 0x4b];

/** Whether bytes begin as .npy or .npz files do. */
export function isNumpy(bytes: Uint8Array): boolean {
  return [NPY_MAGIC, ZIP_MAGIC].some((magic) => magic.every((byte, i) => bytes[i] === byte));
}

/** Reads a file of NumPy arrays. Throws a file problem for damaged or pickled ones and where there is no array at all. */
export function readNumpy(bytes: Uint8Array, file: string): Measurement {
  const single = NPY_MAGIC.every((byte, i) => bytes[i] === byte);
  const arrays = single ? new Map([['', readNpy(bytes, { file })]]) : readNpz(bytes, file);
  if (arrays.size === 0)
    throw fileProblem({ file, what: 'it is a zip archive without NumPy arrays.' }, 'Give an .npz.');
  const images = [...arrays].flatMap(([key, array]) => imagesOf(key, array));
  const described = [...arrays].map(([key, array]) => [key === '' ? 'array' : key, description(array)]);
  return {
    format: single ? 'NumPy array' : 'NumPy archive',
    images,
    spectra: [],
    metadata: Object.fromEntries(described) as Record<string, string>,
  };
}

function imagesOf(key: string, { shape, fields }: NpyArray): MeasuredImage[] {
  const [rows, cols] = shape;
  if (rows === undefined || cols === undefined || shape.length !== 2 || rows * cols === 0) return [];
  return fields.flatMap(({ name, values, shape: whole }) => {
    if (Array.isArray(values) || whole.length !== 2) return [];
    const channel = [key, name].filter((part) => part !== '').join('.') || 'array';
    const size = { rows, cols, widthMetres: NaN, heightMetres: NaN };
    return [{ channel, unit: '', ...size, values: values as MeasuredImage['values'] }];
  });
}

function description({ shape, fields }: NpyArray): string {
  const types = fields.map(({ name, type }) => (name === '' ? type : `${name} ${type}`)).join(', ');
  return `${types}, shape (${shape.join(', ')})`;
}
