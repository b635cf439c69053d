/** How far the training has come: epochs, losses, time left, and the way to end it. */
import { useMemo, type ReactNode } from 'react';
import type { ManifoldState, ManifoldTerms } from '../../../src-shared/manifold';
import { formatDuration, formatNumber, formatQuantity } from '../../../src-shared/units';
import { text } from '../../messages';
import { Plot } from '../../plot/Plot';
import { PLOT_THEMES } from '../../plot/theme';
import { useActions } from '../../store/context';
import { useTheme } from '../../store/useTheme';
import { lossChart } from './trainingProgress.model';

export type Training = Extract<ManifoldState, { kind: 'training' }>;

const words = text.manifold.training;
const TERMS = ['total', 'image', 'spectrum', 'divergence', 'similarity', 'alignment'] as const;

/** Facts, curve of the loss, and the button. */
export function TrainingProgress({ state }: { readonly state: Training }): ReactNode {
  const theme = PLOT_THEMES[useTheme()];
  const { history, epoch, terms } = state;
  const chart = useMemo(() => lossChart(history, epoch, theme.curves.ink), [history, epoch, theme]);
  return (
    <div className="training">
      <progress
        className="training__bar"
        max={state.epochs}
        value={epoch}
        aria-label={words.bar(epoch, state.epochs)}
      />
      <div className="training__facts">
        <dl className="values" aria-live="off">
          <Fact name={words.epoch} value={words.of(epoch, state.epochs)} testId="training-epoch" />
          <Fact name={words.perEpoch} value={formatQuantity(state.secondsPerEpoch, 's')} />
          <Fact name={words.eta} value={formatDuration(state.etaSeconds)} />
        </dl>
        <Losses terms={terms} />
      </div>
      <p className="hint">
        {state.computedOn === undefined
          ? words.choosing
          : `${words.on}: ${state.computedOn.device}. ${state.computedOn.reason}`}
      </p>
      <div className="training__plot">
        {history.length < 2 ? (
          <p className="empty">{words.waiting}</p>
        ) : (
          <Plot chart={chart} colors={theme.chart} label={words.lossLabel(epoch, formatNumber(terms?.total, 4))} />
        )}
      </div>
      <CancelTraining state={state} />
    </div>
  );
}

/** Ends the training; what was learned so far is kept. */
export function CancelTraining({ state, small }: { readonly state: Training; readonly small?: boolean }): ReactNode {
  const actions = useActions();
  return (
    <button
      type="button"
      className={small === true ? 'button button--small' : 'button'}
      disabled={state.cancelling}
      onClick={() => void actions.send('manifold.cancel')}
    >
      {state.cancelling ? words.cancelling : words.cancel}
    </button>
  );
}

function Losses({ terms }: { readonly terms: ManifoldTerms | undefined }): ReactNode {
  if (terms === undefined) return undefined;
  return (
    <dl className="values">
      {TERMS.map((name) =>
        terms[name] === undefined ? undefined : (
          <Fact key={name} name={words.terms[name]} value={formatNumber(terms[name], 4)} />
        ),
      )}
    </dl>
  );
}

function Fact({ name, value, testId }: { readonly name: string; readonly value: string; readonly testId?: string }) {
  return (
    <div className="values__row">
      <dt>{name}</dt>
      <dd data-testid={testId}>{value}</dd>
    </div>
  );
}
