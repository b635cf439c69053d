/** Everything that the buttons and keys of the card can do. */
import { pixelToSample } from '../../../src-shared/geometry';
import type { Proposal } from '../../../src-shared/proposal';
import type { SessionView } from '../../../src-shared/session/view';
import type { KeyId } from '../../keys.model';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { rasterOf } from '../../store/nearestPoint';
import { canEdit, liveRunState } from '../../store/selectors';
import type { AnswersProps } from './Answers';
import { answerState, type AnswerState } from './nextPoint.model';
import { useAnswer } from './useAnswer';

export interface CardAnswers extends AnswersProps {
  readonly closeVeto: () => void;
  /** Takes the action of a key; false for one that means nothing now. */
  readonly onKey: (id: KeyId) => boolean;
}

/** @param keepKeyboard a button that is pressed and then disabled would keep the keyboard to itself */
export function useCardAnswers(
  session: SessionView | undefined,
  proposal: Proposal | undefined,
  keepKeyboard: () => void,
): CardAnswers {
  const actions = useActions();
  const run = useWindow(liveRunState);
  const waiting = useWindow((state) => state.console?.run.waitingProposal);
  const editable = useWindow(canEdit);
  const observing = session?.decision.mode === 'observe';
  const state = answerState(run, session, waiting);
  const { open, choosing, sent, decide, batch, choose } = useAnswer(proposal, state === 'open' && !observing);
  const reply = (choice: 'approve' | 'defer'): void => {
    keepKeyboard();
    void decide(choice);
  };
  const turnTo = (wanted: boolean): void => {
    keepKeyboard();
    choose(wanted);
  };
  const elsewhere = (): void => {
    if (session === undefined || proposal === undefined) return;
    actions.show('live');
    actions.desk.useTool({ kind: 'elsewhere', at: pixelToSample(rasterOf(session), proposal.at) });
  };
  const keys: Readonly<Partial<Record<KeyId, { readonly when: boolean; readonly run: () => void }>>> = {
    approve: { when: open && !choosing, run: () => reply('approve') },
    defer: { when: open && !choosing, run: () => reply('defer') },
    veto: { when: open, run: () => turnTo(!choosing) },
    elsewhere: { when: editable && !choosing && proposal !== undefined, run: elsewhere },
    deselect: { when: open && choosing, run: () => turnTo(false) },
  };
  return {
    open,
    choosing,
    editable,
    words: answerWords(state, { observing, open, sent }),
    onApprove: () => reply('approve'),
    onVeto: () => turnTo(!choosing),
    onDefer: () => reply('defer'),
    onElsewhere: elsewhere,
    onBatch: (count) => {
      keepKeyboard();
      void batch(count);
    },
    onSeeds: (count) => void actions.send('seeds.add', { count }),
    closeVeto: () => turnTo(false),
    onKey: (id) => {
      const found = keys[id];
      if (found?.when !== true) return false;
      found.run();
      return true;
    },
  };
}

function answerWords(
  state: AnswerState,
  { observing, open, sent }: { readonly observing: boolean; readonly open: boolean; readonly sent: boolean },
): string {
  if (observing) return text.next.observing;
  if (open) return '';
  return sent ? text.next.sent : text.next.answers[state];
}
