/**
 * A structure image for a data set that has curves only: the current at the first bias of every curve, on a scale of
 * decades. The server does not say how many curves there are; where the curve under the tip changes tells.
 */
import { ConsoleError } from '../../../src-shared/errors';
import { amperesPerValue, curvesOnRaster, unsuitable, type DatasetInfo } from './dataSet';
import { readLimits, readSpectrum, type Limits } from './places';
import type { PyroClient } from './pyroClient';

const METRES_PER_DECADE = 1e-9;
/** Halvings of half a side, after which the border between two pixels is known to a billionth of it. */
const HALVINGS = 30;
const MOST_CURVES = 256 * 256;
/** Pixels along a diagonal that tell whether a data set is still the same one. */
const SAMPLES = 5;

/** The image, first row at the top, and the axis of its curves. */
export interface CurveImage {
  readonly rows: number;
  readonly cols: number;
  /** Decades shown as heights, 1 nm each, the lowest 0; a curve without current counts as the lowest. */
  readonly heightsMetres: Float32Array;
  readonly volts: Float64Array;
}

/** Takes the curve of every pixel. Rejects with `instrument/fault` where there is none at every pixel of a square. */
export async function readCurveImage(client: PyroClient, info: DatasetInfo, signal: AbortSignal): Promise<CurveImage> {
  if (!curvesOnRaster(info)) throw unsuitable('It holds neither an image nor curves on a raster.');
  const limits = await readLimits(client);
  const cols = await countAlong(client, 'x', limits);
  const rows = await countAlong(client, 'y', limits);
  if (rows !== cols || rows < 16 || rows * cols > MOST_CURVES)
    throw unsuitable(`It has curves at ${cols} by ${rows} pixels; squares of 16 to 256 on a side can be measured.`);
  const scale = amperesPerValue(info);
  const decades = new Float64Array(rows * cols);
  let volts: Float64Array = new Float64Array();
  for (let k = 0; k < decades.length; k++) {
    if (signal.aborted)
      throw new ConsoleError({ code: 'instrument/aborted', message: 'Reading the data set was called off.' });
    const curve = await curveAt(client, limits, { rows, cols }, k);
    volts = curve.axis;
    decades[k] = Math.log10(Math.abs(scale * curve.values[0]!));
  }
  const lowest = decades.reduce((low, value) => (Number.isFinite(value) ? Math.min(low, value) : low), Infinity);
  const heightsMetres = Float32Array.from(decades, (value) =>
    Number.isFinite(value) ? (value - lowest) * METRES_PER_DECADE : 0,
  );
  return { rows, cols, heightsMetres, volts };
}

/** Curves of a few pixels as numbers, by which one sees that a server still has the same data set. */
export async function readSamples(
  client: PyroClient,
  raster: { readonly rows: number; readonly cols: number },
): Promise<readonly number[]> {
  const limits = await readLimits(client);
  const samples: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    const row = Math.floor((i * (raster.rows - 1)) / (SAMPLES - 1));
    const { values } = await curveAt(client, limits, raster, row * raster.cols + row);
    samples.push(...values);
  }
  return samples;
}

async function curveAt(
  client: PyroClient,
  { left, right, low, high }: Limits,
  { rows, cols }: { readonly rows: number; readonly cols: number },
  k: number,
) {
  const [row, col] = [Math.floor(k / cols), k % cols];
  await client.call('go_to', [left + ((right - left) * col) / (cols - 1), high - ((high - low) * row) / (rows - 1)]);
  return readSpectrum(client);
}

/** How many pixels lie side by side: half the distance between two is where another curve begins. */
async function countAlong(client: PyroClient, axis: 'x' | 'y', limits: Limits): Promise<number> {
  // A corner is the place of a pixel. Where the tip is now cannot be asked for: axes in single precision are not sent.
  const { right: x, high: y } = limits;
  await client.call('go_to', [x, y]);
  const here = await readSpectrum(client);
  const [from, far] = axis === 'x' ? [x, limits.left] : [y, limits.low];
  const differs = async (share: number): Promise<boolean> => {
    const there = from + share * (far - from);
    await client.call('go_to', axis === 'x' ? [there, y] : [x, there]);
    const { values } = await readSpectrum(client);
    return values.some((value, i) => !Object.is(value, here.values[i]));
  };
  let [same, other] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (same + other) / 2;
    if (await differs(middle)) other = middle;
    else same = middle;
  }
  return Math.round(1 / (2 * other)) + 1;
}
