/** Moving the tip. */
import { ConsoleError } from '../../../src-shared/errors';
import type { SamplePoint } from '../../../src-shared/geometry';
import { distanceMetres, samplePoint } from '../../../src-shared/geometry';
import { formatQuantity } from '../../../src-shared/units';
import type { Random } from '../../numerics/random';
import { standardNormal } from '../../numerics/random';
import type { Machine, Operation } from './machine';
import { startProgress } from './machine';

const TRAVEL_METRES_PER_SECOND = 2e-6;
const SETTLE_SECONDS = 0.1;
const ENGAGE_SECONDS = 0.5;

/** Throws `instrument/out-of-range` unless a place lies on the film; nothing is ever clamped. */
export function refuseOutside(machine: Machine, at: SamplePoint): void {
  const { widthMetres, heightMetres } = machine.film;
  if (Math.abs(at.xMetres) <= widthMetres / 2 && Math.abs(at.yMetres) <= heightMetres / 2) return;
  const [x, y, w, h] = [at.xMetres, at.yMetres, widthMetres / 2, heightMetres / 2].map((v) => formatQuantity(v, 'm'));
  throw new ConsoleError({
    code: 'instrument/out-of-range',
    message: `x ${x}, y ${y} lies outside the range of the tip, ±${w} by ±${h}.`,
    hint: 'Choose a place inside the frame.',
  });
}

/** Takes the tip to a place; an abort leaves it where it has come to. A withdrawn tip travels first, then engages. */
export async function travel(machine: Machine, operation: Operation, to: SamplePoint): Promise<void> {
  const from = machine.at;
  const seconds = distanceMetres(from, to) / TRAVEL_METRES_PER_SECOND + SETTLE_SECONDS;
  const progress = startProgress(machine, seconds);
  operation.live = { position: () => between(from, to, progress()) };
  try {
    await operation.pass(seconds);
  } catch (cause) {
    machine.seconds += seconds * progress();
    throw cause;
  }
  operation.live = {};
  machine.at = to;
  machine.seconds += seconds;
  await engage(machine, operation);
}

/** Brings a withdrawn tip back to the surface; does nothing where it already is. */
export async function engage(machine: Machine, operation: Operation): Promise<void> {
  if (machine.engaged) return;
  await operation.pass(ENGAGE_SECONDS);
  machine.engaged = true;
  machine.seconds += ENGAGE_SECONDS;
}

/** A position as the sensors show it. */
export function readPosition(machine: Machine, at: SamplePoint, random: Random): SamplePoint {
  const noise = machine.imperfections.positionNoiseMetres;
  return samplePoint(at.xMetres + noise * standardNormal(random), at.yMetres + noise * standardNormal(random));
}

/** The place a share of the straight way from one place to another. */
export function between(from: SamplePoint, to: SamplePoint, share: number): SamplePoint {
  return samplePoint(
    from.xMetres + share * (to.xMetres - from.xMetres),
    from.yMetres + share * (to.yMetres - from.yMetres),
  );
}
