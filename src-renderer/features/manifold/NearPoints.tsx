/** Measured points near a place of the latent space, with their raw patches and curves. */
import { useMemo, type ReactNode } from 'react';
import type { NearPoint } from '../../../src-shared/manifold';
import { formatNumber } from '../../../src-shared/units';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { currentBounds, neighbourOf } from '../../ui/neighbour.model';
import { NeighbourItem } from '../../ui/NeighbourItem';
import { labelOf, type Knowledge } from './manifold.model';

export interface NearPointsProps {
  readonly knowledge: Knowledge;
  readonly near: readonly NearPoint[];
}

/** Each as a button that selects the point everywhere. */
export function NearPoints({ knowledge, near }: NearPointsProps): ReactNode {
  const actions = useActions();
  const selected = useWindow((state) => state.selected);
  const { session, report } = knowledge;
  const neighbours = useMemo(
    () =>
      near
        .map(({ index, imageDistance }) => {
          const label = labelOf(report?.points[index]);
          const remark = label === undefined ? '' : `${text.manifold.detail.labels[label]} `;
          return neighbourOf(session, index, `${remark}${formatNumber(imageDistance, 2)}`);
        })
        .filter((neighbour) => neighbour !== undefined),
    [near, session, report],
  );
  return (
    <div className="neighbours" data-testid="near-points">
      {neighbours.map((neighbour) => (
        <NeighbourItem
          key={neighbour.index}
          neighbour={neighbour}
          patchSize={session.config.patch.size}
          heightRange={undefined}
          amperesBounds={currentBounds(neighbours)}
          selected={neighbour.index === selected}
          onSelect={() => actions.select(neighbour.index)}
        />
      ))}
    </div>
  );
}
