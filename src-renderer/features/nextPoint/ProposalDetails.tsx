/** What is known about a proposed place. */
import { useMemo, type ReactNode } from 'react';
import type { Proposal } from '../../../src-shared/proposal';
import type { SessionView } from '../../../src-shared/session/view';
import { patchHeights } from '../../canvas/patch';
import { PatchCanvas } from '../../canvas/PatchCanvas';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { currentBounds, neighbourOf } from '../../ui/neighbour.model';
import { NeighbourItem } from '../../ui/NeighbourItem';
import { ShareBar } from '../../ui/ShareBar';
import { proposalFacts } from './nextPoint.model';

export interface ProposalDetailsProps {
  readonly session: SessionView;
  readonly proposal: Proposal;
  /** Beside the numbers: the countdown. */
  readonly aside: ReactNode;
}

/** Patch, numbers, shares and the measured patches most like it. */
export function ProposalDetails({ session, proposal, aside }: ProposalDetailsProps): ReactNode {
  const actions = useActions();
  const selected = useWindow((state) => state.selected);
  const { frame, points } = session;
  const size = session.config.patch.size;
  const heights = useMemo(() => frame && patchHeights(frame, proposal.at, size), [frame, proposal, size]);
  const neighbours = useMemo(
    () =>
      proposal.neighbours
        .map((index) => neighbourOf(session, index, ''))
        .filter((neighbour) => neighbour !== undefined),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the named points never change once measured
    [proposal, points.length, frame],
  );
  const facts = proposalFacts(session, proposal);
  return (
    <>
      <div className="card__top">
        {heights === undefined ? undefined : (
          <PatchCanvas heights={heights} size={size} side={96} label={text.patch.label(facts.place)} />
        )}
        <div className="card__facts">
          <p className="card__place">{facts.place}</p>
          <dl className="values">
            {facts.rows.map((row) => (
              <div key={row.term} className="values__row">
                <dt>{row.term}</dt>
                <dd>{row.value}</dd>
              </div>
            ))}
          </dl>
        </div>
        {aside}
      </div>
      {facts.shares === undefined ? (
        <p className="card__why">{facts.why}</p>
      ) : (
        <ShareBar
          title={facts.why}
          left={{ words: text.next.spectralShare, percent: facts.shares.spectral }}
          right={{ words: text.next.imageShare, percent: facts.shares.image }}
        />
      )}
      <div className="card__neighbours">
        <span className="hint">{text.next.neighbours}</span>
        <div className="neighbours">
          {neighbours.map((neighbour) => (
            <NeighbourItem
              key={neighbour.index}
              neighbour={neighbour}
              patchSize={size}
              heightRange={undefined}
              amperesBounds={currentBounds(neighbours)}
              selected={neighbour.index === selected}
              onSelect={() => actions.select(neighbour.index)}
            />
          ))}
        </div>
      </div>
    </>
  );
}
