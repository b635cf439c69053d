/**
 * The rules of the safety gate: what the planner asks for is held against the limits and the instrument's own ranges.
 * Nothing is clamped; what lies outside is refused with its numbers.
 */
import { ConsoleError } from '../../src-shared/errors';
import {
  pixelToSample,
  samplePoint,
  sampleToPixel,
  type PixelPoint,
  type Raster,
  type SamplePoint,
} from '../../src-shared/geometry';
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { SafetyLimits } from '../../src-shared/limits';
import type { ScanSettings } from '../../src-shared/scan';
import type { HardwareEffect } from '../../src-shared/session/record';
import type { BiasSweep } from '../../src-shared/sweep';
import { formatQuantity } from '../../src-shared/units';
import { checksDrift } from '../../src-shared/upkeep';
import type { InstrumentCapabilities } from './ports';

/** Places may be shifted by this share of the frame to make up for drift; more, and the survey shows another surface. */
const MAX_SHIFT_SHARE = 0.25;

/** One limit that an effect would break, in words. */
export interface Violation {
  readonly message: string;
}

/** What the gate knows when it judges an effect. */
export interface GateContext {
  readonly limits: SafetyLimits;
  readonly capabilities: InstrumentCapabilities;
  readonly scan: ScanSettings;
  readonly sweep: BiasSweep;
  /** Sweeps started so far in this session. */
  readonly sweeps: number;
}

/** Every limit that an effect would break; empty when it may go to the driver. Making safe is always allowed. */
export function checkEffect(effect: HardwareEffect, context: GateContext): Violation[] {
  switch (effect.kind) {
    case 'scanFrame':
      return checkScan(context, effect.part ?? context.scan);
    case 'moveTo':
      return checkPlace(effect, context);
    case 'sweepBias':
      return [...checkPlace(effect, context), ...checkSweep(context)];
    case 'makeSafe':
    case 'withdraw':
      return [];
  }
}

/** Every limit that an experiment would break anyway, so that it is refused before the tip is touched. */
export function checkExperiment(config: ExperimentConfig, capabilities: InstrumentCapabilities): Violation[] {
  const { limits, scan, sweep, drift } = config;
  const context = { limits, capabilities, scan, sweep, sweeps: 0 };
  const pixel = { row: (scan.rows - 1) / 2, col: (scan.cols - 1) / 2 };
  const centre = { at: pixelToSample(scan, pixel), pixel };
  return [
    ...checkEffect({ kind: 'scanFrame' }, context),
    ...checkEffect({ kind: 'sweepBias', ...centre }, context),
    ...when(
      checksDrift(drift) && capabilities.wholeFrameOnly === true,
      () => 'The drift cannot be checked: this instrument takes whole frames only.',
    ),
  ];
}

/** The refusal that names every violation. */
export function refusal(violations: readonly Violation[]): ConsoleError {
  return new ConsoleError({
    code: 'safety/limit',
    message: violations.map((violation) => violation.message).join(' '),
    hint: 'Change the experiment, or the limits if you are sure of them, and start again.',
  });
}

function checkScan(
  { limits, capabilities }: GateContext,
  scan: Pick<Raster, 'widthMetres' | 'heightMetres'>,
): Violation[] {
  const side = Math.max(scan.widthMetres, scan.heightMetres);
  const reach = 2 * limits.maxTravelMetres;
  return [
    ...when(
      side > capabilities.maxFrameMetres,
      () => `The frame of ${m(side)} is larger than the scanner's ${m(capabilities.maxFrameMetres)}.`,
    ),
    ...when(side > reach, () => `The frame of ${m(side)} is larger than the travel limit allows (${m(reach)}).`),
  ];
}

/** A place as the tip is sent there; what makes up for drift is part of it. */
type Destination = Pick<Extract<HardwareEffect, { kind: 'moveTo' }>, 'at' | 'pixel' | 'shift'>;

function checkPlace(effect: Destination, context: GateContext): Violation[] {
  const { limits, scan, capabilities } = context;
  const { xMetres, yMetres } = effect.at;
  const shift = effect.shift ?? { xMetres: 0, yMetres: 0 };
  const meant = samplePoint(xMetres - shift.xMetres, yMetres - shift.yMetres);
  if (!Number.isFinite(meant.xMetres) || !Number.isFinite(meant.yMetres))
    return [{ message: 'The place is not a number.' }];
  const outside = Math.abs(meant.xMetres) > scan.widthMetres / 2 || Math.abs(meant.yMetres) > scan.heightMetres / 2;
  // A rounding of the frame's own border is no travel beyond the scanner.
  const reach = (Math.max(capabilities.maxFrameMetres, scan.widthMetres, scan.heightMetres) / 2) * (1 + 1e-9);
  const unreachable = effect.shift !== undefined && Math.max(Math.abs(xMetres), Math.abs(yMetres)) > reach;
  const most = MAX_SHIFT_SHARE * Math.max(scan.widthMetres, scan.heightMetres);
  const wandered = Math.hypot(shift.xMetres, shift.yMetres);
  const beyond = Math.max(Math.abs(xMetres), Math.abs(yMetres)) > limits.maxTravelMetres;
  return [
    ...when(
      outside,
      () =>
        `The place (${m(meant.xMetres)}, ${m(meant.yMetres)}) lies outside the frame of ${m(scan.widthMetres)} x ${m(scan.heightMetres)}.`,
    ),
    ...when(
      beyond,
      () => `The place (${m(xMetres)}, ${m(yMetres)}) lies beyond the travel limit of ${m(limits.maxTravelMetres)}.`,
    ),
    ...when(
      unreachable,
      () =>
        `The place (${m(xMetres)}, ${m(yMetres)}), which makes up for drift, lies beyond the scanner's ${m(capabilities.maxFrameMetres)}.`,
    ),
    ...when(
      wandered > most,
      () => `The places have drifted by ${m(wandered)}, more than the ${m(most)} that a shift may make up for.`,
    ),
    ...when(
      !samePlace(scan, meant, effect.pixel),
      () =>
        `The place (${m(meant.xMetres)}, ${m(meant.yMetres)}) does not belong to pixel (${effect.pixel.row}, ${effect.pixel.col}).`,
    ),
  ];
}

function checkSweep({ limits, capabilities, sweep, sweeps }: GateContext): Violation[] {
  const largest = Math.max(Math.abs(sweep.startVolts), Math.abs(sweep.peakVolts));
  const [lowest, highest] = capabilities.biasRangeVolts;
  const span = Math.abs(sweep.peakVolts - sweep.startVolts);
  // After a ramp without a way back the bias returns at once, as far as this gate can know.
  const slew = Math.max(span / (sweep.upPoints - 1), span / Math.max(1, sweep.downPoints)) / sweep.pointSeconds;
  const inRange =
    Math.min(sweep.startVolts, sweep.peakVolts) >= lowest && Math.max(sweep.startVolts, sweep.peakVolts) <= highest;
  return [
    ...when(
      largest > limits.maxBiasVolts,
      () => `The sweep reaches ${v(largest)}; the bias limit is ${v(limits.maxBiasVolts)}.`,
    ),
    ...when(!inRange, () => `The sweep leaves the instrument's bias range of ${v(lowest)} to ${v(highest)}.`),
    ...when(
      slew > limits.maxSlewVoltsPerSecond,
      () =>
        `The sweep slews at ${formatQuantity(slew, 'V/s')}; the limit is ${formatQuantity(limits.maxSlewVoltsPerSecond, 'V/s')}.`,
    ),
    ...when(sweeps >= limits.maxSweeps, () => `This session has made ${sweeps} sweeps, which is its limit.`),
  ];
}

/** Half a pixel of rounding is fine; more means that image and tip do not speak of the same place. */
function samePlace(raster: Raster, meant: SamplePoint, pixel: PixelPoint): boolean {
  const at = sampleToPixel(raster, meant);
  return Math.abs(at.row - pixel.row) <= 0.5 && Math.abs(at.col - pixel.col) <= 0.5;
}

function when(broken: boolean, message: () => string): Violation[] {
  return broken ? [{ message: message() }] : [];
}

function m(metres: number): string {
  return formatQuantity(metres, 'm');
}

function v(volts: number): string {
  return formatQuantity(volts, 'V');
}
