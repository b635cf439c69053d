/** Sweeping the bias where the tip stands. */
import { ConsoleError } from '../../../src-shared/errors';
import type { BiasSweep } from '../../../src-shared/sweep';
import { sweepSeconds, sweepVolts } from '../../../src-shared/sweep';
import { formatQuantity } from '../../../src-shared/units';
import { deriveRandom } from '../../numerics/random';
import type { SweepResult } from '../../engine/ports';
import { meanCurrents } from './curve';
import { filmPixel, filmPlace } from './filmPlace';
import type { Machine, Operation } from './machine';
import { placeOnFilm, startProgress } from './machine';
import { recordCurrents } from './measuredCurve';
import { contactOf, wearTip } from './tip';
import { engage, readPosition } from './travel';

/** Bias range of the simulated hardware, volts. */
export const BIAS_RANGE_VOLTS = [-10, 10] as const;

/** Throws `instrument/out-of-range` where the hardware cannot do a sweep. */
export function refuseSweep(sweep: BiasSweep, maxCurrentAmperes: number): void {
  const [lowest, highest] = BIAS_RANGE_VOLTS;
  for (const volts of [sweep.startVolts, sweep.peakVolts])
    if (!(volts >= lowest && volts <= highest))
      throw new ConsoleError({
        code: 'instrument/out-of-range',
        message: `A bias of ${formatQuantity(volts, 'V')} is outside ${lowest} V to ${highest} V.`,
        hint: 'Choose a smaller sweep.',
      });
  if (!(maxCurrentAmperes > 0))
    throw new ConsoleError({
      code: 'instrument/out-of-range',
      message: `A current limit of ${formatQuantity(maxCurrentAmperes, 'A')} is not above 0 A.`,
      hint: 'Set a current limit.',
    });
}

/** Measures one curve. The noise is that of the place and of how often it was measured before. */
export async function sweepHere(
  machine: Machine,
  operation: Operation,
  sweep: BiasSweep,
  maxCurrentAmperes: number,
): Promise<SweepResult> {
  await engage(machine, operation);
  const { film, imperfections, streams } = machine;
  const volts = sweepVolts(sweep);
  const seconds = sweepSeconds(sweep);
  const positionBefore = readPosition(machine, machine.at, streams.readback);
  const place = filmPlace(film, placeOnFilm(machine, machine.at));
  const contact = contactOf(machine.tip, machine.seconds, imperfections);
  const progress = startProgress(machine, seconds);
  operation.live = { biasVolts: () => volts[Math.min(Math.floor(progress() * volts.length), volts.length - 1)]! };
  await operation.pass(seconds);
  machine.seconds += seconds;
  machine.sweeps += 1;
  machine.tip = wearTip(machine.tip, deriveRandom(streams.root, `wear/${machine.sweeps}`), imperfections);
  const noise = deriveRandom(streams.root, `sweep/${countVisit(machine)}`);
  const mean = meanCurrents(place, sweep, contact);
  const { amperes, compliance, saturated } = recordCurrents(mean, maxCurrentAmperes, imperfections, noise);
  const positionAfter = readPosition(machine, machine.at, streams.readback);
  return { volts, amperes, positionBefore, positionAfter, flags: { complete: true, compliance, saturated } };
}

/** Names this sweep by the pixel of the film and the number of sweeps there. */
function countVisit(machine: Machine): string {
  const pixel = filmPixel(machine.film, machine.at) ?? -1;
  const visit = (machine.visits.get(pixel) ?? 0) + 1;
  machine.visits.set(pixel, visit);
  return `${pixel}/${visit}`;
}
