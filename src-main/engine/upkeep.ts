/**
 * What is looked at between measurements: whether the sample has drifted under the tip, and whether the tip still measures
 * what it did. It is the only writer of the shift that makes up for drift. All of it goes through the gate, and nothing of
 * it reaches the learner, so that a session is chosen again from its journal as if nothing had been looked at.
 */
import { ConsoleError } from '../../src-shared/errors';
import type { ExperimentConfig } from '../../src-shared/experiment';
import {
  distanceMetres,
  pixelToSample,
  samplePoint,
  type PixelPoint,
  type Raster,
  type SamplePoint,
} from '../../src-shared/geometry';
import type { Frame } from '../../src-shared/scan';
import type { ReferenceSweep, UpkeepView } from '../../src-shared/session/upkeepView';
import type { MeasuredPoint } from '../../src-shared/session/view';
import type { IvCurve } from '../../src-shared/sweep';
import { checksDrift } from '../../src-shared/upkeep';
import type { Gate } from './gate';
import type { Clock, Journal, SweepResult } from './ports';
import { partOf, register } from './registration';

/** What a continued session knows of its checks. */
export interface UpkeepBefore extends UpkeepView {
  readonly frame: Frame | undefined;
  readonly points: readonly Pick<MeasuredPoint, 'origin' | 'candidate' | 'at' | 'amperes' | 'flags'>[];
}

export interface UpkeepPorts {
  readonly config: Pick<ExperimentConfig, 'scan' | 'drift' | 'reference'>;
  readonly gate: Gate;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly before: UpkeepBefore;
}

/** A place of the survey as the tip is sent there now. */
export interface ShiftedPlace {
  readonly at: SamplePoint;
  readonly pixel: PixelPoint;
  readonly shift?: SamplePoint;
}

type Measured = UpkeepBefore['points'][number];

export interface Upkeep {
  placeOf(pixel: PixelPoint): ShiftedPlace;
  frameTaken(frame: Frame): void;
  /** A curve is on record. */
  measured(point: Measured): void;
  /** Whether something is to be looked at after so many curves; remembered until it is done. */
  due(curves: number): boolean;
  /**
   * Looks at what is due. Rejects with `instrument/drift` where the part cannot be found in the survey, and with
   * `instrument/wear` where the current at the reference has changed too much; whoever resumes after that has seen it.
   */
  perform(curves: number, signal: AbortSignal): Promise<void>;
}

/** Whether a session that is continued looks at the drift first: the sample had time to go anywhere. */
export function looksFirst({ drift }: Pick<ExperimentConfig, 'drift'>, before: Pick<UpkeepBefore, 'frame'>): boolean {
  return checksDrift(drift) && before.frame !== undefined;
}

export function createUpkeep({ config, gate, journal, clock, before }: UpkeepPorts): Upkeep {
  let survey = before.frame;
  let shift: SamplePoint = before.drift.at(-1)?.shift ?? samplePoint(0, 0);
  let lookedAt = clock.monotonicSeconds();
  let driftDue = looksFirst(config, before);
  let referenceDue = false;
  const wear = createWear(config.reference.alarmShare, before);

  async function checkDrift(frame: Frame, curves: number, signal: AbortSignal): Promise<void> {
    const part = partOf(config.scan, config.drift.pixels);
    const { value: seen } = await gate.perform({ kind: 'scanFrame', part }, signal);
    const found = register(frame, seen);
    const changeMetres = found.registered ? distanceMetres(found.shift, shift) : 0;
    const alarm = !found.registered || changeMetres > config.drift.alarmPixels * pixelMetres(frame);
    if (found.registered) shift = found.shift;
    const heights = await journal.store(seen.heightsMetres);
    const { score, registered } = found;
    const result = { score, registered, shift, changeMetres, alarm };
    await journal.append({ kind: 'drift.checked', curves, ...part, heights, ...result });
    driftDue = false;
    lookedAt = clock.monotonicSeconds();
    if (!registered) throw lost(score);
  }

  async function sweepReference(curves: number, signal: AbortSignal): Promise<void> {
    const place = wear.reference();
    referenceDue = false;
    if (place === undefined) return; // no seed has a whole curve within the limits
    const to = shiftedPlace(config.scan, place.at, shift);
    try {
      await gate.perform({ kind: 'moveTo', ...to }, signal);
      const { value: curve } = await gate.perform({ kind: 'sweepBias', ...to }, signal);
      const [volts, amperes] = await Promise.all([journal.store(curve.volts), journal.store(curve.amperes)]);
      const judged = wear.judge(curve);
      const { candidate, at } = place;
      const arrays = { volts, amperes, flags: curve.flags };
      await journal.append({ kind: 'reference.swept', curves, candidate, at, ...arrays, ...judged });
      if (judged.alarm) throw worn(judged.share ?? NaN);
    } catch (error) {
      // What failed is done again when the run goes on; what only alarmed has been seen.
      referenceDue = !(error instanceof ConsoleError && error.code === 'instrument/wear');
      throw error;
    }
  }

  return {
    placeOf: (pixel) => shiftedPlace(config.scan, pixel, shift),
    frameTaken(frame) {
      [survey, shift, lookedAt] = [frame, samplePoint(0, 0), clock.monotonicSeconds()];
    },
    measured: wear.measured,
    due(curves) {
      const { drift, reference } = config;
      const late = drift.everyMinutes > 0 && clock.monotonicSeconds() - lookedAt >= 60 * drift.everyMinutes;
      driftDue ||= late || isMultiple(curves, drift.everyCurves);
      referenceDue ||= isMultiple(curves, reference.everyCurves);
      return driftDue || referenceDue;
    },
    async perform(curves, signal) {
      if (driftDue && survey !== undefined) await checkDrift(survey, curves, signal);
      if (referenceDue) await sweepReference(curves, signal);
    },
  };
}

function shiftedPlace(scan: Raster, pixel: PixelPoint, shift: SamplePoint): ShiftedPlace {
  const place = pixelToSample(scan, pixel);
  if (shift.xMetres === 0 && shift.yMetres === 0) return { at: place, pixel };
  return { at: samplePoint(place.xMetres + shift.xMetres, place.yMetres + shift.yMetres), pixel, shift };
}

/** The reference place and what its curves come to. */
function createWear(alarmShare: number, { points, references }: UpkeepBefore) {
  let best: (Measured & { readonly rms: number }) | undefined;
  /** The share of the current that a person has accepted by resuming; the alarm is about changes from there. */
  let accepted = references.findLast(({ alarm }) => alarm)?.share ?? 1;
  for (const point of points) measured(point);

  /** The seed with the largest current is the reference: there the contact shows most. Curves at a limit show nothing. */
  function measured(point: Measured): void {
    if (point.origin !== 'seed' || !isWhole(point.flags)) return;
    const rms = rmsAmperes(point);
    if (best === undefined || rms > best.rms) best = { ...point, rms };
  }

  return {
    measured,
    reference: () => best,
    judge(curve: SweepResult): Pick<ReferenceSweep, 'rmsAmperes' | 'share' | 'alarm'> {
      if (best === undefined || !isWhole(curve.flags)) return { alarm: false };
      const rms = rmsAmperes(curve);
      if (!(best.rms > 0) || !Number.isFinite(rms)) return { alarm: false };
      const share = rms / best.rms;
      const alarm = Math.abs(share - accepted) > alarmShare * accepted;
      if (alarm) accepted = share;
      return { rmsAmperes: rms, share, alarm };
    },
  };
}

function isWhole({ complete, compliance, saturated }: SweepResult['flags']): boolean {
  return complete && !compliance && !saturated;
}

function rmsAmperes({ amperes }: Pick<IvCurve, 'amperes'>): number {
  return Math.sqrt(amperes.reduce((sum, current) => sum + current * current, 0) / amperes.length);
}

function isMultiple(curves: number, every: number): boolean {
  return every > 0 && curves > 0 && curves % every === 0;
}

function pixelMetres({ rows, cols, widthMetres, heightMetres }: Frame): number {
  return Math.min(widthMetres / cols, heightMetres / rows);
}

function lost(score: number): ConsoleError {
  return new ConsoleError({
    code: 'instrument/drift',
    message: `The drift cannot be told: the frame taken again is not found in the survey (correlation ${score.toFixed(2)}).`,
    hint: 'Look at tip and surface. Resuming goes on with the places as they were last found; a new session takes a new survey.',
  });
}

function worn(share: number): ConsoleError {
  return new ConsoleError({
    code: 'instrument/wear',
    message: `The tip measures ${(100 * share).toFixed(0)} % of the first current at the reference place: it has worn or changed.`,
    hint: 'Look at the trend. Resuming goes on and compares with this from now on; a worn tip makes curves that look like another sample.',
  });
}
