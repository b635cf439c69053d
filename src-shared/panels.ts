/** What can be shown in a window of its own. */
import { z } from './zod';

export const PanelName = z.enum(['maps', 'topography', 'manifold', 'log']);
export type PanelName = z.infer<typeof PanelName>;
