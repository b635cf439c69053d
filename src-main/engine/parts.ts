/** The parts of the engine that work with proposals, put together. */
import type { WireError } from '../../src-shared/errors';
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { CandidateGrid } from '../../src-shared/maps';
import type { Proposal, VetoRule } from '../../src-shared/proposal';
import type { EditState, MadeEdit } from '../../src-shared/session/edits';
import { createAhead, type Ahead } from './ahead';
import { createAnswers, type Answers } from './answers';
import type { DecisionDesk } from './decision';
import { createEditing, type Editing } from './editing';
import type { Gate } from './gate';
import { createNotes, type Notes } from './notes';
import { createOperator, type Operator } from './operator';
import { createPerformer, type PerformPhase } from './perform';
import { measuredBy } from './plan';
import type { Clock, Journal, Learner } from './ports';
import type { MachineState } from './runMachine';
import { createUpkeep, type UpkeepBefore } from './upkeep';

/** What a continued session holds already. */
export interface Before extends UpkeepBefore {
  readonly vetoes: readonly VetoRule[];
  /** Steps of the proposals made so far, one entry each. */
  readonly proposals: readonly number[];
  readonly edits: readonly MadeEdit[];
  readonly taken: readonly string[];
  readonly grid: CandidateGrid | undefined;
}

export interface PartPorts {
  readonly config: ExperimentConfig;
  readonly learner: Learner;
  readonly journal: Journal;
  readonly desk: DecisionDesk;
  readonly gate: Gate;
  readonly clock: Clock;
  /** The candidates of the frame, once it is taken. */
  readonly grid: () => CandidateGrid | undefined;
  readonly before: Before;
}

/** What the parts ask of the engine and tell it. */
export interface EngineSide {
  readonly machine: () => MachineState;
  /** Gives the reason where it comes too late. */
  readonly vetoOnTheWay: () => string | undefined;
  /** Seconds since the run state was entered. */
  readonly waited: () => number;
  readonly hold: (problem: WireError) => void;
  readonly edited: (before: EditState, after: EditState) => void;
  readonly backgroundFailed: (error: unknown) => void;
}

export interface Parts {
  readonly notes: Notes;
  readonly editing: Editing;
  readonly ahead: Ahead;
  readonly operator: Operator;
  readonly answers: Answers;
  readonly performPhase: PerformPhase;
}

export function createParts(ports: PartPorts, engine: EngineSide): Parts {
  const { config, learner, journal, desk, gate, clock, before } = ports;
  const notes = createNotes(journal, before.proposals, engine.backgroundFailed);
  const step = (): number => engine.machine().plan.stepsDone + 1;
  const method = { acquisition: config.acquisition, gate: config.gate };
  const editing = createEditing({ journal, learner, method, before, step, onChange: engine.edited });
  const shared = {
    learner,
    desk,
    notes,
    limits: (of: number) => ({ vetoed: editing.vetoedBefore, rules: editing.rules(of) }),
    onSkipped: async (proposal: Proposal): Promise<void> => {
      await operator.setAside(proposal, 'other', 'defer').written;
    },
  };
  const ahead = createAhead({
    ...shared,
    queued: () => editing.state().queue.length > 0,
    version: editing.version,
  });
  const operator = createOperator({
    editing,
    learner,
    desk,
    step,
    grid: ports.grid,
    measured: () => measuredBy(engine.machine().plan),
    pending: () => pendingOf(engine.machine()),
  });
  const answers = createAnswers({ desk, ahead, operator, journal, ...engine });
  const { curveMeasured: onCurve } = answers;
  const performPhase = createPerformer({
    ...shared,
    config,
    gate,
    journal,
    upkeep: createUpkeep({ config, gate, journal, clock, before }),
    ahead,
    editing,
    grid: before.grid,
    onCurve,
  });
  return { notes, editing, ahead, operator, answers, performPhase };
}

/** The place that the tip is at or on its way to and that is not measured yet. */
function pendingOf({ run, plan }: MachineState): readonly number[] {
  const atWork = 'phase' in run && (run.phase === 'travel' || run.phase === 'sweep');
  return atWork && plan.target !== undefined ? [plan.target.candidate] : [];
}
