/** The card of the next point: where, why, what it looks like, and the answer to it. */
import { useRef, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { Proposal } from '../../../src-shared/proposal';
import type { SessionView } from '../../../src-shared/session/view';
import { actionOfChord, chordOf } from '../../keys.model';
import { text } from '../../messages';
import { useWindow } from '../../store/context';
import { liveProposal, liveRunState } from '../../store/selectors';
import { useBindings } from '../../store/useKeyNames';
import { isTyping } from '../../ui/keys';
import { Empty, Panel } from '../../ui/Panel';
import { Answers } from './Answers';
import { AnswerTime } from './AnswerTime';
import { ProposalDetails } from './ProposalDetails';
import { StepDown } from './StepDown';
import { VetoForm } from './VetoForm';
import { useCardAnswers } from './useCardAnswers';
import { useFreeze } from './useFreeze';

/** The element that the key G brings the keyboard to. */
export const NEXT_POINT_ID = 'next-point-card';

/** The panel. Its letters work only while the keyboard is in the card, and the card stays from one proposal to the next. */
export function NextPoint(): ReactNode {
  const session = useWindow((state) => state.console?.session);
  const proposal = useWindow(liveProposal);
  const run = useWindow(liveRunState);
  return (
    <Panel
      title={text.next.title}
      note={proposal && text.next.candidate(proposal.step, vetoesOf(session, proposal.step))}
      testId="next-point"
      className="next-point"
    >
      <StepDown />
      <Card session={session} proposal={proposal} empty={emptyWords(session, run?.kind)} />
    </Panel>
  );
}

/** How often a proposal of this step was turned down. */
function vetoesOf(session: SessionView | undefined, step: number): number {
  const turned = session?.proposals.filter(
    ({ proposal, decision }) => proposal.step === step && decision?.choice === 'veto',
  );
  return turned?.length ?? 0;
}

interface CardProps {
  readonly session: SessionView | undefined;
  readonly proposal: Proposal | undefined;
  readonly empty: string;
}

function Card({ session, proposal, empty }: CardProps): ReactNode {
  const card = useRef<HTMLDivElement>(null);
  const freeze = useFreeze(proposal);
  const bindings = useBindings();
  const answers = useCardAnswers(session, proposal, () => card.current?.focus());
  const { choosing, open } = answers;
  const onKeyDown = (event: KeyboardEvent): void => {
    freeze.touch();
    if (isTyping(event.target)) return;
    const id = actionOfChord(chordOf(event), bindings)?.id;
    if (id === 'freeze' && freeze.counting) freeze.toggle();
    else if (id === undefined || !answers.onKey(id)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onBlur = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) freeze.leave();
  };
  return (
    <div
      ref={card}
      className="card"
      id={NEXT_POINT_ID}
      role="group"
      aria-label={proposal === undefined ? text.next.title : text.next.card(proposal.step)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={freeze.touch}
      onBlur={onBlur}
      onPointerMove={freeze.touch}
      onPointerLeave={freeze.leave}
    >
      {session === undefined || proposal === undefined ? (
        <Empty>{empty}</Empty>
      ) : choosing && open ? (
        <VetoForm
          proposal={proposal}
          patchSize={session.config.patch.size}
          onDone={answers.closeVeto}
          onCancel={answers.closeVeto}
        />
      ) : (
        <>
          <ProposalDetails
            session={session}
            proposal={proposal}
            aside={open ? <AnswerTime proposal={proposal} /> : undefined}
          />
          <Answers {...answers} />
        </>
      )}
    </div>
  );
}

function emptyWords(session: SessionView | undefined, run: string | undefined): string {
  if (session === undefined) return text.next.empty;
  if (run === undefined) return text.next.replay;
  if (run === 'halted') return text.next.halted;
  if (run === 'idle' || run === 'stopping') return text.next.ended;
  const seedsDone = session.points.length >= session.config.seeds;
  return seedsDone ? text.next.computing : text.next.seeding(session.points.length, session.config.seeds);
}
