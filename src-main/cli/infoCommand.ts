/** `info`: what is in a file of an instrument. */
import { basename, resolve } from 'node:path';
import { formatNumber, formatQuantity } from '../../src-shared/units';
import { describeMeasurement, type ImageDescription, type SpectraDescription } from '../files/describe';
import { openMeasurement } from '../files/openMeasurement';
import { readOptions, UsageError } from './usage';

const OPTIONS = { json: { type: 'boolean', default: false } } as const;

/** Prints what a file holds. Rejects with `file/unreadable`. */
export async function infoCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, 1);
  if (positionals[0] === undefined) throw new UsageError('info needs a file.');
  const path = resolve(positionals[0]);
  const { format, images, spectra, metadata } = describeMeasurement(await openMeasurement(path));
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ file: path, format, images, spectra, metadata })}\n`);
    return 0;
  }
  const entries = Object.keys(metadata).length;
  const lines = [
    `${basename(path)}: ${format}`,
    ...(images.length === 0 ? [] : ['', 'Images', ...columns(images.map(imageCells))]),
    ...(spectra.length === 0 ? [] : ['', 'Curves', ...columns(spectra.map(spectraCells))]),
    ...(images.length + spectra.length === 0 ? ['', 'No images and no curves.'] : []),
    ...(entries === 0 ? [] : ['', `${entries} entries of metadata; --json prints them.`]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function imageCells(image: ImageDescription): string[] {
  const { rows, cols, widthMetres, heightMetres } = image;
  return [...channelCells(image), `${cols} x ${rows}`, sizeText(widthMetres, heightMetres), rangeText(image)];
}

function spectraCells(spectra: SpectraDescription): string[] {
  const { count, points, axis, raster } = spectra;
  const number = `${count} ${count === 1 ? 'curve' : 'curves'} of ${points}`;
  const where = raster === undefined ? '' : `${raster.cols ?? ''} x ${raster.rows ?? ''}, `;
  const place = raster === undefined ? '' : `${where}${sizeText(raster.widthMetres, raster.heightMetres)}`;
  const along = `${axis.name} ${quantity(axis.first, axis.unit)} to ${quantity(axis.last, axis.unit)}`;
  return [...channelCells(spectra), number, along, place, rangeText(spectra)];
}

function channelCells({ channel, direction }: ImageDescription | SpectraDescription): string[] {
  return [channel, direction ?? ''];
}

function sizeText(width: number | undefined, height: number | undefined): string {
  if (width === undefined || height === undefined) return 'size not given';
  return `${formatQuantity(width, 'm')} x ${formatQuantity(height, 'm')}`;
}

function rangeText({ values, unit }: ImageDescription | SpectraDescription): string {
  if (values === undefined) return 'no data';
  const missing = values.missing === 0 ? '' : `, ${values.missing} missing`;
  return `${quantity(values.min, unit)} to ${quantity(values.max, unit)}${missing}`;
}

/** Prefixes only in front of units that take them. */
function quantity(value: number, unit: string): string {
  const plain = unit === '' || unit === 'deg' || !/^[A-Za-z]{1,2}$/.test(unit);
  return plain ? `${formatNumber(value)} ${unit}`.trimEnd() : formatQuantity(value, unit);
}

/** Cells in columns, two spaces apart. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ')}`.trimEnd());
}
