/**
 * Whether what an instrument brought back can be what was asked for. Nothing is repaired, scaled or cut to fit: what does
 * not hold together is refused with its numbers, before it is stored or learnt from.
 */
import { ConsoleError, type ErrorCode } from '../../src-shared/errors';
import { distanceMetres, sampleToPixel, type Raster, type SamplePoint } from '../../src-shared/geometry';
import type { Frame, ScanSettings } from '../../src-shared/scan';
import { sweepVolts, type BiasSweep } from '../../src-shared/sweep';
import { formatQuantity } from '../../src-shared/units';
import type { SweepResult } from './ports';

/** Position sensors of closed-loop scanners are not better than this, or than this share of a small frame. */
const SENSOR_METRES = 5e-9;
const SENSOR_SHARE = 0.02;
/** The bias axis may differ from the one asked for by this share of its span. */
const AXIS_SHARE = 0.02;
/** A curve that was cut off before this says nothing at all. */
const LEAST_POINTS = 3;
/** A current so many times the limit is no current in amperes. */
const CURRENT_FACTOR = 1000;
/** A height may jump by the relief of the frame between two places, and by this much where the frame is flat. */
const LEAST_JUMP_METRES = 50e-9;

/** How far from its pixel the tip may stand: half a pixel, and what the sensors cannot tell. */
export function toleranceMetres({ rows, cols, widthMetres, heightMetres }: Raster): number {
  const pixel = Math.min(widthMetres / cols, heightMetres / rows);
  return Math.max(pixel / 2, Math.min(SENSOR_METRES, SENSOR_SHARE * Math.min(widthMetres, heightMetres)));
}

/** Whether two places are the same within a tolerance; a place that is no number is nowhere. */
export function samePlace(a: SamplePoint, b: SamplePoint, tolerance: number): boolean {
  return distanceMetres(a, b) <= tolerance;
}

/**
 * Throws `instrument/fault` unless a frame is the one asked for.
 *
 * @param real whether the heights come from a sample; recorded images may be in any unit
 */
export function inspectFrame(frame: Frame, asked: ScanSettings, real: boolean): void {
  const { rows, cols, heightsMetres } = frame;
  const points = asked.rows * asked.cols;
  if (rows !== asked.rows || cols !== asked.cols || heightsMetres.length !== points)
    throw bad(
      `The frame has ${heightsMetres.length} heights in ${rows} x ${cols} pixels; ${asked.rows} x ${asked.cols} were asked for.`,
    );
  if (heightsMetres.some((height) => Math.abs(height) === Infinity)) throw bad('The frame has infinite heights.');
  const span = reliefMetres(frame);
  if (span === undefined) throw bad('The frame has no height that is a number.');
  const side = Math.max(asked.widthMetres, asked.heightMetres);
  if (real && span > side)
    throw bad(
      `The heights span ${m(span)} in a frame of ${m(side)}; they are hardly in metres.`,
      'Check the unit of the height channel.',
    );
}

/** Throws `instrument/off-place` unless the tip stands where it was sent. */
export function inspectArrival(asked: SamplePoint, reached: SamplePoint, scan: ScanSettings): void {
  const tolerance = toleranceMetres(scan);
  if (samePlace(asked, reached, tolerance)) return;
  throw offPlace(
    `The tip was sent to ${place(asked)} and stands at ${place(reached)}, more than ${m(tolerance)} away.`,
    'Nothing is measured there. Check the range of the scanner, then resume.',
  );
}

/** Throws `instrument/fault` or `instrument/off-place` unless a curve can be the one asked for. */
export function inspectCurve(
  curve: SweepResult,
  asked: {
    readonly sweep: BiasSweep;
    readonly limitAmperes: number;
    readonly scan: ScanSettings;
    readonly real: boolean;
  },
): void {
  const { volts, amperes, flags } = curve;
  const axis = sweepVolts(asked.sweep);
  const whole = amperes.length === axis.length || (!flags.complete && amperes.length < axis.length);
  if (!whole || volts.length !== amperes.length)
    throw bad(
      `The curve has ${volts.length} biases and ${amperes.length} currents; ${axis.length} points were asked for.`,
    );
  const measured = measuredPoints(amperes);
  if (
    measured < LEAST_POINTS ||
    !volts.subarray(0, measured).every(Number.isFinite) ||
    !isGap(amperes.subarray(measured))
  )
    throw bad('The curve has values that are no numbers.');
  const slack = AXIS_SHARE * Math.abs(asked.sweep.peakVolts - asked.sweep.startVolts);
  const off = volts.findIndex((bias, k) => Math.abs(bias - axis[k]!) > slack);
  if (off !== -1)
    throw bad(
      `Point ${off + 1} of the curve is at ${v(volts[off]!)}; ${v(axis[off]!)} was asked for.`,
      'Check the unit and the calibration of the bias.',
    );
  const most = amperes.subarray(0, measured).reduce((largest, current) => Math.max(largest, Math.abs(current)), 0);
  if (asked.real && most > CURRENT_FACTOR * asked.limitAmperes)
    throw bad(
      `The curve reaches ${a(most)} with a limit of ${a(asked.limitAmperes)}; it is hardly in amperes.`,
      'Check the unit and the gain of the current channel.',
    );
  inspectStanding(curve, asked.scan);
}

/** Points up to the first current that is no number: all of them but in a curve that was cut off. */
function measuredPoints(amperes: Float64Array): number {
  const first = amperes.findIndex((current) => !Number.isFinite(current));
  return first < 0 ? amperes.length : first;
}

/** Whether nothing at all was measured there. A number behind a gap, or an infinite one, is a defect and no cut. */
function isGap(amperes: Float64Array): boolean {
  return amperes.every(Number.isNaN);
}

/** Throws `instrument/off-place` where the tip wandered off its place during the sweep. */
function inspectStanding({ positionBefore, positionAfter }: SweepResult, scan: ScanSettings): void {
  const tolerance = 2 * toleranceMetres(scan);
  if (samePlace(positionBefore, positionAfter, tolerance)) return;
  throw offPlace(
    `The tip went from ${place(positionBefore)} to ${place(positionAfter)} during the sweep, more than ${m(tolerance)}.`,
    'The curve belongs to no place and is not used.',
  );
}

/** Height range of a frame in metres; undefined where nothing was measured. */
function reliefMetres({ heightsMetres }: Frame): number | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const height of heightsMetres) {
    if (height < low) low = height;
    if (height > high) high = height;
  }
  return high >= low ? high - low : undefined;
}

/** Height of a frame at a place, from the nearest pixel; NaN outside. */
export function heightAt(frame: Frame, at: SamplePoint): number {
  const { row, col } = sampleToPixel(frame, at);
  const [r, c] = [Math.round(row), Math.round(col)];
  return r >= 0 && r < frame.rows && c >= 0 && c < frame.cols ? frame.heightsMetres[r * frame.cols + c]! : NaN;
}

/** A height as read at a place. */
export interface HeightReading {
  readonly at: SamplePoint;
  readonly heightMetres: number;
}

/**
 * Throws `instrument/tip-fault` where the height changed between two places by far more than the frame says. Only the
 * difference counts, so that a slow drift of the whole scanner is no alarm.
 */
export function inspectHeights(frame: Frame, before: HeightReading, now: HeightReading): void {
  const expected = heightAt(frame, now.at) - heightAt(frame, before.at);
  const jump = Math.abs(now.heightMetres - before.heightMetres - expected);
  const most = Math.max(LEAST_JUMP_METRES, reliefMetres(frame) ?? 0);
  // A gap in the frame says nothing.
  if (Number.isNaN(expected) || jump <= most) return;
  throw new ConsoleError({
    code: 'instrument/tip-fault',
    message: `Tip crash suspected: the height jumped by ${m(jump)}, more than the ${m(most)} that the surface explains.`,
    hint: 'The tip was withdrawn. Look at tip and sample; nothing engages again before somebody acknowledges.',
  });
}

/** Wrong data, in the words of the one who saw it. */
function bad(message: string, hint = 'The data are not used. Check the instrument, then resume.'): ConsoleError {
  return error('instrument/fault', message, hint);
}

function offPlace(message: string, hint: string): ConsoleError {
  return error('instrument/off-place', message, hint);
}

function error(code: ErrorCode, message: string, hint: string): ConsoleError {
  return new ConsoleError({ code, message, hint });
}

export function place({ xMetres, yMetres }: SamplePoint): string {
  return `(${m(xMetres)}, ${m(yMetres)})`;
}

function m(metres: number): string {
  return formatQuantity(metres, 'm');
}

function v(volts: number): string {
  return formatQuantity(volts, 'V');
}

function a(amperes: number): string {
  return formatQuantity(amperes, 'A');
}
