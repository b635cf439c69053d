/** Choosing, among the channels of a file, the currents at every pixel and the image that shows the surface. */
import type { Raster } from '../../../src-shared/geometry';
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import type { BiasSweep } from '../../../src-shared/sweep';
import { formatQuantity } from '../../../src-shared/units';
import type { MeasuredImage, MeasuredSpectra } from '../../files/measurement';
import { unsuitable } from '../ivNovelty';

/** How current densities over fields become currents over volts; what is absent is assumed. SI units. */
export interface FieldOptions {
  readonly filmMetres?: number;
  readonly contactSquareMetres?: number;
}

/** A current-voltage curve at every pixel. */
export interface CurveGrid {
  readonly raster: Raster;
  readonly sweep: BiasSweep;
  readonly points: number;
  /** Curve by curve, row by row from the top left, amperes; NaN where nothing was measured. */
  readonly amperes: Float64Array;
  readonly remarks: readonly string[];
}

/** Steps of a sweep that differ by less than this share of it are equal. */
const EQUAL_STEPS = 2e-3;
/** With these the fields and densities of such plots stay below the default limits of 2 V and 20 nA. */
const ASSUMED_FILM_METRES = 10e-9;
const ASSUMED_CONTACT_SQUARE_METRES = 0.1e-18;
/** What one decade of current density stands for where it takes the place of a height. */
const METRES_PER_DECADE = 1e-9;
const HINT = 'A replay needs currents against bias at every pixel: a grid of current-voltage curves.';

/** The currents of a file. Throws `file/unsuitable`, naming what there is, where none can be used. */
export function chooseCurves(file: string, spectra: readonly MeasuredSpectra[], options: FieldOptions): CurveGrid {
  const grids = spectra.filter(({ raster }) => raster !== undefined);
  const forward = grids.filter(({ direction }) => direction !== 'backward');
  const isCurrent = ({ unit, axis }: MeasuredSpectra) => unit === 'A' && axis.unit === 'V';
  const current = forward.find((channel) => isCurrent(channel) && /^current$/i.test(channel.channel));
  const found = current ?? forward.find(isCurrent);
  if (found?.raster !== undefined) return currentGrid(file, found, found.raster, otherWords(found, grids));
  const density = forward.find(isLogDensity);
  if (density?.raster !== undefined) return densityGrid(file, density, density.raster, options);
  const held = spectra.map(({ channel, unit, axis }) => `${channel} (${unit}) against ${axis.name} (${axis.unit})`);
  const what = held.length === 0 ? 'it holds no curves' : `it holds ${held.slice(0, 6).join(', ')}`;
  throw unsuitable(file, grids.length === 0 && held.length > 0 ? `${what}, but not at every pixel` : what, HINT);
}

function otherWords(used: MeasuredSpectra, grids: readonly MeasuredSpectra[]): string[] {
  const others = grids.filter((grid) => grid !== used).map(({ channel, direction }) => `${channel}${way(direction)}`);
  if (others.length === 0) return [];
  return [`Of its curves ${used.channel}${way(used.direction)} is replayed; ${others.join(', ')} are left out.`];
}

function way(direction: MeasuredSpectra['direction']): string {
  return direction === undefined ? '' : ` (${direction})`;
}

function currentGrid(file: string, channel: MeasuredSpectra, raster: Raster, remarks: readonly string[]): CurveGrid {
  const sweep = sweepOf(file, channel.axis.values);
  const points = channel.axis.values.length;
  return { raster, sweep, points, amperes: Float64Array.from(channel.values), remarks };
}

/** Log10 of a current density against the root of a field, as Schottky plots have it. */
function isLogDensity({ channel, unit, axis }: MeasuredSpectra): boolean {
  return (
    /log.*J|J.*log|log.*current density/i.test(`${channel} ${unit}`) &&
    /sqrt|V\/m|root/i.test(`${axis.name} ${axis.unit}`)
  );
}

function densityGrid(file: string, channel: MeasuredSpectra, raster: Raster, options: FieldOptions): CurveGrid {
  const film = options.filmMetres ?? ASSUMED_FILM_METRES;
  const area = options.contactSquareMetres ?? ASSUMED_CONTACT_SQUARE_METRES;
  const volts = channel.axis.values.map((root) => root * root * film);
  // An exact 0 of a logarithm is a failed point, not 1 A/m².
  const amperes = Float64Array.from(channel.values, (decades) => (decades === 0 ? NaN : 10 ** decades * area));
  const assumed = options.filmMetres === undefined || options.contactSquareMetres === undefined;
  return {
    raster,
    sweep: sweepOf(file, volts),
    points: volts.length,
    amperes,
    remarks: [
      `${channel.channel} against ${channel.axis.name} is replayed as current against bias, for a film of ${formatQuantity(film, 'm')} and a contact of ${formatQuantity(area * 1e18, '')} nm²${assumed ? ', which are assumed' : ''}.`,
    ],
  };
}

/** The sweep that volts in equal steps stand for: a ramp, or there and back. Throws `file/unsuitable` for anything else. */
function sweepOf(file: string, volts: Float64Array): BiasSweep {
  const { pointSeconds } = DEFAULT_EXPERIMENT.sweep;
  const start = volts[0] ?? NaN;
  let peak = 0;
  for (let i = 1; i < volts.length; i++) if (Math.abs(volts[i]! - start) > Math.abs(volts[peak]! - start)) peak = i;
  const span = (volts[peak] ?? NaN) - start;
  const end = volts.length - 1;
  const even = (from: number, to: number, first: number, last: number) => {
    for (let i = from; i <= to; i++) {
      const expected = first + ((last - first) * (i - from)) / Math.max(1, to - from);
      if (!(Math.abs(volts[i]! - expected) <= EQUAL_STEPS * Math.abs(span))) return false;
    }
    return true;
  };
  const sweep = {
    startVolts: start,
    peakVolts: volts[peak] ?? NaN,
    upPoints: peak + 1,
    downPoints: end - peak,
    pointSeconds,
  };
  if (peak >= 2 && even(0, peak, start, volts[peak]!) && (peak === end || even(peak, end, volts[peak]!, start)))
    return sweep;
  throw unsuitable(file, 'its bias is neither a ramp nor a triangle of equal steps', HINT);
}

/**
 * The surface that belongs to curves: topography where the file has it, else the map of the curves at their lowest bias,
 * which is then taken out of the curves so that nothing is learned from itself.
 */
export function chooseHeights(
  images: readonly MeasuredImage[],
  curves: CurveGrid,
): { heightsMetres: Float32Array; curves: CurveGrid; remarks: string[] } {
  const { rows, cols } = curves.raster;
  const fitting = images.filter((image) => image.rows === rows && image.cols === cols && image.unit === 'm');
  const named = fitting.find(
    ({ channel, direction }) => /^(z|.*height.*|.*topo.*)$/i.test(channel) && direction !== 'backward',
  );
  const image = named ?? fitting[0];
  if (image !== undefined) return { heightsMetres: Float32Array.from(image.values), curves, remarks: [] };
  return lowestBiasMap(curves);
}

function lowestBiasMap(grid: CurveGrid): { heightsMetres: Float32Array; curves: CurveGrid; remarks: string[] } {
  const { raster, points, amperes, sweep } = grid;
  const count = raster.rows * raster.cols;
  const first = Float64Array.from({ length: count }, (_, k) => Math.log10(Math.abs(amperes[k * points]!)));
  const finite = first.filter(Number.isFinite);
  const lowest = finite.reduce((low, value) => Math.min(low, value), Infinity);
  // A gap would take every candidate about it with it; the lowest value does less harm, and the place has no curve.
  const heightsMetres = Float32Array.from(first, (value) =>
    Number.isFinite(lowest) ? ((Number.isFinite(value) ? value : lowest) - lowest) * METRES_PER_DECADE : 0,
  );
  // There and back, the last point has the lowest bias too.
  const last = points - (sweep.downPoints > 0 ? 1 : 0);
  const kept = last - 1;
  const rest = new Float64Array(count * kept);
  for (let k = 0; k < count; k++) rest.set(amperes.subarray(k * points + 1, k * points + last), k * kept);
  const startVolts = sweep.startVolts + (sweep.peakVolts - sweep.startVolts) / (sweep.upPoints - 1);
  const downPoints = Math.max(0, sweep.downPoints - 1);
  const shorter = { ...sweep, startVolts, upPoints: sweep.upPoints - 1, downPoints };
  return {
    heightsMetres,
    curves: { ...grid, points: kept, amperes: rest, sweep: shorter },
    remarks: [
      'The file has no topography: the map of the current at the lowest bias stands for it, one decade shown as 1 nm, and is left out of the curves.',
    ],
  };
}
