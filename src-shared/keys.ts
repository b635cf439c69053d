/** The keys that a person has chosen instead of those of the program. */
import { z } from './zod';

export const KeySettings = z
  .object({
    /**
     * Keys by the name of their action, as `Ctrl+Shift+Z`, `G`, `?`, `Home`; an empty one switches the key of the action off.
     * What is not named has the key of the program; names that this version does not know are passed over.
     */
    own: z.record(z.string().max(40), z.string().max(30)).readonly(),
    /** Whether keys of a single character work. Off for who speaks or types without looking (WCAG 2.1.4). */
    single: z.boolean(),
  })
  .readonly();
export type KeySettings = z.infer<typeof KeySettings>;

export const DEFAULT_KEYS: KeySettings = { own: {}, single: true };
