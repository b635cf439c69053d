/** The Manifold view: what the Dual-VAE found in the session on the screen, or what it takes to train one. */
import { useEffect, type ReactNode } from 'react';
import type { ManifoldState } from '../../../src-shared/manifold';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { Empty, Panel } from '../../ui/Panel';
import { Browser } from './Browser';
import { Excluded } from './Excluded';
import { TrainingPage } from './TrainingPage';

/** Whichever state the manifold of the session is in. */
export function ManifoldView(): ReactNode {
  const state = useWindow((window) => window.console?.manifold);
  const trained = useWindow((window) => window.console?.session?.manifold !== undefined);
  const wanted = useWindow((window) => window.manifold.trainAgain);
  useReports();
  if (state === undefined) return <Words>{text.header.connecting}</Words>;
  if (trained && !wanted && showsBrowser(state)) return <Browser state={state} />;
  return <Untrained state={state} trained={trained} />;
}

/** A failed or a running training does not take an older manifold away. */
function showsBrowser(state: ManifoldState): boolean {
  return state.kind === 'trained' || state.kind === 'training' || state.kind === 'failed';
}

function Untrained({ state, trained }: { readonly state: ManifoldState; readonly trained: boolean }): ReactNode {
  switch (state.kind) {
    case 'noSession':
      return <Words more={<Ways />}>{text.manifold.noSession}</Words>;
    case 'tooFew':
      return (
        <Words more={<Excluded excluded={state.excluded} />}>{text.manifold.tooFew(state.needed, state.have)}</Words>
      );
    case 'refused':
      return <Words title={text.manifold.refusedTitle}>{state.message}</Words>;
    case 'untrained':
    case 'training':
    case 'trained':
    case 'failed':
      return <TrainingPage state={state} trained={trained} />;
  }
}

/** Where sessions come from. */
function Ways(): ReactNode {
  const actions = useActions();
  return (
    <div className="train__row">
      <button type="button" className="button button--main" onClick={() => actions.show('live')}>
        {text.manifold.toLive}
      </button>
      <button type="button" className="button" onClick={() => actions.show('sessions')}>
        {text.manifold.toSessions}
      </button>
    </div>
  );
}

interface WordsProps {
  readonly title?: string;
  readonly more?: ReactNode;
  readonly children: string;
}

function Words({ title, more, children }: WordsProps): ReactNode {
  return (
    <main className="page">
      <Panel title={text.manifold.title} testId="manifold-words">
        <div className="manifold-words" role="status">
          {title === undefined ? undefined : <h3 className="manifold-words__title">{title}</h3>}
          <Empty>{children}</Empty>
          {more}
        </div>
      </Panel>
    </main>
  );
}

/** Asks for the trained manifold when there is another one, and for labels when curves, labels or thresholds have changed. */
function useReports(): void {
  const actions = useActions();
  const session = useWindow((state) => state.console?.session?.id);
  const trainedAt = useWindow((state) => state.console?.session?.manifold?.trainedAt);
  const shownAt = useWindow((state) => state.manifold.loadedFor);
  const points = useWindow((state) => state.console?.session?.points.length);
  const labels = useWindow((state) => state.console?.session?.analysis.labels);
  useEffect(() => {
    if (trainedAt !== undefined && trainedAt !== shownAt) void actions.manifold.load(trainedAt);
  }, [actions, session, trainedAt, shownAt]);
  useEffect(() => {
    if (session !== undefined) void actions.manifold.loadReport();
  }, [actions, session, points, labels]);
}
