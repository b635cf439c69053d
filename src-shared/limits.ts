/** What the tip may be asked to do. Limits are loaded before anything may move and stand below the planner. */
import { z } from './zod';

/** Hard bounds for everything that moves or biases the tip; SI units. */
export const SafetyLimits = z
  .object({
    /** Largest |bias| on the sample, volts. */
    maxBiasVolts: z.number().positive().max(20),
    /** Largest bias slew, volts per second. */
    maxSlewVoltsPerSecond: z.number().positive().max(1e5),
    /** Largest |current|, amperes: the compliance that each sweep is made with; a curve that reached it is flagged. */
    maxCurrentAmperes: z.number().positive().max(1e-2),
    /** Half side of the square about the frame centre in which the tip may travel, metres. */
    maxTravelMetres: z.number().positive().max(1e-3),
    /** Largest number of sweeps in one session (wear of the tip and of the sample). */
    maxSweeps: z.int().positive().max(1_000_000),
  })
  .readonly();
export type SafetyLimits = z.infer<typeof SafetyLimits>;

/** Whether every limit is the same. */
export function sameLimits(a: SafetyLimits, b: SafetyLimits): boolean {
  return (Object.keys(a) as (keyof SafetyLimits)[]).every((name) => a[name] === b[name]);
}

export const DEFAULT_LIMITS: SafetyLimits = {
  maxBiasVolts: 2,
  maxSlewVoltsPerSecond: 100,
  maxCurrentAmperes: 20e-9,
  maxTravelMetres: 20e-6,
  maxSweeps: 10_000,
};
