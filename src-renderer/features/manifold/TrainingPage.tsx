/** What stands in the place of the manifold while there is none: the form, the progress, what went wrong. */
import type { ReactNode } from 'react';
import type { Exclusion, ManifoldState } from '../../../src-shared/manifold';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { Panel } from '../../ui/Panel';
import { Excluded } from './Excluded';
import { TrainForm } from './TrainForm';
import { TrainingProgress } from './TrainingProgress';

export interface TrainingPageProps {
  readonly state: Extract<ManifoldState, { kind: 'untrained' | 'training' | 'trained' | 'failed' }>;
  /** There is an older manifold to go back to. */
  readonly trained: boolean;
}

/** Form or progress, in the middle of the view. */
export function TrainingPage({ state, trained }: TrainingPageProps): ReactNode {
  const actions = useActions();
  const newest = useWindow((window) => window.console?.session?.manifold?.summary.settings);
  const training = state.kind === 'training';
  const back = trained ? (
    <button type="button" className="button button--small" onClick={() => actions.manifold.trainAgain(false)}>
      {text.manifold.back}
    </button>
  ) : undefined;
  return (
    <main className="page manifold-page">
      <Panel
        title={training ? text.manifold.training.title : text.manifold.train.title}
        tools={back}
        testId="manifold-training"
      >
        {state.kind === 'failed' ? (
          <div className="manifold-failed" role="alert">
            <strong>{text.manifold.failedTitle}</strong>
            <p>{state.error.message}</p>
            {state.error.hint === undefined ? undefined : <p className="hint">{state.error.hint}</p>}
          </div>
        ) : undefined}
        {training ? (
          <TrainingProgress state={state} />
        ) : (
          <>
            <Ready state={state} />
            <TrainForm newest={newest} onStarted={() => actions.manifold.trainAgain(false)} />
          </>
        )}
      </Panel>
    </main>
  );
}

function Ready({ state }: { readonly state: Exclude<TrainingPageProps['state'], { kind: 'training' }> }): ReactNode {
  const excluded: readonly Exclusion[] =
    state.kind === 'untrained' ? state.excluded : state.kind === 'trained' ? state.summary.excluded : [];
  return (
    <div className="train__about">
      <p className="hint">{text.manifold.train.about}</p>
      {state.kind === 'untrained' ? <p>{text.manifold.train.ready(state.have)}</p> : undefined}
      <Excluded excluded={excluded} />
    </div>
  );
}
