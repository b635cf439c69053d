/** What is looked at between measurements: whether the sample has drifted, and whether the tip still measures what it did. */
import { z } from './zod';

/** A part of the survey frame is taken again and compared with it; places are shifted by what has drifted. */
export const DriftSettings = z
  .object({
    /** Every so many curves, seeds counted; 0: never by count. */
    everyCurves: z.int().min(0).max(10_000),
    /** So many minutes after the check before; 0: never by time. */
    everyMinutes: z.number().min(0).max(1440),
    /** Side of the part, pixels of the survey frame, about its middle. */
    pixels: z.int().min(16).max(128).multipleOf(16),
    /** Shift since the check before that raises an alarm, pixels of the survey frame. */
    alarmPixels: z.number().positive().max(100),
  })
  .readonly();
export type DriftSettings = z.infer<typeof DriftSettings>;

/** One seed is swept again and again; its current tells of the wear of the tip. */
export const ReferenceSettings = z
  .object({
    /** Every so many curves, seeds counted; 0: never. */
    everyCurves: z.int().min(0).max(10_000),
    /** Change of the current at the reference, as a share, that holds the run. */
    alarmShare: z.number().positive().max(100),
  })
  .readonly();
export type ReferenceSettings = z.infer<typeof ReferenceSettings>;

/** What is looked at during a session. */
export const UpkeepSettings = z.object({ drift: DriftSettings, reference: ReferenceSettings }).readonly();
export type UpkeepSettings = z.infer<typeof UpkeepSettings>;

/** Nothing is looked at: right where nothing drifts or wears, and for sessions from before. */
export const NO_DRIFT_CHECK: DriftSettings = { everyCurves: 0, everyMinutes: 0, pixels: 48, alarmPixels: 1 };
export const NO_REFERENCE: ReferenceSettings = { everyCurves: 0, alarmShare: 0.5 };

/** Every so many curves a real tip is looked at unless the operator says otherwise. */
const REAL_TIP_CURVES = 20;
/** What is looked at where there is a real tip on a real sample. */
export const REAL_TIP_UPKEEP: UpkeepSettings = {
  drift: { ...NO_DRIFT_CHECK, everyCurves: REAL_TIP_CURVES },
  reference: { ...NO_REFERENCE, everyCurves: REAL_TIP_CURVES },
};

/** Whether a drift check is wanted at all. */
export function checksDrift({ everyCurves, everyMinutes }: DriftSettings): boolean {
  return everyCurves > 0 || everyMinutes > 0;
}
