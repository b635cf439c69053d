/**
 * Looks at the instrument before the tip is used and at what came of it: whether it answers, is free, stands where it was
 * left, and brought back what was asked for. Only reads; it never moves anything.
 */
import { ConsoleError } from '../../src-shared/errors';
import { distanceMetres, samplePoint, type SamplePoint } from '../../src-shared/geometry';
import type { Frame } from '../../src-shared/scan';
import type { HardwareEffect } from '../../src-shared/session/record';
import { createAxisWatch } from './axes';
import {
  inspectArrival,
  inspectCurve,
  inspectFrame,
  inspectHeights,
  place,
  samePlace,
  toleranceMetres,
  type HeightReading,
} from './inspect';
import type { Clock, Instrument, InstrumentStatus, SweepResult } from './ports';
import type { GateContext } from './safety';

/** An instrument that is busy with something else is waited for so long, and asked so often. */
const BUSY_SECONDS = 10;
const ASK_SECONDS = 0.5;

export interface TipWatchPorts {
  readonly instrument: Instrument;
  readonly clock: Clock;
  readonly rules: Pick<GateContext, 'scan' | 'sweep' | 'limits'>;
  /** The survey of a session that is continued. */
  readonly frame?: Frame | undefined;
}

export interface TipWatch {
  /** Rejects where the instrument is not there, not free, latched, or the tip is not where it was left. */
  before(effect: HardwareEffect, signal: AbortSignal): Promise<void>;
  /** Rejects where the result cannot be what was asked for, or the tip has crashed or lost the surface. */
  after(effect: HardwareEffect, value: unknown): Promise<void>;
  /** Something failed: the run is held, and a person's "resume" allows one new connection. */
  failed(): void;
}

/** The watch of one session. It remembers where the tip was left and how high the surface was there. */
export function createTipWatch(ports: TipWatchPorts): TipWatch {
  const { instrument, rules } = ports;
  const tolerance = toleranceMetres(rules.scan);
  const real = !instrument.identity.simulated;
  let held = false;
  let left: SamplePoint | undefined;
  let { frame } = ports;
  let height: HeightReading | undefined;
  const axes = createAxisWatch();

  /** Somebody else moved the tip, or the instrument forgot where it is. Told once; who resumes has seen it. */
  function refuseMoved(effect: HardwareEffect, { position }: InstrumentStatus): void {
    if (!instrument.capabilities.positionReadback || position === undefined) return;
    const expected = effect.kind === 'sweepBias' ? (effect.at as SamplePoint) : left;
    if (expected === undefined || samePlace(expected, position, 2 * tolerance)) return;
    left = undefined;
    height = undefined;
    throw new ConsoleError({
      code: 'instrument/fault',
      message: `The tip stands at ${place(position)} and was left at ${place(expected)}, ${apart(expected, position)}: it was moved by somebody else, or the instrument lost its place.`,
      hint: 'See that frame and tip still speak of the same places, then resume. If not, stop and take a new frame.',
    });
  }

  async function arrived(effect: Extract<HardwareEffect, { kind: 'moveTo' }>, reached: SamplePoint): Promise<void> {
    left = undefined;
    if (instrument.capabilities.positionReadback) inspectArrival(effect.at as SamplePoint, reached, rules.scan);
    left = reached;
    const status = await instrument.status();
    refuseLatched(status);
    if (status.heightMetres === undefined) return;
    const now = { at: onSurvey(reached, effect.shift), heightMetres: status.heightMetres };
    const previous = height;
    height = undefined;
    if (frame !== undefined && previous !== undefined) inspectHeights(frame, previous, now);
    height = now;
    if (frame !== undefined) axes.read(frame, now);
  }

  return {
    async before(effect, signal) {
      const status = await present(instrument, held, signal);
      refuseUnusable(status);
      refuseMoved(effect, await free(ports, status, signal));
      held = false;
    },
    async after(effect, value) {
      if (effect.kind === 'scanFrame') {
        inspectFrame(value as Frame, { ...rules.scan, ...effect.part }, real);
        if (effect.part === undefined) frame = value as Frame;
        left = undefined;
      }
      if (effect.kind === 'moveTo') await arrived(effect, value as SamplePoint);
      if (effect.kind === 'sweepBias') await swept(ports, value as SweepResult);
    },
    failed() {
      held = true;
      height = undefined;
    },
  };
}

/** The place of the survey that a tip which makes up for drift has reached. */
function onSurvey(
  { xMetres, yMetres }: SamplePoint,
  shift: { xMetres: number; yMetres: number } | undefined,
): SamplePoint {
  return samplePoint(xMetres - (shift?.xMetres ?? 0), yMetres - (shift?.yMetres ?? 0));
}

async function present(instrument: Instrument, held: boolean, signal: AbortSignal): Promise<InstrumentStatus> {
  const status = await instrument.status();
  if (!held || (status.phase !== 'offline' && status.phase !== 'fault')) return status;
  await instrument.connect(signal);
  return instrument.status();
}

async function free(
  { clock, instrument }: TipWatchPorts,
  first: InstrumentStatus,
  signal: AbortSignal,
): Promise<InstrumentStatus> {
  const until = clock.monotonicSeconds() + BUSY_SECONDS;
  let status = first;
  while (status.phase !== 'idle') {
    refuseUnusable(status);
    signal.throwIfAborted();
    if (clock.monotonicSeconds() >= until) throw busy(status);
    await clock.sleep(ASK_SECONDS, signal);
    status = await instrument.status();
  }
  return status;
}

async function swept({ instrument, rules }: TipWatchPorts, curve: SweepResult): Promise<void> {
  const { sweep, limits, scan } = rules;
  const real = !instrument.identity.simulated;
  inspectCurve(curve, { sweep, limitAmperes: limits.maxCurrentAmperes, scan, real });
  // A curve that is whole is not lost because nobody answers now; the next look before a move will find that out.
  const status = await instrument.status().catch(() => undefined);
  if (status !== undefined) refuseLatched(status);
}

function refuseUnusable(status: InstrumentStatus): void {
  if (status.phase === 'offline')
    throw new ConsoleError({
      code: 'instrument/offline',
      message: 'The instrument does not answer any more.',
      hint: 'Nothing is sent. See that it is on and reachable; resuming connects again and reads its state first.',
    });
  if (status.phase === 'fault') throw latched('The instrument reports a fault or a safe-tip event.');
}

function refuseLatched(status: InstrumentStatus): void {
  if (status.phase === 'fault') throw latched('The instrument reports a fault or a safe-tip event.');
  if (status.tipEngaged !== false) return;
  throw new ConsoleError({
    code: 'instrument/fault',
    message: 'Contact lost: the tip is not on the surface.',
    hint: 'Nothing is recorded without contact. Look at the tip; resuming brings it to the surface again.',
  });
}

function latched(message: string): ConsoleError {
  return new ConsoleError({
    code: 'instrument/tip-fault',
    message,
    hint: 'The tip was withdrawn. Nothing engages again before somebody has looked and acknowledged.',
  });
}

function busy({ phase }: InstrumentStatus): ConsoleError {
  return new ConsoleError({
    code: 'instrument/fault',
    message: `The instrument is busy (${phase}) with something that this run has not asked for; waited ${BUSY_SECONDS} s.`,
    hint: 'Somebody else works with it. Resume when it is free.',
  });
}

function apart(one: SamplePoint, other: SamplePoint): string {
  const metres = distanceMetres(one, other);
  return Number.isFinite(metres) ? `${(metres * 1e9).toFixed(0)} nm away` : 'which is no place';
}
