/** Sweeping the bias with the bias spectroscopy of a Nanonis, protected by its safe conditions. */
import { ConsoleError } from '../../../src-shared/errors';
import { sweepSeconds, type BiasSweep } from '../../../src-shared/sweep';
import { formatQuantity } from '../../../src-shared/units';
import type { SweepResult } from '../../engine/ports';
import type { Activity } from './activity';
import { ABOVE, BELOW, CONDITION_STOP, EITHER, NO, YES, type Reply } from './commands';
import type { NanonisSetup } from './link';
import { engageTip, readPlace } from './motion';
import { notAccepted } from './survey';

/** Bias range of the hardware, volts. */
export const BIAS_RANGE_VOLTS = [-10, 10] as const;
/** Share of the time of a point that is waited before measuring; the rest is averaged over. */
const SETTLE_SHARE = 0.1;
const MAX_SLEW_VOLTS_PER_SECOND = 100;
const INITIAL_SETTLE_SECONDS = 0.05;
const MARGIN_SECONDS = 10;
const SAME_VOLTS = 1e-5;
/** So many points at the end of the preamplifier's range are no coincidence. */
const SATURATED_POINTS = 3;
const SATURATED_SHARE = 0.999;

/** Throws `instrument/out-of-range` where Nanonis cannot do a sweep. */
export function refuseSweep({ startVolts, peakVolts, upPoints, downPoints }: BiasSweep, maxAmperes: number): void {
  const [lowest, highest] = BIAS_RANGE_VOLTS;
  const outside = [startVolts, peakVolts].find((volts) => !(volts >= lowest && volts <= highest));
  if (outside !== undefined)
    throw outOfRange(`A bias of ${formatQuantity(outside, 'V')} is outside ${lowest} V to ${highest} V.`);
  if (!(maxAmperes > 0)) throw outOfRange(`A current limit of ${formatQuantity(maxAmperes, 'A')} is not above 0 A.`);
  if (downPoints !== upPoints - 1 && downPoints !== 0)
    throw outOfRange(
      `${upPoints} points up and ${downPoints} down: Nanonis measures the same biases on the way back, ${upPoints - 1} without the peak.`,
    );
}

/** Measures one curve where the tip stands. A sweep that the current ended is cut off there and flagged. */
export async function measureCurve(
  activity: Activity,
  setup: NanonisSetup,
  sweep: BiasSweep,
  maxAmperes: number,
): Promise<SweepResult> {
  const { work, facts } = activity.link;
  await engageTip(activity, setup);
  const positionBefore = await readPlace(work, facts);
  await prepare(activity, sweep, maxAmperes);
  const seconds = sweepSeconds(sweep) + INITIAL_SETTLE_SECONDS + MARGIN_SECONDS;
  const reply = await activity.send('BiasSpectr.Start', [1, ''], seconds);
  await activity.send('Bias.Set', [0]);
  const positionAfter = await readPlace(work, facts);
  const { volts, amperes } = curveOf(reply, sweep);
  const complete = amperes.length === sweep.upPoints + sweep.downPoints;
  const atLeast = (limit: number): number => amperes.filter((value) => Math.abs(value) >= limit).length;
  const saturated = atLeast(SATURATED_SHARE * setup.preampRangeAmperes) >= SATURATED_POINTS;
  const compliance = !complete || atLeast(maxAmperes) > 0;
  return { volts, amperes, positionBefore, positionAfter, flags: { complete, compliance, saturated } };
}

/** Sets channels, limits, timing and both safe conditions, and reads back what can be read back. */
async function prepare(activity: Activity, sweep: BiasSweep, maxAmperes: number): Promise<void> {
  const { currentSignal } = activity.link.facts;
  const { startVolts, peakVolts, upPoints, pointSeconds } = sweep;
  const settle = SETTLE_SHARE * pointSeconds;
  await activity.send('Bias.Set', [0]);
  await activity.send('BiasSpectr.ChsSet', [[currentSignal]]);
  await activity.send('BiasSpectr.LimitsSet', [startVolts, peakVolts]);
  await activity.send('BiasSpectr.TimingSet', [
    0,
    0,
    INITIAL_SETTLE_SECONDS,
    MAX_SLEW_VOLTS_PER_SECOND,
    settle,
    pointSeconds - settle,
    0,
    0,
  ]);
  await activity.send('BiasSpectr.PropsSet', [NO, 1, sweep.downPoints > 0 ? YES : NO, upPoints, 0, NO, NO]);
  await activity.send('BiasSpectr.AdvPropsSet', [YES, YES, NO, NO]);
  await activity.send('BiasSpectr.SafeCond1Set', [CONDITION_STOP, maxAmperes, currentSignal, ABOVE]);
  await activity.send('BiasSpectr.SafeCond2Set', [EITHER, -maxAmperes, currentSignal, BELOW]);

  const [start, end] = await activity.send('BiasSpectr.LimitsGet', []);
  if (Math.abs(start - startVolts) > SAME_VOLTS || Math.abs(end - peakVolts) > SAME_VOLTS)
    throw notAccepted('sweep', `${startVolts} V to ${peakVolts} V`, `${start} V to ${end} V`);
  const [, sweeps, back, points] = await activity.send('BiasSpectr.PropsGet', []);
  // Descriptions of the protocol disagree which number asks for the way back; what it became can be read.
  const thereAndBack = sweep.downPoints > 0 ? 1 : 0;
  if (sweeps !== 1 || back !== thereAndBack || points !== upPoints)
    throw notAccepted(
      'sweep',
      `1 sweep of ${upPoints} points, back ${thereAndBack}`,
      `${sweeps} sweeps of ${points} points, back ${back}`,
    );
}

/** The curve in the order of time: there, then back without the peak, up to the first point that was not measured. */
function curveOf([names, data]: Reply<'BiasSpectr.Start'>, sweep: BiasSweep) {
  const points = sweep.upPoints;
  const row = (index: number): Float32Array => data.values.subarray(index * points, (index + 1) * points);
  const indexOf = (start: string, back: boolean): number =>
    names.findIndex((name) => name.startsWith(start) && name.includes('[bwd]') === back);
  const [bias, there, back] = [indexOf('Bias', false), indexOf('Current', false), indexOf('Current', true)];
  const lacking = bias === -1 || there === -1 || (back === -1 && sweep.downPoints > 0);
  if (lacking || data.cols !== points || data.rows !== names.length)
    throw new ConsoleError({
      code: 'instrument/fault',
      message: `The sweep gave ${data.rows} x ${data.cols} values of ${names.join(', ')}; current there and back in ${points} points was asked for.`,
      hint: 'Nothing is taken for a current that is not called so. Check the channels of the bias spectroscopy.',
    });
  const inTime = (up: Float32Array, down: Float32Array): number[] =>
    sweep.downPoints > 0 ? [...up, ...down.toReversed().subarray(1)] : [...up];
  const currents = inTime(row(there), row(sweep.downPoints > 0 ? back : there));
  const end = currents.findIndex((value) => !Number.isFinite(value));
  const amperes = Float64Array.from(end === -1 ? currents : currents.slice(0, end));
  return { volts: Float64Array.from(inTime(row(bias), row(bias)).slice(0, amperes.length)), amperes };
}

function outOfRange(message: string): ConsoleError {
  return new ConsoleError({ code: 'instrument/out-of-range', message, hint: 'Change the sweep.' });
}
