/** What a person says to an alarm. */
import { z } from './zod';

export const AlarmAnswer = z
  .object({
    /** Which alarm; the same condition has the same name each time. */
    alarm: z.string().min(1).max(80),
    /** 1 the most urgent, 3 the least. */
    priority: z.int().min(1).max(3),
    title: z.string().max(200),
    /** `acknowledged`: seen and taken on. `shelved`: out of the way for `minutes`, then back by itself. */
    choice: z.enum(['acknowledged', 'shelved']),
    comment: z.string().max(500),
    minutes: z.number().positive().max(1440).optional(),
  })
  .readonly();
export type AlarmAnswer = z.infer<typeof AlarmAnswer>;
