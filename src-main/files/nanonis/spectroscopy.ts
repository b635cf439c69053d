/**
 * Nanonis spectroscopy (.dat): `key tab value` lines, `[DATA]`, a line of column names with units, then rows of numbers.
 * The first column is what was swept. Columns of the way back, `[bwd]`, are stored beside the value of the sweep that they
 * belong to; they are given here in the order in which they were measured, from its end.
 */
import { latin1 } from '../byteCursor';
import { fileProblem, type MeasuredSpectra, type Measurement } from '../measurement';
import { nanonisColumn } from './columns';

const DATA_LINE = /(?:^|\n)\[DATA\][^\n]*\r?\n/;

/** Whether bytes look like a spectroscopy file: a header of text with tabs, then `[DATA]`. */
export function isNanonisSpectroscopy(bytes: Uint8Array): boolean {
  const head = latin1(bytes, 0, Math.min(bytes.length, 0x10000));
  const found = DATA_LINE.exec(head);
  return found !== null && /^[^\t\r\n]+\t/.test(head) && !head.slice(0, found.index).includes('\0');
}

/** Reads a spectroscopy file. Throws a `file/unreadable` error. */
export function readNanonisSpectroscopy(bytes: Uint8Array, file: string): Measurement {
  const text = latin1(bytes);
  const found = DATA_LINE.exec(text);
  if (found === null) throw fileProblem({ file, where: 'header', what: 'the line [DATA] is missing.' });
  const lines = text.slice(found.index + found[0].length).split(/\r?\n/);
  const names = (lines[0] ?? '').split('\t').map((name) => name.trim());
  while (names.length > 1 && names.at(-1) === '') names.pop();
  if (names.length < 2 || names.includes(''))
    throw fileProblem({ file, where: 'column names', what: 'there must be at least two columns, each with a name.' });
  const rows = lines.slice(1).filter((line) => line.trim() !== '');
  const columns = readNumbers(rows, names, file);
  const metadata = readHeader(text.slice(0, found.index));
  return { format: `Nanonis spectroscopy`, images: [], spectra: spectraOf(names, columns), metadata };
}

/** The columns, each with a value for each row. A row with more or fewer values than names is an error. */
function readNumbers(rows: readonly string[], names: readonly string[], file: string): Float64Array[] {
  const columns: Float64Array[] = [];
  if (rows.length === 0) throw fileProblem({ file, what: 'there are column names, but no values below them.' });
  rows.forEach((line, row) => {
    const cells = line.replace(/\s+$/, '').split('\t');
    if (cells.length !== names.length)
      throw fileProblem({
        file,
        where: `row ${row + 1} of the values`,
        what: `${cells.length} values for ${names.length} columns.`,
      });
    // Only now is it sure that the file holds what the columns will need.
    if (row === 0) for (let i = 0; i < names.length; i++) columns.push(new Float64Array(rows.length));
    cells.forEach((cell, column) => {
      columns[column]![row] = numberOrNaN(cell, { file, where: `row ${row + 1}, column "${names[column]!}"` });
    });
  });
  return columns;
}

function numberOrNaN(cell: string, where: { readonly file: string; readonly where: string }): number {
  const trimmed = cell.trim();
  if (/^nan$/i.test(trimmed)) return NaN;
  const value = trimmed === '' ? NaN : Number(trimmed);
  if (!Number.isFinite(value)) throw fileProblem({ ...where, what: `"${trimmed.slice(0, 40)}" is not a number.` });
  return value;
}

function spectraOf(names: readonly string[], columns: readonly Float64Array[]): MeasuredSpectra[] {
  const swept = nanonisColumn(names[0]!);
  const forward = columns[0]!.map((value) => value * swept.factor);
  const backward = forward.slice().reverse();
  return columns.slice(1).map((stored, i): MeasuredSpectra => {
    const { channel, unit, factor, direction } = nanonisColumn(names[i + 1]!);
    const values = stored.map((value) => value * factor);
    const axis = { name: swept.channel, unit: swept.unit, values: direction === 'forward' ? forward : backward };
    return { channel, unit, direction, axis, count: 1, values: direction === 'forward' ? values : values.reverse() };
  });
}

function readHeader(text: string): Record<string, string> {
  const entries: [string, string][] = [];
  for (const line of text.split(/\r?\n/)) {
    const [key = '', ...values] = line.split('\t');
    const value = values.join(' ').trim();
    if (key.trim() !== '' && value !== '') entries.push([key.trim(), value]);
  }
  return Object.fromEntries(entries);
}
