/** The card of the next point: where, why, what it looks like, and the answer to it. */
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Proposal, VetoReason } from '../../../src-shared/proposal';
import type { SessionView } from '../../../src-shared/session/view';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { liveProposal, liveRunState } from '../../store/selectors';
import { isPlain } from '../../ui/keys';
import { Empty, Panel } from '../../ui/Panel';
import { AnswerTime } from './AnswerTime';
import { ProposalDetails } from './ProposalDetails';
import { VetoReasons } from './VetoReasons';
import { answerState, reasonOfKey } from './nextPoint.model';

/** The element that the key G brings the keyboard to. */
export const NEXT_POINT_ID = 'next-point-card';

/** The panel. Its letters work only while the keyboard is in the card, and the card stays from one proposal to the next. */
export function NextPoint(): ReactNode {
  const session = useWindow((state) => state.console?.session);
  const proposal = useWindow(liveProposal);
  const run = useWindow(liveRunState);
  const card = useRef<HTMLDivElement>(null);
  const state = answerState(run, session);
  const { open, choosing, sent, answer, choose } = useAnswer(proposal, state === 'open');
  const reply = (choice: 'approve' | 'veto', reason?: VetoReason): void => {
    // A button that is pressed and then disabled would keep the keyboard to itself.
    card.current?.focus();
    void answer(choice, reason);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open || !isPlain(event)) return;
    const reason = choosing ? reasonOfKey(event.key) : undefined;
    const key = event.key.toLowerCase();
    if (reason !== undefined) reply('veto', reason);
    else if (choosing && key === 'escape') choose(false);
    else if (key === 'a') reply('approve');
    else if (key === 'v') choose(!choosing);
    else return;
    event.preventDefault();
    // The digits 1 to 9 also choose a map; here they are a reason.
    event.stopPropagation();
  };
  return (
    <Panel
      title={text.next.title}
      note={proposal && text.next.candidate(proposal.step, proposal.round)}
      testId="next-point"
      className="next-point"
    >
      <div
        ref={card}
        className="card"
        id={NEXT_POINT_ID}
        role="group"
        aria-label={proposal === undefined ? text.next.title : text.next.card(proposal.step)}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {session === undefined || proposal === undefined ? (
          <Empty>{emptyWords(session, run?.kind)}</Empty>
        ) : (
          <>
            {choosing && open ? (
              <VetoReasons onChoose={(reason) => reply('veto', reason)} onCancel={() => choose(false)} />
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
              words={open ? text.next.answers.open : sent ? text.next.sent : text.next.answers[state]}
              onApprove={() => reply('approve')}
              onVeto={() => choose(!choosing)}
            />
          </>
        )}
      </div>
    </Panel>
  );
}

interface Answering {
  /** An answer to this proposal still counts. */
  readonly open: boolean;
  readonly choosing: boolean;
  readonly sent: boolean;
  readonly answer: (choice: 'approve' | 'veto', reason?: VetoReason) => Promise<void>;
  readonly choose: (choosing: boolean) => void;
}

/** What has been answered is remembered by proposal, so that the next one starts afresh. */
function useAnswer(proposal: Proposal | undefined, waiting: boolean): Answering {
  const actions = useActions();
  const [choosingFor, setChoosingFor] = useState<string | undefined>(undefined);
  const [sentFor, setSentFor] = useState<string | undefined>(undefined);
  const id = proposal?.id;
  const sent = id !== undefined && sentFor === id;
  return {
    open: waiting && !sent,
    choosing: id !== undefined && choosingFor === id,
    sent,
    choose: (choosing) => setChoosingFor(choosing ? id : undefined),
    answer: async (choice, reason) => {
      if (id === undefined) return;
      setChoosingFor(undefined);
      setSentFor(id);
      const named = reason === undefined ? {} : { reason };
      if (!(await actions.send('proposal.decide', { proposalId: id, choice, ...named }))) setSentFor(undefined);
    },
  };
}

interface AnswersProps {
  readonly open: boolean;
  readonly choosing: boolean;
  readonly words: string;
  readonly onApprove: () => void;
  readonly onVeto: () => void;
}

function Answers({ open, choosing, words, onApprove, onVeto }: AnswersProps): ReactNode {
  return (
    <div className="card__answers">
      <button type="button" className="button button--main" disabled={!open} onClick={onApprove}>
        {text.next.approve} <kbd aria-hidden="true">A</kbd>
      </button>
      <button type="button" className="button" disabled={!open} aria-expanded={choosing && open} onClick={onVeto}>
        {text.next.veto} <kbd aria-hidden="true">V</kbd>
      </button>
      <span className="card__state">{words}</span>
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
