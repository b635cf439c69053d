/** The card of the next point: where, why, what it looks like, and the answer to it. */
import { useRef, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import { pixelToSample } from '../../../src-shared/geometry';
import type { Proposal } from '../../../src-shared/proposal';
import type { SessionView } from '../../../src-shared/session/view';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { rasterOf } from '../../store/nearestPoint';
import { canEdit, liveProposal, liveRunState } from '../../store/selectors';
import { isPlain, isTyping } from '../../ui/keys';
import { Empty, Panel } from '../../ui/Panel';
import { Answers } from './Answers';
import { AnswerTime } from './AnswerTime';
import { ProposalDetails } from './ProposalDetails';
import { StepDown } from './StepDown';
import { VetoForm } from './VetoForm';
import { answerState } from './nextPoint.model';
import { useAnswer } from './useAnswer';
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
      note={proposal && text.next.candidate(proposal.step, proposal.round)}
      testId="next-point"
      className="next-point"
    >
      <StepDown />
      <Card session={session} proposal={proposal} empty={emptyWords(session, run?.kind)} />
    </Panel>
  );
}

interface CardProps {
  readonly session: SessionView | undefined;
  readonly proposal: Proposal | undefined;
  readonly empty: string;
}

function Card({ session, proposal, empty }: CardProps): ReactNode {
  const run = useWindow(liveRunState);
  const waitingProposal = useWindow((state) => state.console?.run.waitingProposal);
  const editable = useWindow(canEdit);
  const observing = session?.decision.mode === 'observe';
  const actions = useActions();
  const card = useRef<HTMLDivElement>(null);
  const freeze = useFreeze(proposal);
  const state = answerState(run, session, waitingProposal);
  const { open, choosing, sent, decide, batch, choose } = useAnswer(proposal, state === 'open' && !observing);
  // A button that is pressed and then disabled would keep the keyboard to itself.
  const keepKeyboard = (): void => card.current?.focus();
  const reply = (choice: 'approve' | 'defer'): void => {
    keepKeyboard();
    void decide(choice);
  };
  const elsewhere = (): void => {
    if (session === undefined || proposal === undefined) return;
    actions.show('live');
    actions.desk.useTool({ kind: 'elsewhere', at: pixelToSample(rasterOf(session), proposal.at) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    freeze.touch();
    if (!isPlain(event) || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === 'f' && freeze.counting) freeze.toggle();
    else if (key === 'm' && editable && !choosing) elsewhere();
    else if (!open) return;
    else if (choosing && key === 'escape') cancelVeto();
    else if (key === 'v') choose(!choosing);
    else if (!choosing && key === 'a') reply('approve');
    else if (!choosing && key === 'd') reply('defer');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const cancelVeto = (): void => {
    keepKeyboard();
    choose(false);
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
      ) : (
        <>
          {choosing && open ? (
            <VetoForm
              proposal={proposal}
              patchSize={session.config.patch.size}
              onDone={cancelVeto}
              onCancel={cancelVeto}
            />
          ) : (
            <ProposalDetails
              session={session}
              proposal={proposal}
              aside={open ? <AnswerTime proposal={proposal} /> : undefined}
            />
          )}
          <Answers
            open={open}
            choosing={choosing}
            editable={editable}
            words={observing ? text.next.observing : open ? '' : sent ? text.next.sent : text.next.answers[state]}
            onApprove={() => reply('approve')}
            onVeto={() => {
              keepKeyboard();
              choose(!choosing);
            }}
            onDefer={() => reply('defer')}
            onElsewhere={elsewhere}
            onBatch={(count) => {
              keepKeyboard();
              void batch(count);
            }}
            onSeeds={(count) => void actions.send('seeds.add', { count })}
          />
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
