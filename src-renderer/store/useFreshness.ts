/** The age of what is on the screen, judged once a second. */
import { useLayoutEffect } from 'react';
import type { Freshness } from '../../src-shared/freshness';
import { useNow } from '../clock';
import { text } from '../messages';
import { useWindow } from './context';
import { sessionFreshness } from './freshness';

/** Of the session that the panels show. */
export function useSessionFreshness(): Freshness {
  const now = useNow(1000);
  return useWindow((state) => sessionFreshness(state, now));
}

/**
 * Tells the style sheets, on the root element, how old the session is, and which words its panels wear. A component of its
 * own, so that the look at the clock draws nothing again.
 */
export function FreshnessMark(): undefined {
  const fresh = useSessionFreshness();
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset['fresh'] = fresh;
    const words = fresh === 'stale' || fresh === 'disconnected' ? text.fresh.mark[fresh] : '';
    root.style.setProperty('--fresh-mark', JSON.stringify(words));
  }, [fresh]);
  return undefined;
}
