/** The status of an instrument that is not connected: nothing is known of it, and the last reading is not passed off as one. */
import type { InstrumentStatus } from '../engine/ports';

export const OFFLINE: InstrumentStatus = Object.freeze({
  phase: 'offline',
  tipEngaged: 'unknown',
  position: undefined,
  biasVolts: undefined,
  heightMetres: undefined,
});
