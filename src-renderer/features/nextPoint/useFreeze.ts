/** Holds the countdown while somebody is at the card. The engine holds it for a minute at most; the next touch holds it anew. */
import { useRef } from 'react';
import type { Proposal } from '../../../src-shared/proposal';
import { useActions, useWindow } from '../../store/context';
import { countdownOf } from './nextPoint.model';

export interface Freeze {
  /** Counts down for this proposal. */
  readonly counting: boolean;
  readonly frozen: boolean;
  /** Somebody moves, types or comes to the card. */
  readonly touch: () => void;
  /** Nobody is at the card any more. */
  readonly leave: () => void;
  readonly toggle: () => void;
}

/** Touches of one proposal. A card that merely has the keyboard from the proposal before is not touched. */
export function useFreeze(proposal: Proposal | undefined): Freeze {
  const actions = useActions();
  const running = useWindow((state) => state.console?.run.countdown);
  const countdown = countdownOf(running, proposal);
  const sent = useRef<{ readonly id: string; readonly frozen: boolean; readonly endsAt: number } | undefined>(
    undefined,
  );
  const counting = countdown !== undefined;
  const frozen = countdown?.frozenUntil !== undefined;
  const wish = (wanted: boolean): void => {
    if (countdown === undefined || frozen === wanted) return;
    const { proposalId: id, endsAt } = countdown;
    const last = sent.current;
    // One wish for each countdown: the pointer moves faster than the engine answers.
    if (last?.id === id && last.frozen === wanted && last.endsAt === endsAt) return;
    sent.current = { id, frozen: wanted, endsAt };
    void actions.send('proposal.freeze', { proposalId: id, frozen: wanted });
  };
  return {
    counting,
    frozen,
    touch: () => wish(true),
    leave: () => wish(false),
    toggle: () => wish(!frozen),
  };
}
