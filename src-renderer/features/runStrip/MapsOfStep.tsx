/** Looks at the maps of the step that is selected, and back. */
import type { ReactNode } from 'react';
import type { SessionView } from '../../../src-shared/session/view';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';

/** A button where there is something to look back at; seeds were chosen without maps. */
export function MapsOfStep({ session }: { readonly session: SessionView }): ReactNode {
  const actions = useActions();
  const past = useWindow((state) => state.pastMaps);
  const selected = useWindow((state) => state.selected);
  const step = selected === undefined ? undefined : session.points[selected]?.step;
  const offered = step !== undefined && step > 0 && session.maps !== undefined && step !== (past ?? session.maps).step;
  return (
    <>
      {past === undefined ? undefined : (
        <button type="button" className="button button--small" onClick={() => void actions.showMapsOf(undefined)}>
          {text.run.newestMaps}
        </button>
      )}
      {offered ? (
        <button type="button" className="button button--small" onClick={() => void actions.showMapsOf(step)}>
          {text.run.mapsOf(step)}
        </button>
      ) : undefined}
    </>
  );
}
