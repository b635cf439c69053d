/** Opening a file of an instrument: what it is shows in its content, never in its name. */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { isNanoscope } from './bruker/header';
import { readNanoscope } from './bruker/nanoscope';
import { latin1 } from './byteCursor';
import { readGwyFile } from './gwyddion/gwyFile';
import { readSimpleField, SIMPLE_FIELD_MAGIC } from './gwyddion/simpleField';
import { isHdf5, readHdf5 } from './hdf5/hdf5';
import { readIgorFile } from './igor/asylum';
import { igorByteOrder } from './igor/wave';
import { fileProblem, type Measurement, type MeasurementReader } from './measurement';
import { GRID_MAGIC, readNanonisGrid } from './nanonis/grid';
import { readNanonisScan, SCAN_MAGIC } from './nanonis/scan';
import { isNumpy, readNumpy } from './npz/npzMeasurement';
import { isNanonisSpectroscopy, readNanonisSpectroscopy } from './nanonis/spectroscopy';

/** Larger files are refused: everything is read into memory. */
const MAX_FILE_BYTES = 1024 ** 3;

interface Format {
  readonly matches: (bytes: Uint8Array) => boolean;
  readonly read: MeasurementReader;
}

function beginsWith(magic: string): Format['matches'] {
  return (bytes) => bytes.length >= magic.length && latin1(bytes, 0, magic.length) === magic;
}

/** In the order in which they are asked; those with a magic number of their own first. */
const FORMATS: readonly Format[] = [
  { matches: beginsWith('GWYP'), read: readGwyFile },
  { matches: beginsWith('GWYO'), read: readGwyFile },
  { matches: beginsWith(SIMPLE_FIELD_MAGIC), read: readSimpleField },
  { matches: beginsWith(SCAN_MAGIC), read: readNanonisScan },
  { matches: beginsWith(GRID_MAGIC), read: readNanonisGrid },
  { matches: isHdf5, read: readHdf5 },
  { matches: isNumpy, read: readNumpy },
  { matches: isNanoscope, read: readNanoscope },
  { matches: (bytes) => igorByteOrder(bytes) !== undefined, read: readIgorFile },
  { matches: isNanonisSpectroscopy, read: readNanonisSpectroscopy },
];

/**
 * Reads a file of any supported format. Throws `file/unreadable` where it cannot be opened, is of no known format, or is
 * damaged.
 */
export async function openMeasurement(path: string): Promise<Measurement> {
  return readMeasurement(await readWhole(path), basename(path));
}

/** Reads bytes of any supported format; `file` is the name that messages use. Throws `file/unreadable`. */
export async function readMeasurement(bytes: Uint8Array, file: string): Promise<Measurement> {
  const format = FORMATS.find(({ matches }) => matches(bytes));
  if (format !== undefined) return format.read(bytes, file);
  throw fileProblem(
    { file, what: bytes.length === 0 ? 'the file is empty.' : 'the content is of no format that can be read.' },
    'docs/files.md lists the formats. A file that ought to be one of them is damaged at its beginning.',
  );
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > MAX_FILE_BYTES)
        throw fileProblem({ file: path, what: `it is ${size} bytes long; up to ${MAX_FILE_BYTES} are read.` });
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (reason.startsWith(path)) throw cause;
    throw fileProblem({ file: path, what: `it cannot be opened: ${reason}` }, 'Check its name and your rights.', cause);
  }
}
