/** The desk at which a proposal waits for its answer. The engine holds the timer, never the window. */
import { ConsoleError } from '../../src-shared/errors';
import type { DecisionSettings } from '../../src-shared/experiment';
import type { DecisionChoice, Proposal } from '../../src-shared/proposal';
import type { Countdown } from '../../src-shared/run';
import type { Clock } from './ports';

export interface Decision {
  readonly choice: DecisionChoice;
  readonly by: 'operator' | 'timer' | 'mode';
  readonly waitedSeconds: number;
}

export interface DecisionDesk {
  /** Waits for the operator, the countdown or the mode; rejects with `instrument/aborted` when the signal fires. */
  open(proposal: Proposal, signal: AbortSignal): Promise<Decision>;
  /** The operator's answer; false where this proposal is not waiting. */
  answer(proposalId: string, choice: DecisionChoice): boolean;
  /** New settings; a running countdown begins again with them. */
  change(settings: DecisionSettings): void;
  countdown(): Countdown | undefined;
  /** Whether a proposal is shown to a person before it counts: not in autonomous mode. */
  asks(): boolean;
  /** The proposal that waits for an answer now. */
  waiting(): string | undefined;
}

type Wake =
  { readonly kind: 'answered'; readonly choice: DecisionChoice } | { readonly kind: 'changed' | 'timeUp' | 'aborted' };

/** A desk with the given settings; `onCountdown` is told whenever a countdown begins or ends. */
export function createDecisionDesk(clock: Clock, initial: DecisionSettings, onCountdown: () => void): DecisionDesk {
  let settings = initial;
  let waiting: { readonly id: string; readonly wake: (wake: Wake) => void } | undefined;
  let countdown: Countdown | undefined;

  function show(next: Countdown | undefined): void {
    countdown = next;
    onCountdown();
  }

  async function nextWake(proposal: Proposal, signal: AbortSignal): Promise<Wake> {
    const timer = new AbortController();
    try {
      return await new Promise<Wake>((resolve) => {
        waiting = { id: proposal.id, wake: resolve };
        signal.addEventListener('abort', () => resolve({ kind: 'aborted' }), { once: true, signal: timer.signal });
        if (settings.mode !== 'auto') return show(undefined);
        const totalSeconds = settings.countdownSeconds;
        const endsAt = clock.now() + totalSeconds * 1000;
        show({ proposalId: proposal.id, totalSeconds, endsAt, noAnswer: settings.noAnswer });
        void clock.sleep(totalSeconds, timer.signal).then(() => resolve({ kind: 'timeUp' }));
      });
    } finally {
      waiting = undefined;
      timer.abort();
      show(undefined);
    }
  }

  async function open(proposal: Proposal, signal: AbortSignal): Promise<Decision> {
    const began = clock.monotonicSeconds();
    const decided = (choice: DecisionChoice, by: Decision['by']): Decision => ({
      choice,
      by,
      waitedSeconds: clock.monotonicSeconds() - began,
    });
    let held = false;
    for (;;) {
      if (signal.aborted)
        throw new ConsoleError({ code: 'instrument/aborted', message: 'The decision was called off.' });
      if (settings.mode === 'autonomous') return decided('approve', 'mode');
      const wake: Wake = held ? await nextAnswer(proposal, signal) : await nextWake(proposal, signal);
      if (wake.kind === 'answered') return decided(wake.choice, 'operator');
      if (wake.kind === 'timeUp' && settings.noAnswer === 'go') return decided('approve', 'timer');
      held = wake.kind === 'timeUp';
    }
  }

  /** After a countdown with the policy "hold": no timer any more, only the operator or a change of mode. */
  function nextAnswer(proposal: Proposal, signal: AbortSignal): Promise<Wake> {
    return new Promise<Wake>((resolve) => {
      waiting = { id: proposal.id, wake: resolve };
      signal.addEventListener('abort', () => resolve({ kind: 'aborted' }), { once: true });
    }).finally(() => (waiting = undefined));
  }

  return {
    open,
    answer(proposalId, choice) {
      if (waiting?.id !== proposalId) return false;
      waiting.wake({ kind: 'answered', choice });
      return true;
    },
    change(next) {
      settings = next;
      waiting?.wake({ kind: 'changed' });
    },
    countdown: () => countdown,
    asks: () => settings.mode !== 'autonomous',
    waiting: () => waiting?.id,
  };
}
