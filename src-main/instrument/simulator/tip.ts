/** How the tip and its place on the sample change while it is used. */
import type { SamplePoint } from '../../../src-shared/geometry';
import { samplePoint } from '../../../src-shared/geometry';
import type { Random } from '../../numerics/random';
import { standardNormal, uniform, uniformBetween } from '../../numerics/random';
import type { Contact } from './curve';
import type { Imperfections } from './imperfections';

/** Spread of the logarithm of the current, and of each coordinate in metres, when the apex changes. */
const JUMP_GAIN = 0.15;
const JUMP_METRES = 5e-9;
/** Resistance at which wear ends: the contact is then as bad as it gets. */
const WORN_OHMS = 2e8;
/** Shortest time in which the direction of the drift turns once round, seconds. */
const DRIFT_TURN_SECONDS = 7200;

/** The apex after the sweeps so far. */
export interface Tip {
  /** Factor on the current from all changes of the apex. */
  readonly gain: number;
  readonly seriesOhms: number;
  /** Where the apex is, relative to where it was when the tip was new. */
  readonly offset: SamplePoint;
}

/** A tip that has not been used. */
export const NEW_TIP: Tip = { gain: 1, seriesOhms: 0, offset: samplePoint(0, 0) };

/** The tip after one more sweep: a little more resistance and, rarely, another apex. */
export function wearTip(tip: Tip, random: Random, wear: Imperfections): Tip {
  const seriesOhms = Math.min(tip.seriesOhms + wear.ohmsPerSweep, WORN_OHMS);
  if (uniform(random) >= wear.jumpsPerSweep) return { ...tip, seriesOhms };
  return {
    gain: tip.gain * Math.exp(JUMP_GAIN * standardNormal(random)),
    seriesOhms,
    offset: samplePoint(
      tip.offset.xMetres + JUMP_METRES * standardNormal(random),
      tip.offset.yMetres + JUMP_METRES * standardNormal(random),
    ),
  };
}

/** What the current sees of a tip after `seconds` of instrument time. */
export function contactOf(tip: Tip, seconds: number, wear: Imperfections): Contact {
  return { gain: tip.gain * Math.exp((-wear.gainLossPerHour * seconds) / 3600), seriesOhms: tip.seriesOhms };
}

/**
 * Displacement of the sample under the tip as a function of instrument time in seconds: constant speed in a direction
 * that turns slowly. Starts at 0.
 */
export function driftPath(random: Random, metresPerSecond: number): (seconds: number) => SamplePoint {
  const start = uniformBetween(random, 0, 2 * Math.PI);
  const sense = uniform(random) < 0.5 ? -1 : 1;
  const turn = (sense * uniformBetween(random, 0.2, 1) * 2 * Math.PI) / DRIFT_TURN_SECONDS;
  return (seconds) => {
    const angle = start + turn * seconds;
    const scale = metresPerSecond / turn;
    return samplePoint(scale * (Math.sin(angle) - Math.sin(start)), scale * (Math.cos(start) - Math.cos(angle)));
  };
}
