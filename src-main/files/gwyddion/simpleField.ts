/**
 * Gwyddion Simple Field (.gsf): a magic line, `name = value` lines, one to four zero bytes up to a multiple of 4, then
 * float32, little-endian, row 0 the top. Source: "Simple Field Files" in the Gwyddion user guide.
 */
import { byteCursor, readFloat32s } from '../byteCursor';
import { fileProblem, type Measurement } from '../measurement';
import { lengthOrNaN, numberFrom, positiveCount } from '../sizes';
import { scaledUnit } from '../units';

export const SIMPLE_FIELD_MAGIC = 'Gwyddion Simple Field 1.0\n';

/** Reads a simple field. Throws a `file/unreadable` error. */
export function readSimpleField(bytes: Uint8Array, file: string): Measurement {
  const zero = bytes.indexOf(0);
  if (zero === -1) throw fileProblem({ file, where: 'header', what: 'the zero bytes behind it are missing.' });
  const header = readHeader(new TextDecoder().decode(bytes.subarray(SIMPLE_FIELD_MAGIC.length, zero)));
  const cols = positiveCount(file, 'XRes', numberFrom(header.get('XRes')));
  const rows = positiveCount(file, 'YRes', numberFrom(header.get('YRes')));
  const dataAt = zero + 4 - (zero % 4);
  if (dataAt > bytes.length) throw fileProblem({ file, what: 'it ends before its values.' });
  const cursor = byteCursor(bytes, { file, littleEndian: true, at: dataAt });
  const { unit, factor } = scaledUnit(header.get('ZUnits') ?? '');
  const lateral = scaledUnit(header.get('XYUnits') ?? '');
  const side = (name: string): number =>
    lateral.unit === 'm' ? lengthOrNaN(numberFrom(header.get(name)) * lateral.factor) : NaN;
  const values = readFloat32s(cursor, bytes, rows * cols, 'the field');
  if (factor !== 1) for (let i = 0; i < values.length; i++) values[i] = values[i]! * factor;
  const channel = header.get('Title') ?? 'Field';
  const raster = { rows, cols, widthMetres: side('XReal'), heightMetres: side('YReal') };
  const metadata = Object.fromEntries(header);
  return { format: 'Gwyddion Simple Field', images: [{ channel, unit, ...raster, values }], spectra: [], metadata };
}

function readHeader(text: string): Map<string, string> {
  const header = new Map<string, string>();
  for (const line of text.split('\n')) {
    const equals = line.indexOf('=');
    if (equals > 0) header.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  return header;
}
