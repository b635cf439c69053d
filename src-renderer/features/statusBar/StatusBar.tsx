/** The line at the bottom of every view. */
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useNow } from '../../clock';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { readingFreshness } from '../../store/freshness';
import { newerVersion } from '../../store/selectors';
import { cursorWords, diskWords, instrumentWords, modelWords, savedWords, tipWords } from './statusBar.model';

/** Instrument, tip, newest curve on disk, maps, pointer, disk. */
export function StatusBar(): ReactNode {
  const state = useWindow(useShallow(({ console, link, time }) => ({ console, link, time })));
  const hover = useWindow((window) => window.hover);
  const now = useNow(500);
  const known = state.console;
  if (known === undefined) return <footer className="status">{text.header.connecting}</footer>;
  const fresh = readingFreshness(state, now);
  const maps = modelWords(known, now);
  const saved = known.session !== undefined && !known.replay;
  return (
    <footer className="status" aria-label={text.status.title}>
      <span data-fresh={fresh} data-testid="status-instrument">
        {fresh === 'stale' ? `${text.fresh.glyph} ${text.fresh.stale} ` : undefined}
        {instrumentWords(known.instrument, fresh, now)}
      </span>
      <span data-fresh={fresh}>{tipWords(known.instrument, fresh)}</span>
      <span data-testid="status-saved" title={known.session && text.status.record(known.session.lastSeq)}>
        {saved ? <span aria-hidden="true">{'\u2713'} </span> : undefined}
        {savedWords(known, now)}
      </span>
      {maps === undefined ? undefined : <span>{maps}</span>}
      <span className="status__cursor" title={cursorWords(known.session, hover)}>
        {cursorWords(known.session, hover)}
      </span>
      <NewerVersion />
      <span>{diskWords(known.freeBytes)}</span>
    </footer>
  );
}

/** Leads to where a newer version can be fetched. */
function NewerVersion(): ReactNode {
  const version = useWindow(newerVersion);
  const actions = useActions();
  if (version === undefined) return undefined;
  return (
    <button type="button" className="status__newer" onClick={() => actions.show('settings')}>
      {text.updates.found(version)}
    </button>
  );
}
