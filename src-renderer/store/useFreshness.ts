/** The age of what is on the screen, judged once a second. */
import { useLayoutEffect } from 'react';
import type { Freshness } from '../../src-shared/freshness';
import { useNow } from '../clock';
import { useWindow } from './context';
import { sessionFreshness } from './freshness';

/** Of the session that the panels show. */
export function useSessionFreshness(): Freshness {
  const now = useNow(1000);
  return useWindow((state) => sessionFreshness(state, now));
}

/**
 * Tells the style sheets, on the root element, how old the session is. A component of its own, so that the look at the
 * clock draws nothing again.
 */
export function FreshnessMark(): undefined {
  const fresh = useSessionFreshness();
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset['fresh'] = fresh;
  }, [fresh]);
  return undefined;
}
