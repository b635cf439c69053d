/** Where on the sample the opened cell, the gathered points and places like them lie. */
import { useMemo, type ReactNode } from 'react';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { Empty, Panel } from '../../ui/Panel';
import { couplingOf, verdicts, type Knowledge } from './manifold.model';
import { SampleMap } from './SampleMap';
import { useLook } from './useKnowledge';

const words = text.manifold.sample;
const NO_PLACES: readonly never[] = [];

/** The small topography; its selection is the one of the Live view. */
export function SamplePanel({ knowledge }: { readonly knowledge: Knowledge }): ReactNode {
  const actions = useActions();
  const look = useLook(knowledge);
  const selected = useWindow((state) => state.selected);
  const hover = useWindow((state) => state.hover);
  const like = useWindow((state) => state.manifold.like);
  const colour = useWindow((state) => state.manifold.look.colour);
  const strong = useStrong();
  const { session, coupling } = knowledge;
  const marks = useMemo(() => {
    const byIndex = verdicts(couplingOf(coupling, colour));
    return session.points.map(({ index, at }) => ({
      at,
      color: look.colorOf(index),
      kind: strong.size === 0 ? ('usual' as const) : strong.has(index) ? ('strong' as const) : ('faint' as const),
      selected: index === selected,
      doubtful: byIndex.get(index)?.verdict === 'noConclusion',
    }));
  }, [session, coupling, colour, look, strong, selected]);
  const wanted = useMemo(() => like?.places.map(({ at }) => at) ?? NO_PLACES, [like]);
  return (
    <Panel title={words.title} className="sample" testId="manifold-sample-panel">
      {session.frame === undefined ? (
        <Empty>{words.noFrame}</Empty>
      ) : (
        <SampleMap
          frame={session.frame}
          marks={marks}
          wanted={wanted}
          hover={hover}
          theme={look.theme}
          label={words.label(strong.size, wanted.length)}
          onHover={actions.hover}
          onPick={actions.pick}
        />
      )}
      {strong.size === 0 && wanted.length === 0 ? undefined : (
        <SampleLegend gathered={strong.size > 0} wanted={wanted.length > 0} />
      )}
    </Panel>
  );
}

function SampleLegend({ gathered, wanted }: { readonly gathered: boolean; readonly wanted: boolean }): ReactNode {
  return (
    <div className="legend sample__legend">
      {gathered ? (
        <span className="legend__key">
          <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">
            <circle className="legend__strong" r="5" />
          </svg>
          {words.marked}
        </span>
      ) : undefined}
      {wanted ? (
        <span className="legend__key">
          <svg className="mark" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">
            <path d="M0-6 6 0 0 6-6 0Z" />
          </svg>
          {words.wanted}
        </span>
      ) : undefined}
    </div>
  );
}

/** Points near the opened cell, or gathered. */
function useStrong(): ReadonlySet<number> {
  const cell = useWindow((state) => state.manifold.cell);
  const group = useWindow((state) => state.manifold.group);
  return useMemo(() => new Set(cell === undefined ? group : cell.nearest.map(({ index }) => index)), [cell, group]);
}
