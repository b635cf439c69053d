/** The line at the bottom of every view. */
import type { ReactNode } from 'react';
import { useNow } from '../../clock';
import { text } from '../../messages';
import { useWindow } from '../../store/context';
import { cursorWords, diskWords, instrumentWords, savedWords, tipWords } from './statusBar.model';

/** Instrument, tip, newest record, pointer, disk. */
export function StatusBar(): ReactNode {
  const known = useWindow((state) => state.console);
  const hover = useWindow((state) => state.hover);
  const now = useNow(1000);
  if (known === undefined) return <footer className="status">{text.header.connecting}</footer>;
  return (
    <footer className="status" aria-label={text.status.title}>
      <span>{instrumentWords(known.instrument, now)}</span>
      <span>{tipWords(known.instrument)}</span>
      <span>{savedWords(known, now)}</span>
      <span className="status__cursor">{cursorWords(known.session, hover)}</span>
      <span>{diskWords(known.freeBytes)}</span>
    </footer>
  );
}
