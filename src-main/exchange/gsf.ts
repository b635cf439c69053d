/** Gwyddion Simple Field 1.0 (gwyddion.net, user guide, appendix "Gwyddion Simple Field"): a text header and float32. */
import type { Raster } from '../../src-shared/geometry';

const MAGIC = 'Gwyddion Simple Field 1.0\n';

export interface GsfField extends Raster {
  readonly title: string;
  /** SI unit of the values; empty for plain numbers. */
  readonly unit: string;
  /** Place of the left and of the top edge, metres from the left and the top of the frame. */
  readonly xOffset: number;
  readonly yOffset: number;
  /** Row-major from the top left; NaN where there is no value. */
  readonly values: ArrayLike<number>;
}

/** The file of one map. Throws a `RangeError` where size and values do not agree. */
export function encodeGsf(field: GsfField): Uint8Array {
  const { rows, cols, widthMetres, heightMetres, values, title, unit } = field;
  if (values.length !== rows * cols || values.length === 0)
    throw new RangeError(`A field of ${rows} x ${cols} cannot hold ${values.length} values.`);
  const entries: readonly (readonly [string, string | number])[] = [
    ['XRes', cols],
    ['YRes', rows],
    ['XReal', widthMetres],
    ['YReal', heightMetres],
    ['XOffset', field.xOffset],
    ['YOffset', field.yOffset],
    ['XYUnits', 'm'],
    ...(unit === '' ? [] : [['ZUnits', unit] as const]),
    ['Title', title.replace(/\s+/g, ' ')],
  ];
  const header = new TextEncoder().encode(MAGIC + entries.map(([key, value]) => `${key} = ${value}\n`).join(''));
  // One to four zeros, so that the values begin at a multiple of four.
  const start = header.length + 4 - (header.length % 4);
  const bytes = new Uint8Array(start + 4 * values.length);
  bytes.set(header);
  bytes.set(new Uint8Array(Float32Array.from(values).buffer), start);
  return bytes;
}
