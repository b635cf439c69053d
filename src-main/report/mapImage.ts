/** Values of a map as an image: a colour table over a range, and one neutral grey for what has no value. */
import { colorAt, fractionOf } from '../../src-shared/colormaps';
import type { ColormapName } from '../../src-shared/colormaps';
import { quantile } from '../numerics/stats';
import type { IndexedImage } from './png';

/** Entries of the palette that carry colour; the one after them is the grey. */
const COLOURS = 255;
/** Neutral, and told apart by its lack of hue from every table used here. */
const NO_VALUE_GREY = 0x9c;

/** The colour of what has no value, as CSS and SVG write it. */
export function noValueColour(): string {
  return `rgb(${NO_VALUE_GREY} ${NO_VALUE_GREY} ${NO_VALUE_GREY})`;
}

/** The lowest and highest value that a colour table spans. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/**
 * The range between two quantiles of the finite values, undefined where there are none. The defaults give minimum and
 * maximum; 0.01 and 0.99 keep single spikes from taking the whole table.
 */
export function valueRange(values: ArrayLike<number>, lowQuantile = 0, highQuantile = 1): ValueRange | undefined {
  const finite = Float64Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  return { low: quantile(finite, lowQuantile), high: quantile(finite, highQuantile) };
}

/** A map of `width` columns, row-major, as an image; values outside the range take its end colours. */
export function mapImage(
  values: ArrayLike<number>,
  width: number,
  name: ColormapName,
  range: ValueRange,
): IndexedImage {
  const pixels = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const fraction = fractionOf(values[i]!, range.low, range.high);
    pixels[i] = Number.isNaN(fraction) ? COLOURS : Math.min(COLOURS - 1, Math.floor(fraction * COLOURS));
  }
  return { width, height: values.length / width, pixels, palette: palette(name) };
}

/** The colours of a table as an image one pixel wide, high end at the top, or one pixel high, low end at the left. */
export function barImage(name: ColormapName, direction: 'up' | 'right'): IndexedImage {
  const pixels = Uint8Array.from({ length: COLOURS }, (_, i) => (direction === 'up' ? COLOURS - 1 - i : i));
  const size = direction === 'up' ? { width: 1, height: COLOURS } : { width: COLOURS, height: 1 };
  return { ...size, pixels, palette: palette(name) };
}

function palette(name: ColormapName): Uint8Array {
  const colours = new Uint8Array((COLOURS + 1) * 3).fill(NO_VALUE_GREY);
  for (let i = 0; i < COLOURS; i++) colours.set(colorAt(name, (i + 0.5) / COLOURS), i * 3);
  return colours;
}
