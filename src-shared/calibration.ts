/** How often the newest forecasts of the model held, as it stands in the journal. */
import { z } from './zod';

export const CalibrationCheck = z
  .object({
    /** Forecasts that were looked at: of the newest places that the model proposed and that were measured. */
    forecasts: z.int().min(1),
    /** Share of them within one and within two sigma of what was found. */
    oneSigma: z.number().min(0).max(1),
    twoSigma: z.number().min(0).max(1),
    /** Fewer than half within one sigma, or fewer than four in five within two: the bands are too narrow. */
    lost: z.boolean(),
  })
  .readonly();
export type CalibrationCheck = z.infer<typeof CalibrationCheck>;
