/** Bias sweeps and the current-voltage curves they give. */
import { z } from './zod';

/**
 * A triangular bias sweep start -> peak -> start. The peak is measured once, at the end of the way up. Without points on
 * the way back it is one ramp, start -> peak.
 */
export const BiasSweep = z
  .object({
    startVolts: z.number().min(-20).max(20),
    peakVolts: z.number().min(-20).max(20),
    /** Points on the way to the peak, the start and the peak included. */
    upPoints: z.int().min(3).max(4096),
    /** Points on the way back, the peak not included, the end included; 0 for a ramp. */
    downPoints: z.int().min(0).max(4096),
    /** Time for each point, seconds. */
    pointSeconds: z.number().positive().max(10),
  })
  .readonly();
export type BiasSweep = z.infer<typeof BiasSweep>;

/** A measured current-voltage curve in the order in which it was measured. */
export interface IvCurve {
  readonly volts: Float64Array;
  readonly amperes: Float64Array;
}

/** The bias at each point of a sweep, in volts, in the order in which it is measured. */
export function sweepVolts(sweep: BiasSweep): Float64Array {
  const { startVolts, peakVolts, upPoints, downPoints } = sweep;
  const volts = new Float64Array(upPoints + downPoints);
  for (let i = 0; i < upPoints; i++) volts[i] = startVolts + ((peakVolts - startVolts) * i) / (upPoints - 1);
  for (let i = 0; i < downPoints; i++)
    volts[upPoints + i] = peakVolts + ((startVolts - peakVolts) * (i + 1)) / downPoints;
  return volts;
}

/** How long a sweep takes, in seconds, without travel. */
export function sweepSeconds(sweep: BiasSweep): number {
  return (sweep.upPoints + sweep.downPoints) * sweep.pointSeconds;
}

/** A curve that was cut off, with NaN for the currents that are missing; any other as it is. */
export function toFullLength(curve: IvCurve, complete: boolean, sweep: BiasSweep): IvCurve {
  const points = sweep.upPoints + sweep.downPoints;
  if (complete || curve.amperes.length >= points) return curve;
  const amperes = new Float64Array(points).fill(NaN);
  amperes.set(curve.amperes);
  return { volts: sweepVolts(sweep), amperes };
}
