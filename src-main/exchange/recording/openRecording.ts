/** From files and sessions to recordings that the replay can serve, with what had to be decided in words. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pixelToSample, type PixelPoint } from '../../../src-shared/geometry';
import type { Frame } from '../../../src-shared/scan';
import { sweepVolts } from '../../../src-shared/sweep';
import { formatQuantity } from '../../../src-shared/units';
import { openMeasurement } from '../../files/openMeasurement';
import type { Recording } from '../../instrument/replay/recording';
import { readSession } from '../../journal/reader';
import { ASSUMED_PIXEL_METRES, planImport, type ImportOptions } from '../importPlan';
import { unsuitable } from '../ivNovelty';
import { isZipFile, openIvNovelty, type IvNoveltyFile } from '../ivNoveltyFile';
import { chooseCurves, chooseHeights, type CurveGrid, type FieldOptions } from './recordedGrid';

export type RecordingOptions = FieldOptions & Pick<ImportOptions, 'pixelMetres' | 'startVolts' | 'peakVolts'>;

/** How recordings are opened: here, or in a thread. */
export type OpenRecording = (path: string, options?: RecordingOptions) => Promise<ReplayableRecording>;

/** A recording and how to measure on it. */
export interface ReplayableRecording {
  readonly recording: Recording;
  /** The pixels that have a curve, where not every pixel has one. */
  readonly places: readonly PixelPoint[] | undefined;
  /** What was chosen or assumed, one sentence each. */
  readonly remarks: readonly string[];
}

/**
 * Opens what can be measured again: a session folder, `IV_Novelty.npz`, or a file with a curve at every pixel. Rejects
 * with `file/unreadable`, `file/unsuitable`, `session/not-found` or `journal/corrupt`.
 */
export async function openRecording(path: string, options: RecordingOptions = {}): Promise<ReplayableRecording> {
  const folder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (folder) return recordingOfSession(path);
  if (await isZipFile(path)) return recordingOfNovelty(path, await openIvNovelty(path), options);
  return recordingOfFile(path, options);
}

async function recordingOfSession(folder: string): Promise<ReplayableRecording> {
  const { view } = await readSession(folder);
  const { frame, points, config, instrument } = view;
  const length = sweepVolts(config.sweep).length;
  const curves = points.filter(({ amperes, flags }) => flags.complete && amperes.length === length);
  if (frame === undefined || curves.length === 0)
    throw unsuitable(
      view.id,
      'the session has no frame or no complete curve',
      'Give a session that measured something.',
    );
  const source = { source: view.id, simulated: instrument.simulated, frame, sweep: config.sweep };
  return measuredPlaces(
    source,
    curves.map(({ at, amperes }) => ({ at, amperes })),
    [],
  );
}

function recordingOfNovelty(
  path: string,
  { run, details }: IvNoveltyFile,
  options: RecordingOptions,
): ReplayableRecording {
  const plan = planImport(basename(path), run, details, options);
  const { frame, config, instrument, points, assumptions } = plan;
  const source = { source: basename(path), simulated: instrument.simulated, frame, sweep: config.sweep };
  return measuredPlaces(source, points, assumptions);
}

/** A recording of single places; of several curves at one place the last one. */
function measuredPlaces(
  source: Omit<Recording, 'places' | 'amperes'>,
  curves: readonly { readonly at: PixelPoint; readonly amperes: Float64Array }[],
  assumptions: readonly string[],
): ReplayableRecording {
  const last = [...new Map(curves.map((curve) => [`${curve.at.row}/${curve.at.col}`, curve])).values()];
  const length = sweepVolts(source.sweep).length;
  const amperes = new Float64Array(last.length * length);
  last.forEach((curve, k) => amperes.set(curve.amperes, k * length));
  const places = last.map(({ at }) => at);
  return {
    recording: { ...source, places: places.map((at) => pixelToSample(source.frame, at)), amperes },
    places,
    remarks: [...assumptions, `Only the ${places.length} places that were measured can be measured again.`],
  };
}

async function recordingOfFile(path: string, options: RecordingOptions): Promise<ReplayableRecording> {
  const file = basename(path);
  const measurement = await openMeasurement(path);
  const curves = chooseCurves(file, measurement.spectra, options);
  const heights = chooseHeights(measurement.images, curves);
  const sized = sizeOf(curves, options);
  const frame: Frame = { ...sized.raster, heightsMetres: heights.heightsMetres };
  const whole = wholeCurves(heights.curves);
  const pixels = whole.map((k) => ({ row: Math.floor(k / frame.cols), col: k % frame.cols }));
  const { points, sweep, amperes } = heights.curves;
  const kept = new Float64Array(whole.length * points);
  whole.forEach((k, i) => kept.set(amperes.subarray(k * points, (k + 1) * points), i * points));
  const missing = frame.rows * frame.cols - whole.length;
  return {
    recording: {
      source: file,
      simulated: false,
      frame,
      sweep,
      places: pixels.map((pixel) => pixelToSample(frame, pixel)),
      amperes: kept,
    },
    places: missing === 0 ? undefined : pixels,
    remarks: [
      ...curves.remarks,
      ...heights.remarks,
      ...sized.remarks,
      ...(missing === 0 ? [] : [`${missing} pixels have no whole curve and cannot be measured.`]),
    ],
  };
}

function sizeOf({ raster }: CurveGrid, { pixelMetres }: RecordingOptions) {
  const { rows, cols } = raster;
  if (pixelMetres === undefined && Number.isFinite(raster.widthMetres) && Number.isFinite(raster.heightMetres))
    return { raster, remarks: [] };
  const side = pixelMetres ?? ASSUMED_PIXEL_METRES;
  const words = `The size of a pixel is not in the file; ${formatQuantity(side, 'm')} is assumed.`;
  return {
    raster: { rows, cols, widthMetres: cols * side, heightMetres: rows * side },
    remarks: pixelMetres === undefined ? [words] : [],
  };
}

/** The pixels whose curves have no gap. */
function wholeCurves({ raster, points, amperes }: CurveGrid): number[] {
  const whole: number[] = [];
  for (let k = 0; k < raster.rows * raster.cols; k++)
    if (amperes.subarray(k * points, (k + 1) * points).every(Number.isFinite)) whole.push(k);
  return whole;
}
