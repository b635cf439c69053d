/** Answers to proposals, remembered by proposal, so that the next one starts afresh. */
import { useState } from 'react';
import type { Proposal } from '../../../src-shared/proposal';
import { useActions } from '../../store/context';

export interface Answering {
  /** An answer to this proposal still counts. */
  readonly open: boolean;
  readonly choosing: boolean;
  readonly sent: boolean;
  readonly decide: (choice: 'approve' | 'defer') => Promise<void>;
  /** Approves it with the next best places. */
  readonly batch: (count: number) => Promise<void>;
  readonly choose: (choosing: boolean) => void;
}

/** @param waiting whether the engine takes an answer to the proposal now */
export function useAnswer(proposal: Proposal | undefined, waiting: boolean): Answering {
  const actions = useActions();
  const [choosingFor, setChoosingFor] = useState<string | undefined>(undefined);
  const [sentFor, setSentFor] = useState<string | undefined>(undefined);
  const id = proposal?.id;
  const sent = id !== undefined && sentFor === id;
  const sending = async (send: (proposalId: string) => Promise<boolean>): Promise<void> => {
    if (id === undefined) return;
    setChoosingFor(undefined);
    setSentFor(id);
    if (!(await send(id))) setSentFor(undefined);
  };
  return {
    open: waiting && !sent,
    choosing: id !== undefined && choosingFor === id,
    sent,
    choose: (choosing) => setChoosingFor(choosing ? id : undefined),
    decide: (choice) => sending((proposalId) => actions.send('proposal.decide', { proposalId, choice })),
    batch: (count) => sending((proposalId) => actions.send('proposal.batch', { proposalId, count })),
  };
}
