/** What is wrong with a measured curve, if anything, and whether the model may learn from it. */
import { z } from './zod';

export const CurveFlag = z.enum([
  /** Too few points, or a current that is no number. */
  'incomplete',
  /** More samples at the current limit than allowed. */
  'saturated',
  /** Every sample is the same number: nothing was connected. */
  'dead',
  /** Far noisier than the curves before. */
  'noisy',
  /** The current fell away between two points and stayed away: the tip lost the sample. */
  'contactLost',
]);
export type CurveFlag = z.infer<typeof CurveFlag>;

export const CurveQuality = z
  .object({
    flags: z.array(CurveFlag),
    /** Whether the curve takes part in scores, targets and diversity. It is kept as measured in any case. */
    enters: z.boolean(),
  })
  .readonly();
export type CurveQuality = z.infer<typeof CurveQuality>;

/** When a curve is flagged, and what follows. */
export const QualitySettings = z
  .object({
    /** `off`: nothing is looked at. `flag`: flags are recorded. `reject`: a flagged curve stays out of training. */
    action: z.enum(['off', 'flag', 'reject']),
    /** Share of the samples that may lie at the current limit. */
    saturatedShare: z.number().min(0).max(1),
    /** A curve is noisy from so many times the median noise of the curves before; five are needed to tell. */
    noiseFactor: z.number().min(1).max(1000),
  })
  .readonly();
export type QualitySettings = z.infer<typeof QualitySettings>;

export const DEFAULT_QUALITY: QualitySettings = { action: 'flag', saturatedShare: 0.02, noiseFactor: 8 };
