/** From the arrays of `IV_Novelty.npz` to everything that a session holds, with what had to be assumed in words. */
import { DEFAULT_EXPERIMENT, MAX_SEEDS, MAX_STEPS, type ExperimentConfig } from '../../src-shared/experiment';
import type { PixelPoint } from '../../src-shared/geometry';
import type { CandidateGrid } from '../../src-shared/maps';
import type { Frame } from '../../src-shared/scan';
import type { InstrumentInfo } from '../../src-shared/session/record';
import { sweepVolts, type BiasSweep } from '../../src-shared/sweep';
import { formatQuantity } from '../../src-shared/units';
import { candidateGrid } from '../learning/patches';
import { frameOf, type Details } from './details';
import { unsuitable, type IvNovelty } from './ivNovelty';
import { frameFromPatches, keepPoints, unusablePoints } from './importFrame';

/** What the file does not say and a person may know; what is absent is assumed. SI units. */
export interface ImportOptions {
  readonly pixelMetres?: number;
  readonly startVolts?: number;
  readonly peakVolts?: number;
  readonly seeds?: number;
}

export interface ImportPoint {
  readonly at: PixelPoint;
  readonly candidate: number;
  readonly step: number;
  readonly origin: 'seed' | 'model' | 'human';
  readonly amperes: Float64Array;
}

export interface ImportPlan {
  readonly config: ExperimentConfig;
  readonly instrument: InstrumentInfo;
  readonly frame: Frame;
  readonly grid: CandidateGrid;
  readonly volts: Float64Array;
  readonly points: readonly ImportPoint[];
  readonly run: IvNovelty;
  readonly assumptions: readonly string[];
}

/** Side of a pixel where nobody says it: that of the published film, 2 µm over 128 pixels. */
export const ASSUMED_PIXEL_METRES = 2e-6 / 128;
const ASSUMED_SEEDS = 10;
const LEAST_PIXELS = 16;

/** Plans the session of a file. Throws `file/unsuitable` for places that cannot be those of patches. */
export function planImport(
  file: string,
  given: IvNovelty,
  details: Details | undefined,
  options: ImportOptions = {},
): ImportPlan {
  const left = unusablePoints(given);
  const run = keepPoints(given, left);
  if (run.places.length < 3 || run.places.length > MAX_SEEDS + MAX_STEPS)
    throw unsuitable(
      file,
      `${run.places.length} complete points make no session, which takes 3 to ${MAX_SEEDS + MAX_STEPS}`,
    );
  const sized = sizeOf(file, run, details, options);
  const known = details?.volts.length === run.curvePoints ? details : undefined;
  const sweep = known === undefined ? sweepOf(run, options) : { sweep: known.config.sweep, assumptions: [] };
  const config = configOf({ file, run, details, options, scan: sized.frame, sweep: sweep.sweep });
  const grid = candidateGrid(sized.frame, config.patch);
  const volts = known === undefined ? sweepVolts(config.sweep) : Float64Array.from(known.volts);
  return {
    config,
    frame: sized.frame,
    grid,
    volts,
    run,
    points: run.places.map((at, k) => pointOf(run, { at, k, grid, seeds: config.seeds, details, left })),
    instrument: instrumentOf(file, details, sized.frame, volts),
    assumptions: [...leftOut(left), ...sized.assumptions, ...sweep.assumptions, ...orderWords(config, details)],
  };
}

function leftOut(left: ReadonlySet<number>): string[] {
  if (left.size === 0) return [];
  return [`${left.size} of the points in the file hold a value that is no number and are left out.`];
}

function sizeOf(file: string, run: IvNovelty, details: Details | undefined, options: ImportOptions) {
  const half = run.patchSize / 2;
  const near = run.places.find(({ row, col }) => row < half || col < half);
  if (near !== undefined)
    throw unsuitable(
      file,
      `place (${near.row}, ${near.col}) is too near the edge to be the centre of a patch of ${run.patchSize} pixels`,
    );
  const whole = details === undefined ? undefined : frameOf(details);
  const fits = whole !== undefined && run.places.every((at) => at.row < whole.rows && at.col < whole.cols);
  if (whole !== undefined && fits) return { frame: whole, assumptions: [] };

  const along = (axis: 'row' | 'col') => run.places.reduce((most, at) => Math.max(most, at[axis]), 0) + half;
  const rows = Math.max(LEAST_PIXELS, along('row'));
  const cols = Math.max(LEAST_PIXELS, along('col'));
  if (Math.max(rows, cols) > 1024) throw unsuitable(file, `its places span ${rows} x ${cols} pixels, more than 1024`);
  const pixel = options.pixelMetres ?? ASSUMED_PIXEL_METRES;
  const raster = { rows, cols, widthMetres: cols * pixel, heightMetres: rows * pixel };
  const pasted = frameFromPatches(run, raster);
  const assumed = options.pixelMetres === undefined;
  return {
    frame: pasted.frame,
    assumptions: [
      'The frame shows only the patches that the file holds; it ends where they end, which need not be the edge of the scan.',
      ...(assumed ? [`The size of a pixel is not in the file; ${formatQuantity(pixel, 'm')} is assumed.`] : []),
      ...pasted.assumptions,
    ],
  };
}

function sweepOf(run: IvNovelty, options: ImportOptions): { sweep: BiasSweep; assumptions: string[] } {
  const { startVolts, peakVolts, pointSeconds } = DEFAULT_EXPERIMENT.sweep;
  const upPoints = Math.ceil((run.curvePoints + 1) / 2);
  const downPoints = run.curvePoints - upPoints;
  const [start, peak] = [options.startVolts ?? startVolts, options.peakVolts ?? peakVolts];
  const sweep = { startVolts: start, peakVolts: peak, upPoints, downPoints, pointSeconds };
  const range = `from ${formatQuantity(start, 'V')} to ${formatQuantity(peak, 'V')} and back`;
  const assumed = options.startVolts === undefined || options.peakVolts === undefined;
  const words = `The bias is not in the file; ${upPoints} points ${range} in ${downPoints} are assumed.`;
  const order = `The curves are taken to be ${upPoints} points ${range} in ${downPoints}.`;
  return { sweep, assumptions: [assumed ? words : order] };
}

function configOf(from: {
  readonly file: string;
  readonly run: IvNovelty;
  readonly details: Details | undefined;
  readonly options: ImportOptions;
  readonly scan: Frame;
  readonly sweep: BiasSweep;
}): ExperimentConfig {
  const { file, run, details, options, sweep } = from;
  const base = details?.config ?? DEFAULT_EXPERIMENT;
  const { rows, cols, widthMetres, heightMetres } = from.scan;
  const count = run.places.length;
  const seeds = Math.max(2, Math.min(options.seeds ?? details?.config.seeds ?? ASSUMED_SEEDS, count - 1, MAX_SEEDS));
  return {
    ...base,
    name: (details === undefined ? `Imported: ${file}` : details.config.name).slice(0, 120),
    scan: { rows, cols, widthMetres, heightMetres, lineSeconds: base.scan.lineSeconds },
    patch: { ...base.patch, size: run.patchSize, stride: details?.config.patch.stride ?? 1 },
    sweep,
    seeds,
    steps: Math.max(1, Math.min(count - seeds, MAX_STEPS)),
  };
}

function pointOf(
  run: IvNovelty,
  {
    at,
    k,
    grid,
    seeds,
    details,
    left,
  }: {
    readonly at: PixelPoint;
    readonly k: number;
    readonly grid: CandidateGrid;
    readonly seeds: number;
    readonly details: Details | undefined;
    readonly left: ReadonlySet<number>;
  },
): ImportPoint {
  const candidate =
    Math.floor((at.row - grid.originRow) / grid.stride) * grid.cols +
    Math.floor((at.col - grid.originCol) / grid.stride);
  const amperes = Float64Array.from(run.amperes.subarray(k * run.curvePoints, (k + 1) * run.curvePoints));
  const known = left.size === 0 ? details?.points[k] : undefined;
  const step = known?.step ?? Math.max(0, k - seeds + 1);
  return { at, candidate, amperes, step, origin: known?.origin ?? (step === 0 ? 'seed' : 'model') };
}

function instrumentOf(file: string, details: Details | undefined, frame: Frame, volts: Float64Array): InstrumentInfo {
  const origin = details?.instrument;
  return {
    name: origin === undefined ? 'Unknown instrument (imported file)' : `${origin.name} (imported file)`,
    version: origin?.version ?? '',
    simulated: origin?.simulated ?? false,
    settings: { driver: 'import', file },
    // A file can do nothing.
    capabilities: {
      lineEvents: false,
      abortScan: false,
      abortSweep: false,
      positionReadback: false,
      hardwareCompliance: false,
      maxFrameMetres: Math.max(frame.widthMetres, frame.heightMetres),
      biasRangeVolts: [Math.min(...volts), Math.max(...volts)],
    },
  };
}

function orderWords({ seeds, policy }: ExperimentConfig, details: Details | undefined): string[] {
  if (details !== undefined) return ['Times of travel and sweep are not in the file and stand as 0.'];
  return [
    `The first ${seeds} points are taken to be the seeds, the others steps.`,
    `Which policy chose the places, with which settings, is not in the file; ${policy} with its defaults stands for it.`,
    'Times are not in the file: travel and sweep stand as 0, the dates are those of the import.',
  ];
}
