/** What is not perfect about the simulated instrument; every number may be 0. */

/** Noise, drift and wear, SI units. */
export interface Imperfections {
  /** Standard deviation of one height in a frame. */
  readonly heightNoiseMetres: number;
  /** Standard deviation of one coordinate as read back. */
  readonly positionNoiseMetres: number;
  /** Standard deviation of the current relative to itself, point by point. */
  readonly currentNoiseShare: number;
  /** Standard deviation of the current that is there without any signal. */
  readonly currentNoiseAmperes: number;
  /** Speed at which the sample creeps under the tip. The position sensors do not see it. */
  readonly driftMetresPerSecond: number;
  /** Share of the current lost in an hour. */
  readonly gainLossPerHour: number;
  /** Resistance that each sweep adds at the tip. */
  readonly ohmsPerSweep: number;
  /** Probability that the apex changes during a sweep. */
  readonly jumpsPerSweep: number;
  /** Largest current that the preamplifier shows. */
  readonly preampRangeAmperes: number;
}

/**
 * A good day: 0.3 nm/min of drift, so that 210 curves wander a quarter of a pixel; 6 % of the current lost in an hour
 * (0.1 nA of 1.6 nA); 4 megohms after 210 sweeps, 7 mV at 1.7 nA; a tip change in every five hundredth sweep.
 */
export const DEFAULT_IMPERFECTIONS: Imperfections = {
  heightNoiseMetres: 0.35e-9,
  positionNoiseMetres: 1e-9,
  currentNoiseShare: 0.01,
  currentNoiseAmperes: 6e-12,
  driftMetresPerSecond: 5e-12,
  gainLossPerHour: 0.06,
  ohmsPerSweep: 2e4,
  jumpsPerSweep: 0.002,
  preampRangeAmperes: 10e-9,
};

/** Neither drift nor wear; noise as it always is. A place gives the same mean curve for ever. */
export const STABLE: Pick<
  Imperfections,
  'driftMetresPerSecond' | 'gainLossPerHour' | 'ohmsPerSweep' | 'jumpsPerSweep'
> = { driftMetresPerSecond: 0, gainLossPerHour: 0, ohmsPerSweep: 0, jumpsPerSweep: 0 };
