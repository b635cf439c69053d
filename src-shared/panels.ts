/** What can be shown in a window of its own. */
import { z } from './zod';

export const PANELS = ['maps', 'topography', 'manifold', 'log'] as const;
export const PanelName = z.enum(PANELS);
export type PanelName = z.infer<typeof PanelName>;
