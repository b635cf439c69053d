/** HDF5 files through h5wasm: the HDF5 library itself in WebAssembly, on a file system in memory. */
import type { Dataset, Group, RegionReference } from 'h5wasm';
import { claimedCount, fileProblem, type Samples } from '../measurement';

/** Bytes 0-7 of every HDF5 file without a user block. */
const MAGIC = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** The gzip filter cannot make anything smaller than by this factor. */
const MOST_EXPANSION = 1032;
const PATH = '/measurement.h5';

/** Whether bytes begin as HDF5 files do. */
export function isHdf5(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** A file that is open, with what its readers need to keep within bounds. */
export interface H5File {
  /** The name that messages use. */
  readonly file: string;
  readonly bytes: number;
  readonly root: Group;
  /** Every dataset with its path, in the order of the file. */
  readonly datasets: readonly { readonly path: string; readonly dataset: Dataset }[];
  readonly isDataset: (thing: unknown) => thing is Dataset;
  readonly isGroup: (thing: unknown) => thing is Group;
  /** Of either kind; the library's types let only the one of a region pass for both. */
  readonly isReference: (thing: unknown) => thing is RegionReference;
}

/** Opens bytes, does the work and closes again. Whatever the library throws becomes a file problem. */
export async function withHdf5<T>(bytes: Uint8Array, file: string, work: (opened: H5File) => T): Promise<T> {
  const library = await import('h5wasm');
  const module = await library.ready;
  module.activate_throwing_error_handler();
  module.FS.writeFile(PATH, bytes);
  const isDataset = (thing: unknown): thing is Dataset => thing instanceof library.Dataset;
  const isGroup = (thing: unknown): thing is Group => thing instanceof library.Group;
  const isReference = (thing: unknown): thing is RegionReference => thing instanceof library.Reference;
  let root: InstanceType<typeof library.File> | undefined;
  try {
    const opened = new library.File(PATH, 'r');
    root = opened;
    const datasets = opened.paths().flatMap((path) => {
      const dataset = opened.get(path);
      return isDataset(dataset) ? [{ path, dataset }] : [];
    });
    return work({ file, bytes: bytes.length, root, datasets, isDataset, isGroup, isReference });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('file/')) throw cause;
    const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '';
    throw fileProblem({ file, what: `the HDF5 library cannot read it: ${reason.slice(0, 200)}.` }, undefined, cause);
  } finally {
    root?.close();
    module.FS.unlink(PATH);
  }
}

/** The shape of a dataset that holds plain real numbers, else undefined. */
export function numericShape({ metadata }: Dataset): readonly number[] | undefined {
  const INTEGER = 0;
  const FLOAT = 1;
  const { type, shape } = metadata;
  return (type === INTEGER || type === FLOAT) && shape !== null ? shape : undefined;
}

/** The values of a dataset of numbers, row-major. Throws a file problem where it claims more than its file can hold. */
export function numbersIn({ file, bytes }: H5File, dataset: Dataset): Samples {
  const { shape, size } = dataset.metadata;
  const count = (shape ?? []).reduce((product, side) => product * side, 1);
  const most = dataset.metadata.chunks === null ? bytes : bytes * MOST_EXPANSION;
  claimedCount({ file, where: dataset.path, what: 'the dataset' }, count, size, most);
  const { value } = dataset;
  if (value instanceof Float32Array || value instanceof Float64Array) return value;
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Float64Array.from(value, Number);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Float64Array.from(value as ArrayLike<number>);
  if (typeof value === 'number') return Float64Array.of(value);
  throw fileProblem({ file, where: dataset.path, what: 'the dataset holds no plain numbers.' });
}

type WithAttributes = Pick<Dataset, 'attrs'>;

/** An attribute as text; empty where it is missing or is no text. */
export function textAttribute(owner: WithAttributes, name: string): string {
  const value = owner.attrs[name]?.value;
  return typeof value === 'string' ? value.trim() : '';
}

/** An attribute as a list of texts; empty where it is missing. */
export function textsAttribute(owner: WithAttributes, name: string): readonly string[] {
  const value = owner.attrs[name]?.value;
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map((entry) => (typeof entry === 'string' ? entry : '')) : [];
}
