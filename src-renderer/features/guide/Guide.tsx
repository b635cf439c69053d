/** Help inside the program: the method in plain words, safety, keys, and which program this is. Below the header. */
import { useState, type ReactNode } from 'react';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { Versions } from '../../ui/Versions';
import { useVersionRows } from '../../store/useVersionRows';
import { LoopFigure, ManifoldFigure, NoveltyFigure } from './figures';

const words = text.guide;
const PAGES = ['method', 'safety', 'keys', 'about'] as const;
type Page = (typeof PAGES)[number];

/** The pages, one at a time. */
export function Guide(): ReactNode {
  const actions = useActions();
  const [page, setPage] = useState<Page>('method');
  return (
    <div
      className="overlay overlay--wide guide"
      role="dialog"
      aria-label={words.title}
      data-testid="guide"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        actions.overlay(undefined);
      }}
    >
      <div className="overlay__head">
        <h2 className="panel__title">{words.title}</h2>
        <button type="button" className="button button--small" onClick={() => actions.tour.goTo(0)}>
          {words.tour}
        </button>
        <button
          type="button"
          className="button button--small"
          onClick={() =>
            void actions.archive.openSample('manifold').then((shown) => shown && actions.overlay(undefined))
          }
        >
          {text.archive.sample}
        </button>
        <button type="button" className="button button--small" autoFocus onClick={() => actions.overlay(undefined)}>
          {words.close} <kbd aria-hidden="true">Esc</kbd>
        </button>
      </div>
      <div className="tabs__list" role="tablist" aria-label={words.title}>
        {PAGES.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`guide-tab-${name}`}
            aria-selected={name === page}
            aria-controls="guide-page"
            className="tabs__tab"
            onClick={() => setPage(name)}
          >
            {words.pages[name]}
          </button>
        ))}
      </div>
      <div className="guide__page" role="tabpanel" id="guide-page" aria-labelledby={`guide-tab-${page}`} tabIndex={0}>
        <PageOf page={page} />
      </div>
    </div>
  );
}

function PageOf({ page }: { readonly page: Page }): ReactNode {
  switch (page) {
    case 'method':
      return <Method />;
    case 'safety':
      return <Safety />;
    case 'keys':
      return <Keys />;
    case 'about':
      return <About />;
  }
}

function Method(): ReactNode {
  const { loop, novelty, manifold } = words.method;
  return (
    <>
      <Chapter {...loop} drawing={<LoopFigure />} />
      <Chapter {...novelty} drawing={<NoveltyFigure />} />
      <Chapter {...manifold} drawing={<ManifoldFigure />} />
    </>
  );
}

function Chapter({
  title,
  body,
  drawing,
}: {
  readonly title: string;
  readonly body: string;
  readonly drawing: ReactNode;
}) {
  return (
    <section className="guide__chapter">
      <h3 className="guide__title">{title}</h3>
      <p>{body}</p>
      {drawing}
    </section>
  );
}

function Safety(): ReactNode {
  return (
    <dl className="guide__rules">
      {words.safety.map(([name, rule]) => (
        <div key={name} className="guide__rule">
          <dt>{name}</dt>
          <dd>{rule}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The list itself is one overlay for the whole program. */
function Keys(): ReactNode {
  const actions = useActions();
  return (
    <section className="guide__chapter">
      <p>{words.keysWords}</p>
      <p>
        <button type="button" className="button button--main" onClick={() => actions.overlay('help')}>
          {words.allKeys} <kbd aria-hidden="true">?</kbd>
        </button>
      </p>
    </section>
  );
}

function About(): ReactNode {
  return <Versions {...useVersionRows()} />;
}
