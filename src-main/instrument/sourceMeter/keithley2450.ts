/**
 * The I-V channel of a Keithley 2450 or a meter that speaks its SCPI (raw socket, port 5025). The sweep is loaded into
 * the meter and runs there at a known rate under its own current limit; what the host loses it cannot prolong.
 */
import { ConsoleError } from '../../../src-shared/errors';
import { sweepSeconds, sweepVolts, type BiasSweep } from '../../../src-shared/sweep';
import { formatQuantity } from '../../../src-shared/units';
import type { Clock } from '../../engine/ports';
import { openScpi, type ScpiLink } from './scpiLink';

/** Range of the source, volts, and of its current limit, amperes, by the data sheet. */
export const METER_VOLTS = 210;
const METER_AMPERES: readonly [number, number] = [1e-9, 1.05];
const DEADLINE_SECONDS = 5;
/** Values for one command, and for one list. */
const LIST_CHUNK = 100;
const LIST_POINTS = 2500;
const POLL_SECONDS = 0.05;
/** A sweep that is still not over after this many times its planned duration has gone wrong. */
const PATIENCE = 5;
const BUFFER = 'defbuffer1';
/** A value read back may differ from the one set by this share: the meter rounds to its digits. */
const READBACK = 1e-3;
/** A reading this near to the limit, as a share of it, was held there. */
const HELD = 0.999;

export interface MeterCurve {
  readonly volts: Float64Array;
  readonly amperes: Float64Array;
  readonly compliance: boolean;
}

export interface SourceMeter {
  /** What the meter answered to *IDN?. */
  readonly identity: string;
  /**
   * Sweeps the bias and ends at 0 V with the output off, also after an abort. Rejects with `instrument/aborted`,
   * `instrument/out-of-range` before anything was sent, `instrument/fault` with the meter's own words, or
   * `instrument/unknown-outcome`.
   */
  sweep(sweep: BiasSweep, maxCurrentAmperes: number, signal: AbortSignal): Promise<MeterCurve>;
  /** Bias in volts that is set now; 0 while the output is off. */
  biasVolts(): Promise<number>;
  /** Ends a sweep, 0 V, output off; sent at once and confirmed by reading back. */
  makeSafe(): Promise<void>;
  isOpen(): boolean;
  close(): void;
}

/** Connects and brings the meter to a known, safe state: output off, 0 V, no old errors. */
export async function openSourceMeter(
  address: { readonly host: string; readonly port: number },
  clock: Clock,
  signal: AbortSignal,
): Promise<SourceMeter> {
  const link = await openScpi(address, clock, DEADLINE_SECONDS, signal);
  try {
    const identity = await link.ask('*IDN?');
    if (!/2450|2460|2461|2470/.test(identity))
      throw fault(
        `It says it is "${identity}", not a Keithley of the 2450 family.`,
        'Connect a 2450, 2460, 2461 or 2470.',
      );
    switchOff(link);
    link.tell('*RST');
    link.tell('*CLS');
    await checkErrors(link);
    return createMeter(identity, link, clock);
  } catch (error) {
    link.close();
    throw error;
  }
}

function createMeter(identity: string, link: ScpiLink, clock: Clock): SourceMeter {
  async function makeSafe(): Promise<void> {
    switchOff(link);
    const state = await link.ask(':OUTP?');
    if (Number(state) !== 0)
      throw fault(`Its output is still on (:OUTP? gave ${state}).`, 'Switch it off at the meter.');
  }
  return {
    identity,
    isOpen: link.isOpen,
    close: link.close,
    makeSafe,
    biasVolts: async () => {
      const [on, level] = [await link.ask(':OUTP?'), await link.ask(':SOUR:VOLT?')];
      return Number(on) === 0 ? 0 : Number(level);
    },
    sweep: async (sweep, limit, signal) => {
      refuse(sweep, limit);
      refuseAborted(signal);
      const stop = (): void => {
        if (link.isOpen()) switchOff(link);
      };
      signal.addEventListener('abort', stop, { once: true });
      try {
        await prepare(link, sweep, limit);
        refuseAborted(signal);
        link.tell(':OUTP ON');
        link.tell(':INIT');
        await untilDone(link, clock, sweepSeconds(sweep), signal);
        return await readCurve(link, sweep, limit);
      } finally {
        signal.removeEventListener('abort', stop);
        if (link.isOpen()) await makeSafe();
      }
    },
  };
}

/** Three commands that do not wait for anything. The trigger model first, or it would set the next level after 0 V. */
function switchOff(link: ScpiLink): void {
  link.tell(':ABOR');
  link.tell(':SOUR:VOLT 0');
  link.tell(':OUTP OFF');
}

/** What is loaded: the sweep, then 0 V, so that it ends there also where nobody is left to end it. */
function loadedVolts(sweep: BiasSweep): Float64Array {
  const volts = sweepVolts(sweep);
  return volts.at(-1) === 0 ? volts : Float64Array.of(...volts, 0);
}

/** Loads limit and list, and reads both back before the output goes on. */
async function prepare(link: ScpiLink, sweep: BiasSweep, limit: number): Promise<void> {
  const volts = loadedVolts(sweep);
  link.tell(':SOUR:FUNC VOLT');
  link.tell(':SENS:FUNC "CURR"');
  link.tell(`:SOUR:VOLT:RANG ${volts.reduce((most, bias) => Math.max(most, Math.abs(bias)), 0)}`);
  link.tell(`:SOUR:VOLT:ILIM ${limit}`);
  link.tell(':SENS:CURR:RANG:AUTO ON');
  link.tell(`:TRAC:CLE "${BUFFER}"`);
  for (let first = 0; first < volts.length; first += LIST_CHUNK) {
    const values = [...volts.subarray(first, first + LIST_CHUNK)].map((bias) => bias.toPrecision(9)).join(',');
    link.tell(`:SOUR:LIST:VOLT${first === 0 ? '' : ':APP'} ${values}`);
  }
  link.tell(`:SOUR:SWE:VOLT:LIST 1, ${sweep.pointSeconds}, 1, OFF, "${BUFFER}"`);
  await checkErrors(link);
  const held = Number(await link.ask(':SOUR:VOLT:ILIM?'));
  if (!(Math.abs(held - limit) <= READBACK * limit))
    throw fault(
      `A current limit of ${formatQuantity(limit, 'A')} was set and it took ${formatQuantity(held, 'A')}.`,
      'Choose a current limit within the range of the meter.',
    );
  const points = Number(await link.ask(':SOUR:LIST:VOLT:POIN?'));
  if (points !== volts.length)
    throw fault(`It took ${points} of ${volts.length} points of the sweep.`, 'Use fewer points.');
}

async function untilDone(link: ScpiLink, clock: Clock, planned: number, signal: AbortSignal): Promise<void> {
  const began = clock.monotonicSeconds();
  for (;;) {
    await clock.sleep(POLL_SECONDS, signal);
    refuseAborted(signal);
    const state = await link.ask(':TRIG:STAT?');
    if (/^(IDLE|EMPTY|ABORTED)/i.test(state)) break;
    if (/^FAILED/i.test(state)) throw fault(`Its sweep failed (${state}).`, 'See its event log.');
    if (clock.monotonicSeconds() - began > PATIENCE * planned + DEADLINE_SECONDS)
      throw new ConsoleError({
        code: 'instrument/timeout',
        message: `The sweep should take ${planned.toFixed(1)} s and is not over after ${PATIENCE} times that.`,
        hint: 'The output was switched off. Look at the meter.',
      });
  }
  refuseAborted(signal);
}

async function readCurve(link: ScpiLink, sweep: BiasSweep, limit: number): Promise<MeterCurve> {
  const asked = sweepVolts(sweep);
  const answer = await link.ask(`:TRAC:DATA? 1, ${asked.length}, "${BUFFER}", SOUR, READ`);
  await checkErrors(link);
  const values = answer.split(',').map(Number);
  if (values.length !== 2 * asked.length || values.some((value) => !Number.isFinite(value)))
    throw fault(`It gave ${values.length / 2} readings for ${asked.length} points.`, 'Measure the place again.');
  const volts = Float64Array.from(asked, (_, i) => values[2 * i]!);
  const amperes = Float64Array.from(asked, (_, i) => values[2 * i + 1]!);
  return { volts, amperes, compliance: amperes.some((current) => Math.abs(current) >= HELD * limit) };
}

/** Reads the error queue empty and throws the first. */
async function checkErrors(link: ScpiLink): Promise<void> {
  const first = await link.ask(':SYST:ERR?');
  if (Number.parseInt(first, 10) === 0) return;
  link.tell(':SYST:CLE');
  throw fault(`It reports: ${first}`, 'See the manual of the meter for this number.');
}

function refuse(sweep: BiasSweep, limit: number): void {
  const points = sweep.upPoints + sweep.downPoints + 1;
  const most = Math.max(Math.abs(sweep.startVolts), Math.abs(sweep.peakVolts));
  const problem = !(most <= METER_VOLTS)
    ? `A bias of ${formatQuantity(most, 'V')} is beyond the ±${METER_VOLTS} V of the meter.`
    : !(limit >= METER_AMPERES[0] && limit <= METER_AMPERES[1])
      ? `A current limit of ${formatQuantity(limit, 'A')} is outside of what the meter takes, ${formatQuantity(METER_AMPERES[0], 'A')} to ${formatQuantity(METER_AMPERES[1], 'A')}.`
      : points > LIST_POINTS
        ? `A sweep of ${points} points is longer than the ${LIST_POINTS} that the meter holds.`
        : undefined;
  if (problem !== undefined)
    throw new ConsoleError({
      code: 'instrument/out-of-range',
      message: problem,
      hint: 'Change the sweep or the limit.',
    });
}

function fault(what: string, hint: string): ConsoleError {
  return new ConsoleError({ code: 'instrument/fault', message: `The source-meter: ${what}`, hint });
}

function refuseAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new ConsoleError({ code: 'instrument/aborted', message: 'The sweep was aborted.' });
}
