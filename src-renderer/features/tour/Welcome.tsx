/** The first thing that a newcomer sees: three ways to begin, and the way past them. */
import type { ReactNode } from 'react';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { isOffered } from './tour.model';

const words = text.welcome;

/** Offered until it was answered once; the settings remember. It covers neither the header nor STOP. */
export function Welcome(): ReactNode {
  const offered = useWindow(isOffered);
  const actions = useActions();
  if (!offered) return undefined;
  return (
    <div
      className="overlay welcome"
      role="dialog"
      aria-label={words.title}
      data-testid="welcome"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        actions.tour.end();
      }}
    >
      <h2 className="tour__title">{words.title}</h2>
      <p>{words.body}</p>
      <ul className="welcome__ways">
        <li>
          <button type="button" className="button button--main" autoFocus onClick={() => actions.tour.goTo(0)}>
            {words.tour}
          </button>
          <span className="hint">{words.tourNote}</span>
        </li>
        <li>
          <button
            type="button"
            className="button"
            onClick={() => void actions.archive.openSample('manifold').then((shown) => shown && actions.tour.end())}
          >
            {text.archive.sample}
          </button>
          <span className="hint">{text.archive.sampleNote}</span>
        </li>
        <li>
          <button type="button" className="button" onClick={() => actions.tour.end()}>
            {words.past}
          </button>
          <span className="hint">{words.pastNote}</span>
        </li>
      </ul>
    </div>
  );
}
