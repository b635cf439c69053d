/** Points gathered with the lasso or a box: their curves, labels, and places like them. */
import { useMemo, type ReactNode } from 'react';
import { CURVE_LABELS } from '../../../src-shared/analysis';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { currentBounds, neighbourOf } from '../../ui/neighbour.model';
import { NeighbourItem } from '../../ui/NeighbourItem';
import { meanOf } from './detail.model';
import { DetailChart } from './DetailChart';
import { LikeThis } from './LikeThis';
import { labelOf, type Knowledge } from './manifold.model';

const words = text.manifold.detail;

export interface GroupDetailProps {
  readonly knowledge: Knowledge;
  readonly group: readonly number[];
}

/** The group as a whole, then one button for each point. */
export function GroupDetail({ knowledge, group }: GroupDetailProps): ReactNode {
  const actions = useActions();
  const selected = useWindow((state) => state.selected);
  const { session, report } = knowledge;
  const members = useMemo(
    () => group.map((index) => session.points[index]).filter((point) => point !== undefined),
    [group, session],
  );
  const mean = useMemo(() => meanOf(members), [members]);
  const like = useMemo(() => ({ points: [...group] }), [group]);
  const neighbours = useMemo(
    () =>
      group
        .map((index) => {
          const label = labelOf(report?.points[index]);
          return neighbourOf(session, index, label === undefined ? '' : words.labels[label]);
        })
        .filter((neighbour) => neighbour !== undefined),
    [group, session, report],
  );
  const counts = CURVE_LABELS.map((label) => ({
    label,
    count: group.filter((index) => labelOf(report?.points[index]) === label).length,
  })).filter(({ count }) => count > 0);
  const bounds = currentBounds(neighbours);
  return (
    <section className="detail__section" aria-label={words.group(group.length)} data-testid="group-detail">
      <div className="detail__head">
        <h3>{words.group(group.length)}</h3>
        <span className="hint">
          {counts.map(({ label, count }) => words.count(words.labels[label], count)).join(', ')}
        </span>
        <button type="button" className="button button--small" onClick={() => actions.manifold.gather([])}>
          {words.close}
        </button>
      </div>
      <DetailChart
        decoded={mean}
        around={members}
        selected={selected === undefined ? undefined : session.points[selected]}
        decodedName={words.mean}
      />
      <LikeThis key={group.join()} like={like} />
      <div className="neighbours">
        {neighbours.map((neighbour) => (
          <NeighbourItem
            key={neighbour.index}
            neighbour={neighbour}
            patchSize={session.config.patch.size}
            heightRange={undefined}
            amperesBounds={bounds}
            selected={neighbour.index === selected}
            onSelect={() => actions.select(neighbour.index)}
          />
        ))}
      </div>
    </section>
  );
}
