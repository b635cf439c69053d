/** Which model is shown, how it was trained, whether it is still up to date, and the way to another one. */
import type { ReactNode } from 'react';
import type { ManifoldState, ManifoldSummary } from '../../../src-shared/manifold';
import { formatDuration, formatNumber } from '../../../src-shared/units';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { ChoiceField } from '../../ui/fields';
import { CancelTraining, type Training } from './TrainingProgress';

const words = text.manifold.model;

/** One line above the columns. */
export function ModelBar({ state }: { readonly state: ManifoldState }): ReactNode {
  const actions = useActions();
  const id = useWindow((window) => window.console?.session?.id);
  const summary = useWindow((window) => window.console?.session?.manifold?.summary);
  if (summary === undefined || id === undefined) return undefined;
  const said = summaryWords(summary);
  return (
    <div className="model-bar" role="region" aria-label={text.manifold.title} data-testid="manifold-model">
      <span className="model-bar__words" title={[...said, summary.computedOn.reason].join('\n')}>
        {said.map((word) => (
          <span key={word}>{word}</span>
        ))}
      </span>
      <Remarks state={state} />
      <Axes latent={summary.settings.latent} />
      <button
        type="button"
        className="button button--small"
        title={words.figuresHint}
        onClick={() => void actions.archive.export(id)}
      >
        {words.figures}
      </button>
      {state.kind === 'training' ? (
        <Progress state={state} />
      ) : (
        <button type="button" className="button button--small" onClick={() => actions.manifold.trainAgain(true)}>
          {words.train}
        </button>
      )}
    </div>
  );
}

function summaryWords(summary: ManifoldSummary): readonly string[] {
  const { settings, points, terms, epochsDone, cancelled, computedOn, excluded, flatPatches } = summary;
  const names = text.manifold.train;
  return [
    words.words(names.modes[settings.mode], names.profiles[settings.profile], settings.coord),
    words.points(points.length),
    cancelled
      ? `${words.epochs(epochsDone, settings.epochs)}, ${words.cancelled}`
      : words.epochs(epochsDone, settings.epochs),
    words.seed(settings.seed),
    words.loss(formatNumber(terms.first.total, 4), formatNumber(terms.last.total, 4)),
    ...(excluded.length === 0 ? [] : [text.manifold.excluded(excluded.length).replace(':', '')]),
    ...(flatPatches === 0 ? [] : [words.flat(flatPatches)]),
    words.on(computedOn.device),
  ];
}

function Remarks({ state }: { readonly state: ManifoldState }): ReactNode {
  if (state.kind === 'failed') return <Badge>{words.problem(state.error.message)}</Badge>;
  if (state.kind !== 'trained') return undefined;
  return (
    <>
      {state.newPoints === 0 ? undefined : <Badge testId="manifold-stale">{words.stale(state.newPoints)}</Badge>}
      {state.problem === undefined ? undefined : <Badge>{words.problem(state.problem.message)}</Badge>}
    </>
  );
}

function Badge({ testId, children }: { readonly testId?: string; readonly children: string }): ReactNode {
  return (
    <span className="model-bar__badge" role="status" title={children} data-testid={testId}>
      {children}
    </span>
  );
}

function Progress({ state }: { readonly state: Training }): ReactNode {
  return (
    <span className="model-bar__progress">
      <span>{text.manifold.training.bar(state.epoch, state.epochs)}</span>
      <progress max={state.epochs} value={state.epoch} aria-label={text.manifold.training.title} />
      <span>{formatDuration(state.etaSeconds)}</span>
      <CancelTraining state={state} small />
    </span>
  );
}

/** With more than two latents: which of them are shown. */
function Axes({ latent }: { readonly latent: number }): ReactNode {
  const actions = useActions();
  const [up, right] = useWindow((state) => state.manifold.axes);
  if (latent <= 2) return undefined;
  const choices = Array.from({ length: latent }, (_, i) => ({ value: String(i), label: words.axis(i) }));
  const show = (axes: readonly [number, number]): void => void actions.manifold.showAxes(axes);
  return (
    <span className="model-bar__axes">
      <span>{words.axes}</span>
      <ChoiceField
        label={words.up}
        value={String(up)}
        choices={choices.filter(({ value }) => value !== String(right))}
        onChange={(value) => show([Number(value), right])}
      />
      <ChoiceField
        label={words.right}
        value={String(right)}
        choices={choices.filter(({ value }) => value !== String(up))}
        onChange={(value) => show([up, Number(value)])}
      />
    </span>
  );
}
