/** One view for several maps: zoom and drag in one of them move them all. */
import { createContext, type Dispatch, type SetStateAction } from 'react';
import type { Viewport } from './viewport';

export type ViewState = readonly [
  chosen: Viewport | undefined,
  setChosen: Dispatch<SetStateAction<Viewport | undefined>>,
];

/** The view that maps below it share; each has its own where there is none. */
export const SharedView = createContext<ViewState | undefined>(undefined);
