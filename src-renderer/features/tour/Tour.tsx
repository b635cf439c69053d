/** Five short steps through the program, ending with a running session on the simulated instrument. */
import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { isActive } from '../../store/selectors';
import { placeCard, type Box } from './place.model';
import { TOUR, tourExperiment } from './tour.model';

const words = text.tour;
/** Panels move when a run begins; looking this often costs nothing. */
const LOOK_MILLIS = 200;

/** The card of the step that the person is at, and a frame about what it speaks of. */
export function Tour(): ReactNode {
  const at = useWindow((state) => state.tour);
  const step = at === undefined ? undefined : TOUR[at];
  return step === undefined || at === undefined ? undefined : <Step key={step.name} at={at} />;
}

function Step({ at }: { readonly at: number }): ReactNode {
  const actions = useActions();
  const step = TOUR[at];
  const title = useId();
  const card = useRef<HTMLDivElement>(null);
  const { target, card: place } = useLayout(step?.at ?? '', card);
  useEffect(() => {
    if (step !== undefined) actions.show(step.view);
    card.current?.focus();
  }, [actions, step]);
  if (step === undefined) return undefined;
  const last = at === TOUR.length - 1;
  return (
    <>
      {target === undefined ? undefined : <div className="tour__frame" style={{ ...target }} aria-hidden="true" />}
      <div
        ref={card}
        className="tour"
        role="dialog"
        aria-labelledby={title}
        tabIndex={-1}
        data-testid="tour"
        style={place}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          actions.tour.end();
        }}
      >
        <p className="tour__count">{words.count(at + 1, TOUR.length)}</p>
        <h2 className="tour__title" id={title}>
          {words.steps[step.name].title}
        </h2>
        <p>{words.steps[step.name].body}</p>
        <div className="tour__buttons">
          {last ? undefined : (
            <button type="button" className="button button--small" onClick={() => actions.tour.end()}>
              {words.skip}
            </button>
          )}
          <span className="tour__space" />
          {at === 0 ? undefined : (
            <button type="button" className="button" onClick={() => actions.tour.goTo(at - 1)}>
              {words.back}
            </button>
          )}
          {step.name === 'start' ? <StartButton next={at + 1} /> : <NextButton at={at} last={last} />}
        </div>
      </div>
    </>
  );
}

function NextButton({ at, last }: { readonly at: number; readonly last: boolean }): ReactNode {
  const actions = useActions();
  return (
    <button
      type="button"
      className="button button--main"
      onClick={() => (last ? actions.tour.end() : actions.tour.goTo(at + 1))}
    >
      {last ? words.finish : words.next}
    </button>
  );
}

/** Starts the small session; where one goes on already, or the instrument is a real one, the tour only goes on. */
function StartButton({ next }: { readonly next: number }): ReactNode {
  const actions = useActions();
  const running = useWindow((state) => state.console !== undefined && isActive(state.console.run.state));
  const simulated = useWindow((state) => state.console?.setup.simulated === true);
  const blocked = running || !simulated;
  return (
    <>
      {blocked ? <span className="hint">{running ? words.running : words.real}</span> : undefined}
      <button
        type="button"
        className="button button--main"
        onClick={() => {
          if (blocked) actions.tour.goTo(next);
          else void actions.tour.start(tourExperiment, next);
        }}
      >
        {blocked ? words.next : words.start}
      </button>
    </>
  );
}

interface Layout {
  readonly target: Box | undefined;
  readonly card: { readonly left: number; readonly top: number };
}

/** Where the first element that matches is, undefined where there is none on the screen, and where the card goes with it. */
function useLayout(selector: string, card: { readonly current: HTMLElement | null }): Layout {
  const [layout, setLayout] = useState<Layout>({ target: undefined, card: { left: 0, top: 0 } });
  useLayoutEffect(() => {
    const look = (): void => {
      const size = card.current?.getBoundingClientRect();
      if (size === undefined) return;
      const found = document.querySelector(selector)?.getBoundingClientRect();
      const target = found === undefined || found.width === 0 ? undefined : boxOf(found);
      const headerBottom = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
      const around = { window: { width: window.innerWidth, height: window.innerHeight }, headerBottom };
      const next = { target, card: placeCard(target, size, around) };
      setLayout((known) => (JSON.stringify(known) === JSON.stringify(next) ? known : next));
    };
    look();
    const timer = setInterval(look, LOOK_MILLIS);
    return () => clearInterval(timer);
  }, [selector, card]);
  return layout;
}

function boxOf({ left, top, width, height }: DOMRect): Box {
  return { left, top, width, height };
}
