/** The operator's answers to proposals: which ones still count, and what follows from them. */
import { ConsoleError, type WireError } from '../../src-shared/errors';
import type { DecisionSettings } from '../../src-shared/experiment';
import type { DecisionChoice, Proposal, VetoReason } from '../../src-shared/proposal';
import type { RunState } from '../../src-shared/run';
import type { Ahead } from './ahead';
import type { DecisionDesk } from './decision';
import type { Operator, RuleWish } from './operator';
import type { Journal, SweepResult } from './ports';
import type { MachineState } from './runMachine';

export interface AnswerPorts {
  readonly desk: DecisionDesk;
  readonly ahead: Ahead;
  readonly operator: Operator;
  readonly journal: Journal;
  readonly machine: () => MachineState;
  /** Turns a proposal down whose place the tip is travelling to; the reason where that comes too late. */
  readonly vetoOnTheWay: () => string | undefined;
  /** Seconds since the run state was entered. */
  readonly waited: () => number;
  /** Holds the run so that a person looks. */
  readonly hold: (problem: WireError) => void;
}

/** What a veto says beside the place. */
export type VetoWish = Pick<RuleWish, 'about' | 'text'>;

export interface Answers {
  /**
   * Throws `run/illegal` where the answer comes too late. Gives the id of the rule that a veto or deferral made.
   *
   * @param wish a rule that reaches further than the place
   */
  decide(proposal: Proposal, choice: DecisionChoice, reason: VetoReason, wish?: VetoWish): Promise<string | undefined>;
  /** A person sets the mode. */
  setMode(settings: DecisionSettings): Promise<void>;
  /** A sweep has ended: three bad ones in a row, and the run asks more. */
  curveMeasured(flags: SweepResult['flags']): void;
  /** A limit was met, so the run asks more. */
  limitMet(): void;
}

/** So many vetoes or bad curves in a row, and the program asks more than it did. */
const IN_A_ROW = 3;

const CUT_OFF: WireError = {
  code: 'instrument/fault',
  message: 'Three curves in a row were cut off. Nothing is learnt from them.',
  hint: 'Look at the current limit, the tip and the sample; resuming goes on.',
};

export function createAnswers(ports: AnswerPorts): Answers {
  const { desk, ahead, operator, journal } = ports;
  let vetoes = 0;
  let badCurves = 0;
  let cutOff = 0;

  async function turnDown(
    proposal: Proposal,
    { choice, reason, wish }: { choice: 'veto' | 'defer'; reason: VetoReason; wish: VetoWish | undefined },
    early: boolean,
  ): Promise<string> {
    const waitedSeconds = ports.waited();
    const waiting = desk.waiting() === proposal.id;
    if (!waiting) {
      const refused = early ? 'There is nothing to answer now. Resume the run first.' : ports.vetoOnTheWay();
      if (refused !== undefined) throw illegal(refused);
    }
    // The mask is in force before anything else happens; only then the records are written.
    const { rule, written } = operator.setAside(proposal, reason, choice, wish);
    const records: Promise<unknown>[] = [written];
    if (choice === 'veto') records.push(journal.append({ kind: 'veto.added', rule }));
    if (waiting) desk.answer(proposal.id, choice);
    else {
      const answer = { proposalId: proposal.id, choice, by: 'operator' as const, waitedSeconds };
      records.push(journal.append({ kind: 'decision.made', ...answer }));
    }
    if (choice === 'veto') vetoCounted();
    await Promise.all(records);
    return rule.id;
  }

  function vetoCounted(): void {
    vetoes += 1;
    if (vetoes < IN_A_ROW) return;
    vetoes = 0;
    stepDown('Three vetoes in a row: the model and you disagree. Perhaps the steering should change.');
  }

  /** Autonomous becomes a countdown, a countdown becomes manual. Only a person goes the other way. */
  function stepDown(reason: string): void {
    const settings = desk.settings();
    if (settings.mode !== 'autonomous' && settings.mode !== 'auto') return;
    const decision: DecisionSettings = { ...settings, mode: settings.mode === 'autonomous' ? 'auto' : 'manual' };
    desk.change(decision);
    // A journal that fails shows itself at the next line that the run needs.
    journal.append({ kind: 'mode.changed', decision, reason }).catch(() => undefined);
  }

  return {
    async decide(proposal, choice, reason, wish) {
      const early = ahead.open()?.id === proposal.id;
      refuseLate(ports.machine(), { proposal, choice, early });
      if (desk.settings().mode === 'observe') throw illegal('Nothing can be answered in Observe mode.');
      if (choice !== 'approve') return turnDown(proposal, { choice, reason, wish }, early);
      if (!desk.answer(proposal.id, 'approve')) throw illegal('The countdown has approved it already.');
      vetoes = 0;
      return undefined;
    },
    async setMode(settings) {
      desk.change(settings);
      await journal.append({ kind: 'mode.changed', decision: settings });
    },
    curveMeasured({ complete, compliance, saturated }) {
      cutOff = complete ? 0 : cutOff + 1;
      if (cutOff === IN_A_ROW) {
        cutOff = 0;
        ports.hold(CUT_OFF);
      }
      badCurves = complete && !compliance && !saturated ? 0 : badCurves + 1;
      if (badCurves < IN_A_ROW) return;
      badCurves = 0;
      stepDown('Three bad curves in a row: incomplete, or at the current limit, or saturated. Look at tip and sample.');
    },
    limitMet: () => stepDown('A limit was met.'),
  };
}

/** Throws where a proposal cannot be answered any more, or not like this. */
function refuseLate(
  { plan, run }: MachineState,
  { proposal, choice, early }: { proposal: Proposal; choice: DecisionChoice; early: boolean },
): void {
  if (early) return;
  if (plan.proposal?.id !== proposal.id) throw illegal('This proposal is no longer the one that is waiting.');
  const phase = run.kind === 'running' ? run.phase : undefined;
  const onTheWay = phase === 'travel' && plan.target?.step === proposal.step;
  if (phase !== 'awaitDecision' && !(onTheWay && choice !== 'approve')) throw illegal(tooLate(run, choice));
}

function tooLate(run: RunState, choice: DecisionChoice): string {
  if (run.kind === 'running' && (run.phase === 'sweep' || run.phase === 'record'))
    return 'Too late: the tip is measuring this place..';
  return choice === 'approve'
    ? 'There is nothing to approve now.'
    : 'There is nothing to veto now. Resume the run first.';
}

function illegal(message: string): ConsoleError {
  return new ConsoleError({ code: 'run/illegal', message });
}
