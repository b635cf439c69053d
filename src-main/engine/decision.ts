/** The desk at which a proposal waits for its answer. The engine holds the timer, never the window. */
import { ConsoleError } from '../../src-shared/errors';
import type { DecisionSettings } from '../../src-shared/experiment';
import type { DecisionChoice, Proposal } from '../../src-shared/proposal';
import type { Countdown } from '../../src-shared/run';
import { createAnswerHistory } from './answerHistory';
import type { Clock } from './ports';

export interface Decision {
  /** `again`: rules, settings or the queue have changed, so that another proposal is to be made. */
  readonly choice: DecisionChoice | 'again';
  readonly by: 'operator' | 'timer' | 'mode';
  readonly waitedSeconds: number;
}

export interface DecisionDesk {
  /** Waits for the operator, the countdown or the mode; rejects with `instrument/aborted` when the signal fires. */
  open(proposal: Proposal, signal: AbortSignal): Promise<Decision>;
  /** The operator's answer; false where this proposal is not waiting, or where nobody may answer. */
  answer(proposalId: string, choice: Decision['choice']): boolean;
  /** Holds the countdown of a proposal while somebody is at it, or lets it go on; false where it does not count down. */
  freeze(proposalId: string, frozen: boolean): boolean;
  /** New settings; a running countdown begins again with them. */
  change(settings: DecisionSettings): void;
  settings(): DecisionSettings;
  countdown(): Countdown | undefined;
  /** Whether a proposal is shown to a person before it counts: not in autonomous mode. */
  asks(): boolean;
  /** The proposal that waits for an answer now; none in observe mode, in which nobody answers. */
  waiting(): string | undefined;
  /** The proposal that lies on the desk, whether it may be answered or not. */
  shown(): string | undefined;
}

/** Longest that a countdown stands still because somebody is at the proposal. */
const FREEZE_SECONDS = 60;
/** So many places in a row are left unanswered with the policy "next best"; then the run waits for a person. */
const MOST_SKIPPED = 2;

type Wake =
  | { readonly kind: 'answered'; readonly choice: Decision['choice'] }
  | { readonly kind: 'changed' | 'timeUp' | 'aborted' | 'frozen' | 'thawed' };

interface Waiting {
  readonly id: string;
  readonly wake: (wake: Wake) => void;
}

/** A desk with the given settings; `onCountdown` is told whenever a countdown begins or ends. */
export function createDecisionDesk(clock: Clock, initial: DecisionSettings, onCountdown: () => void): DecisionDesk {
  let settings = initial;
  let waiting: Waiting | undefined;
  let countdown: Countdown | undefined;
  let skipped = 0;
  const history = createAnswerHistory();

  function show(next: Countdown | undefined): void {
    countdown = next;
    onCountdown();
  }

  /** Waits for the next thing that happens to a proposal, at most so long; for ever without `seconds`. */
  async function nextWake(proposal: Proposal, signal: AbortSignal, timer: Timer | undefined): Promise<Wake> {
    const over = new AbortController();
    try {
      return await new Promise<Wake>((resolve) => {
        waiting = { id: proposal.id, wake: resolve };
        signal.addEventListener('abort', () => resolve({ kind: 'aborted' }), { once: true, signal: over.signal });
        if (timer === undefined) return show(undefined);
        const endsAt = clock.now() + timer.seconds * 1000;
        const { countdownSeconds: totalSeconds, noAnswer } = settings;
        const frozen = timer.frozen ? { frozenUntil: endsAt } : {};
        show({ proposalId: proposal.id, totalSeconds, endsAt, noAnswer, ...frozen });
        void clock.sleep(timer.seconds, over.signal).then(() => resolve({ kind: timer.frozen ? 'thawed' : 'timeUp' }));
      });
    } finally {
      waiting = undefined;
      over.abort();
      show(undefined);
    }
  }

  /** Runs the countdown, with its stand-stills, until something else than time or a freeze happens. */
  async function countDown(proposal: Proposal, signal: AbortSignal): Promise<Wake> {
    let left = settings.countdownSeconds;
    let frozen = false;
    for (;;) {
      const began = clock.monotonicSeconds();
      const seconds = frozen ? FREEZE_SECONDS : left;
      const wake = await nextWake(proposal, signal, { seconds, frozen });
      if (wake.kind === 'frozen' || wake.kind === 'thawed') {
        if (!frozen) left = Math.max(0, left - (clock.monotonicSeconds() - began));
        frozen = wake.kind === 'frozen';
      } else return wake;
    }
  }

  async function open(proposal: Proposal, signal: AbortSignal): Promise<Decision> {
    const began = clock.monotonicSeconds();
    const decided = (choice: Decision['choice'], by: Decision['by']): Decision => {
      if (by !== 'mode' && choice !== 'again') history.note(choice);
      if (by !== 'timer' || choice !== 'defer') skipped = 0;
      return { choice, by, waitedSeconds: clock.monotonicSeconds() - began };
    };
    let held = false;
    for (;;) {
      if (signal.aborted)
        throw new ConsoleError({ code: 'instrument/aborted', message: 'The decision was called off.' });
      if (nobodyIsAsked(proposal)) return decided('approve', 'mode');
      const timed: boolean = settings.mode === 'auto' && !held;
      const wake: Wake = timed ? await countDown(proposal, signal) : await nextWake(proposal, signal, undefined);
      if (wake.kind === 'answered') return decided(wake.choice, 'operator');
      const silence = wake.kind === 'timeUp' ? meaningOfSilence() : undefined;
      if (silence !== undefined) return decided(silence, 'timer');
      held = wake.kind === 'timeUp' || (held && wake.kind !== 'changed');
    }
  }

  function nobodyIsAsked({ step }: Proposal): boolean {
    const { mode, ask } = settings;
    return mode === 'autonomous' || (mode !== 'observe' && ask === 'unsure' && history.isSure(step));
  }

  /** What it means that nobody answered in time; undefined where the run waits for a person. */
  function meaningOfSilence(): DecisionChoice | undefined {
    if (settings.noAnswer === 'go') return 'approve';
    if (settings.noAnswer === 'hold' || skipped >= MOST_SKIPPED) return undefined;
    skipped++;
    return 'defer';
  }

  return {
    open,
    answer(proposalId, choice) {
      if (waiting?.id !== proposalId || (settings.mode === 'observe' && choice !== 'again')) return false;
      waiting.wake({ kind: 'answered', choice });
      return true;
    },
    freeze(proposalId, frozen) {
      if (countdown?.proposalId !== proposalId || waiting?.id !== proposalId) return false;
      if (frozen !== (countdown.frozenUntil !== undefined)) waiting.wake({ kind: frozen ? 'frozen' : 'thawed' });
      return true;
    },
    change(next) {
      settings = next;
      waiting?.wake({ kind: 'changed' });
    },
    settings: () => settings,
    countdown: () => countdown,
    asks: () => settings.mode !== 'autonomous',
    waiting: () => (settings.mode === 'observe' ? undefined : waiting?.id),
    shown: () => waiting?.id,
  };
}

interface Timer {
  readonly seconds: number;
  readonly frozen: boolean;
}
