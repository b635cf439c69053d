/**
 * Bruker NanoScope files: images, and force or current-voltage curves. Values are little-endian integers of 2 bytes, from
 * version 9.2 on of 4; `Bytes/pixel` says how they are scaled, not how they are stored. The lowest line comes first.
 */
import type { Raster } from '../../../src-shared/geometry';
import { claimedCount, fileProblem, type Direction, type MeasuredImage, type Measurement } from '../measurement';
import { lengthOrNaN, numberFrom, positiveCount } from '../sizes';
import { flipRows } from '../turning';
import { scaledUnit } from '../units';
import { channelName, readIntegers, type NanoscopeFile } from './channel';
import { readCurves } from './curves';
import { findSection, readSections, splitNumber, type HeaderSection } from './header';
import { imageScale } from './scale';

const IMAGE_LISTS = ['Ciao image list', 'AFM image list', 'NCAFM image list', 'STM image list', 'Image list'];
const CURVE_LIST = 'Ciao force image list';
const SCAN_LISTS = ['Ciao scan list', 'Afm list', 'Stm list', 'NC Afm list'];
/** From here on all values are stored in 4 bytes. */
const WIDE_VERSION = 0x09200000;

/** Reads a NanoScope file. Throws a `file/unreadable` error. */
export function readNanoscope(bytes: Uint8Array, file: string): Measurement {
  const sections = readSections(bytes, file);
  const version = parseInt(sections[0]?.values.get('version') ?? '', 16);
  const source: NanoscopeFile = { bytes, file, sections, storedBytes: version >= WIDE_VERSION ? 4 : 2 };
  refuseOverlap(source);
  const modes = sections.map(({ values }) => values.get('operating mode'));
  const context = sections[0]?.values.get('start context');
  const volume = modes.includes('Force Volume') || context === 'FVOL';
  const lists = sections.filter(({ name }) => IMAGE_LISTS.includes(name));
  const curves = sections.filter(({ name }) => name === CURVE_LIST);
  if (volume && lists.length === 0)
    throw fileProblem({ file, what: 'it is a force volume, which is not read.' }, 'Export its curves one by one.');
  return {
    format: 'Bruker NanoScope',
    images: lists.map((list) => readImage(source, list)),
    spectra: volume ? [] : curves.flatMap((list) => readCurves(source, list)),
    metadata: metadataOf(sections, volume && curves.length > 0),
  };
}

/** Sections may not share data: otherwise a small file could ask for any amount of memory. */
function refuseOverlap({ bytes, file, sections }: NanoscopeFile): void {
  const lists = sections.filter(({ name }) => IMAGE_LISTS.includes(name) || name === CURVE_LIST);
  const total = lists.reduce((sum, { values }) => sum + Math.max(0, numberFrom(values.get('data length')) || 0), 0);
  claimedCount({ file, what: `the data of ${lists.length} channels` }, total, 1, bytes.length);
}

function readImage(source: NanoscopeFile, list: HeaderSection): MeasuredImage {
  const { file, sections } = source;
  const length = numberFrom(list.values.get('data length'));
  const { rows, cols, ...size } = imageRaster(source, list, length);
  const pixels = claimedCount({ file, where: list.name, what: 'an image' }, rows * cols, 2, length);
  const storedBytes = length === 4 * pixels ? 4 : length === 2 * pixels ? 2 : source.storedBytes;
  const { unit, perCount } = imageScale(sections, list, scaleBytes(list), file);
  const values = flipRows(readIntegers(source, list, { count: pixels, storedBytes, perCount }), rows, cols);
  const direction = DIRECTIONS[list.values.get('line direction') ?? ''];
  const image = { channel: channelName(list), unit, rows, cols, ...size, values };
  return direction === undefined ? image : { ...image, direction };
}

const DIRECTIONS: Readonly<Record<string, Direction>> = { Trace: 'forward', Retrace: 'backward' };

/** Rows, columns and size of an image. */
function imageRaster({ file, sections }: NanoscopeFile, list: HeaderSection, length: number): Raster {
  const scan = findSection(sections, SCAN_LISTS)?.values;
  const cols = positiveCount(file, '"Samps/line"', countIn(list.values, 'samps/line'));
  const rows = positiveCount(file, '"Number of lines"', countIn(list.values, 'number of lines'));
  const [globalCols, globalRows] = [countIn(scan, 'samps/line'), countIn(scan, 'lines')];
  const [width, height] = scanSize(list.values.get('scan size') ?? scan?.get('scan size'));
  // Some versions give the true number of pixels in the scan list only; the pixel stays as large as it was.
  if (!fits(length, rows * cols) && fits(length, globalRows * globalCols))
    return {
      rows: globalRows,
      cols: globalCols,
      ...sides((width * globalCols) / cols, (height * globalRows) / rows),
    };
  const squarePixels = isStretched(scan) || !(globalRows > 0);
  const drawn = isStretched(list.values) ? (height * rows) / (squarePixels ? cols : globalRows) : height;
  return { rows, cols, ...sides(width, drawn) };
}

function countIn(values: ReadonlyMap<string, string> | undefined, key: string): number {
  return splitNumber(values?.get(key) ?? '')[0];
}

/** Whether bytes are just what so many values of 2 or 4 bytes take. */
function fits(length: number, pixels: number): boolean {
  return pixels > 0 && (length === 2 * pixels || length === 4 * pixels);
}

function sides(width: number, height: number) {
  return { widthMetres: lengthOrNaN(width), heightMetres: lengthOrNaN(height) };
}

/** `1000 500 nm` or `1000 nm` in metres. */
function scanSize(text: string | undefined): [number, number] {
  const found = /^(\S+)\s+(?:([-+.\deE]+)\s+)?(\S+)$/.exec(text?.trim() ?? '');
  const { unit, factor } = scaledUnit(found?.[3] ?? '');
  const width = unit === 'm' ? numberFrom(found?.[1]) * factor : NaN;
  return [width, found?.[2] === undefined ? width : numberFrom(found[2]) * factor];
}

/** Whether the lines are not as far apart as the pixels in them, so that the second scan size is not the height. */
function isStretched(values: ReadonlyMap<string, string> | undefined): boolean {
  const ratio = /^(\S+):(\S+)$/.exec(values?.get('aspect ratio') ?? '1:1');
  return ratio !== null && numberFrom(ratio[1]) !== numberFrom(ratio[2]);
}

function scaleBytes(list: HeaderSection): number {
  const given = numberFrom(list.values.get('bytes/pixel'));
  return given === 1 || given === 2 || given === 4 ? given : 2;
}

function metadataOf(sections: readonly HeaderSection[], curvesLeftOut: boolean): Record<string, string> {
  const metadata = new Map<string, string>();
  for (const { name, values } of sections) {
    if (IMAGE_LISTS.includes(name) || name === CURVE_LIST) continue;
    for (const [key, value] of values) if (value !== '') metadata.set(`${name}: ${key}`, value);
  }
  if (curvesLeftOut) metadata.set('Not read', 'the curves of the force volume');
  return Object.fromEntries(metadata);
}
