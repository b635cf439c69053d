/** Light or dark: what the settings say, or what the system says where they leave it to the system. */
import { useSyncExternalStore } from 'react';
import { useWindow } from './context';

export type Theme = 'light' | 'dark';

const DARK = '(prefers-color-scheme: dark)';
const REDUCED = '(prefers-reduced-motion: reduce)';

/** The theme in force. */
export function useTheme(): Theme {
  const wanted = useWindow((state) => state.console?.settings.theme ?? 'system');
  const dark = useMedia(DARK);
  if (wanted !== 'system') return wanted;
  return dark ? 'dark' : 'light';
}

/** True where the person at the system asked for less movement. */
export function useReducedMotion(): boolean {
  return useMedia(REDUCED);
}

/** How much of the Live view the window has room for beside and above each other, in CSS pixels: zoom counts. */
export interface Room {
  /** Three columns; two where false. */
  readonly wide: boolean;
  /** For the steering below the maps. */
  readonly tall: boolean;
  /** For the diversity below the curves. */
  readonly high: boolean;
  /** For the run below the map and the next point above everything else. */
  readonly medium: boolean;
}

/** The room of the window; it follows its size. */
export function useRoom(): Room {
  return {
    wide: useMedia('(width >= 1366px)'),
    tall: useMedia('(height >= 860px)'),
    high: useMedia('(height >= 780px)'),
    medium: useMedia('(height >= 620px)'),
  };
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}
