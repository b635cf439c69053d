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

/** Whether the window is high enough for one more panel below the maps. */
export function useIsTall(): boolean {
  return useMedia('(height >= 860px)');
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
