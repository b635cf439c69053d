/** Pre-acquired data in the form in which it can be measured again: a frame, one sweep, and curves at places of the frame. */
import { ConsoleError } from '../../../src-shared/errors';
import type { SamplePoint } from '../../../src-shared/geometry';
import { distanceMetres, pixelToSample, sampleToPixel } from '../../../src-shared/geometry';
import type { Frame } from '../../../src-shared/scan';
import { sweepVolts, type BiasSweep } from '../../../src-shared/sweep';

export interface Recording {
  /** The file or session that it comes from. */
  readonly source: string;
  /** True where what was recorded was simulated. */
  readonly simulated: boolean;
  /** Heights in metres, NaN where nothing was recorded. */
  readonly frame: Frame;
  /** The sweep that every curve was taken with. */
  readonly sweep: BiasSweep;
  /** Where the curves were taken, metres in the frame. */
  readonly places: readonly SamplePoint[];
  /** Curve by curve, amperes, places.length x points of the sweep; a curve with NaN cannot be served. */
  readonly amperes: Float32Array | Float64Array;
}

/** Readings within this share of the largest current of the recording lie on one flat top. */
const FLAT_TOP = 1e-3;
/** So many readings in a row at the largest current are no peak but the end of a range. */
const FLAT_POINTS = 3;

/** The curve taken nearest to a place, and where that was. */
export function nearestCurve(
  { places }: Recording,
  at: SamplePoint,
): { readonly index: number; readonly at: SamplePoint } {
  let index = 0;
  for (let k = 1; k < places.length; k++)
    if (distanceMetres(places[k]!, at) < distanceMetres(places[index]!, at)) index = k;
  return { index, at: places[index]! };
}

/** The recorded currents of one curve, in amperes. */
export function recordedCurve(recording: Recording, index: number): Float64Array {
  const points = sweepVolts(recording.sweep).length;
  return Float64Array.from(recording.amperes.subarray(index * points, (index + 1) * points));
}

/** The recorded height of the pixel at a place, metres; undefined outside the frame and where nothing was recorded. */
export function recordedHeight({ frame }: Recording, at: SamplePoint): number | undefined {
  const pixel = sampleToPixel(frame, at);
  const height = heightAt(frame, Math.round(pixel.row), Math.round(pixel.col));
  return Number.isFinite(height) ? height : undefined;
}

function heightAt({ rows, cols, heightsMetres }: Frame, row: number, col: number): number {
  if (row < 0 || col < 0 || row >= rows || col >= cols) return NaN;
  return heightsMetres[row * cols + col]!;
}

/** One line of a raster over the recorded frame: each pixel is the recorded one nearest to it, NaN where there is none. */
export function recordedLine({ frame }: Recording, raster: Omit<Frame, 'heightsMetres'>, row: number): Float32Array {
  return Float32Array.from({ length: raster.cols }, (_, col) => {
    const pixel = sampleToPixel(frame, pixelToSample(raster, { row, col }));
    return heightAt(frame, Math.round(pixel.row), Math.round(pixel.col));
  });
}

/** The largest recorded |current|, amperes: where a range ended, if one did. */
export function largestCurrent({ amperes }: Recording): number {
  let largest = 0;
  for (const current of amperes) if (Math.abs(current) > largest) largest = Math.abs(current);
  return largest;
}

/** Whether a curve has a flat top at the largest current of its recording, as an amplifier at its range gives. */
export function isSaturated(amperes: Float64Array, largest: number): boolean {
  let inARow = 0;
  for (const current of amperes) {
    inARow = largest > 0 && Math.abs(current) >= largest * (1 - FLAT_TOP) ? inARow + 1 : 0;
    if (inARow === FLAT_POINTS) return true;
  }
  return false;
}

/** Throws `config/invalid` unless sizes agree and there is something to measure. */
export function checkRecording({ source, places, amperes, sweep }: Recording): void {
  const points = sweepVolts(sweep).length;
  if (places.length > 0 && amperes.length === places.length * points) return;
  throw new ConsoleError({
    code: 'config/invalid',
    message: `${source} holds ${amperes.length} currents for ${places.length} places and sweeps of ${points} points.`,
    hint: 'Give a recording with at least one whole curve.',
  });
}
