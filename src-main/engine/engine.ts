/**
 * The engine of one session: takes events one at a time, asks the run machine, performs its effects and reports. It is
 * the only writer of the run state.
 */
import { ConsoleError, toWire, type WireError } from '../../src-shared/errors';
import type { DecisionSettings, ExperimentConfig } from '../../src-shared/experiment';
import type { StopReport } from '../../src-shared/ipc/contract';
import type { Phase, RunOutcome, RunState, RunStatus } from '../../src-shared/run';
import type { ScanLine } from '../../src-shared/scan';
import type { CandidateGrid } from '../../src-shared/maps';
import type { EditState } from '../../src-shared/session/edits';
import type { Answers } from './answers';
import { createDecisionDesk } from './decision';
import { createGate } from './gate';
import type { Operator } from './operator';
import { createParts, type Before, type Parts } from './parts';
import type { RunPlan, Target } from './plan';
import type { Clock, Instrument, Journal, Learner } from './ports';
import { INITIAL, transition, type Effect, type MachineState, type RunEvent } from './runMachine';
import { watchStop } from './stopWatch';
import { createTiming } from './timing';

export interface EnginePorts {
  readonly config: ExperimentConfig;
  readonly instrument: Instrument;
  readonly learner: Learner;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Connects what the run needs; for a continued session also gives the learner what was measured before. */
  readonly prepare: (signal: AbortSignal) => Promise<void>;
  /** The candidates of the frame, once it is taken. */
  readonly grid: () => CandidateGrid | undefined;
  /** What the session already holds when it is continued. */
  readonly before: Before & { readonly sweeps: number; readonly nextIntent: number };
}

/** Longest that closing the program waits for the instrument. */
const CLOSE_SECONDS = 3;

/** What the engine announces; none of these may throw. */
export interface EngineListener {
  readonly onStatus: (status: RunStatus) => void;
  /** A line of the frame of so many rows. */
  readonly onLine: (line: ScanLine, rows: number) => void;
  readonly onStop: (report: StopReport) => void;
  readonly onProblem: (problem: WireError) => void;
  readonly onFinished: (outcome: RunOutcome) => void;
}

export interface Engine {
  start(plan: RunPlan): void;
  /** Pause, resume, stop, abort, acknowledge. Throws `run/illegal` with the reason where the state does not allow it. */
  command(event: Extract<RunEvent, { kind: 'pause' | 'resume' | 'stop' | 'abort' | 'acknowledge' }>): void;
  /** Takes the tip away at once, from any state. */
  halt(cause: string): void;
  /** The operator's answer to the proposal shown. Throws `run/illegal` where it comes too late. */
  decide: Answers['decide'];
  setDecision(settings: DecisionSettings): Promise<void>;
  /** Rules, queue, steering, rejected curves. */
  readonly operator: Operator;
  /** Holds a countdown while somebody is at the proposal. */
  freeze(proposalId: string, frozen: boolean): void;
  status(): RunStatus;
  /** For the end of the program: breaks off what runs and takes the tip away. The session stays open to be continued. */
  interrupt(): Promise<void>;
}

/** The engine of one session; nothing happens before `start`. */
export function createEngine(ports: EnginePorts, listener: EngineListener): Engine {
  const { clock, journal, config, learner } = ports;
  const timing = createTiming();
  const desk = createDecisionDesk(clock, config.decision, announce);
  const gate = createGate({
    instrument: ports.instrument,
    journal,
    clock,
    rules: { limits: config.limits, scan: config.scan, sweep: config.sweep },
    frame: ports.before.frame,
    sweepsBefore: ports.before.sweeps,
    firstIntent: ports.before.nextIntent,
    onLine: (line) => listener.onLine(line, config.scan.rows),
    onTip: (kind, began, ended) => {
      // The survey comes before all that is counted; a part of it that is taken again is work of the tip.
      if (kind !== 'makeSafe' && (kind !== 'scanFrame' || machine.plan.surveyed)) timing.atWork(began, ended);
    },
  });
  const { notes, editing, ahead, operator, answers, performPhase } = createParts(
    { config, learner, journal, desk, gate, clock, grid: ports.grid, before: ports.before },
    {
      machine: () => machine,
      vetoOnTheWay: () => send({ kind: 'vetoOnTheWay' }),
      waited: () => (clock.now() - since) / 1000,
      hold: (problem) => hold(problem, listener, send),
      edited,
      backgroundFailed,
    },
  );
  let answering: string | undefined;
  let machine = INITIAL;
  let since = clock.now();
  let inFlight = new AbortController();
  let work: Promise<unknown> = Promise.resolve();
  let closed = false;

  /** Applies one event. Gives the reason where the table refuses it. */
  function send(event: RunEvent): string | undefined {
    if (closed) return 'The program is closing.';
    const before = machine.run;
    const { state, effects } = transition(machine, event);
    machine = state;
    if (state.run !== before) entered(before, state.run);
    for (const effect of effects) if (effect.kind !== 'rejected') perform(effect);
    announce();
    return effects.find((effect) => effect.kind === 'rejected')?.reason;
  }

  function entered(before: RunState, now: RunState): void {
    since = clock.now();
    if (now.kind !== 'running') timing.interrupted();
    // Nobody is asked while the run is held, and nothing more is thought of where it ends.
    if (now.kind === 'paused' || now.kind === 'suspended') ahead.hold();
    if (now.kind === 'stopping' || now.kind === 'halted') ahead.drop();
    // Phases follow from the other records; the journal keeps the changes that a person or a fault made.
    if (now.kind !== before.kind) write(journal.append({ kind: 'run.state', state: now }));
  }

  function perform(effect: Exclude<Effect, { kind: 'rejected' }>): void {
    switch (effect.kind) {
      case 'prepare':
        inFlight = new AbortController();
        return settle(prepare(ports, editing, inFlight.signal), () => ({ kind: 'ready' }));
      case 'perform':
        inFlight = new AbortController();
        return settle(timed(effect.phase, effect.plan), (result) => ({ kind: 'effectDone', result }));
      case 'abortEffect':
        return inFlight.abort();
      case 'makeSafe':
        return void makeSafe().then(
          () => send({ kind: 'madeSafe' }),
          (error: unknown) => send({ kind: 'notMadeSafe', cause: toWire(error).message }),
        );
      case 'withdraw':
        return watchStop({ clock, instrument: ports.instrument, withdraw: () => gate.withdraw() }, listener.onStop);
      case 'finish':
        return finish(effect.outcome);
    }
  }

  async function makeSafe(): Promise<void> {
    await gate.perform({ kind: 'makeSafe' }, new AbortController().signal);
    // A run that is over leaves no tip in contact, to drift and to wear; one that is held goes on where it stands.
    if (machine.run.kind === 'stopping') await gate.withdraw();
  }

  async function timed(phase: Phase, plan: RunPlan) {
    const began = clock.monotonicSeconds();
    try {
      return await performPhase(phase, plan, inFlight.signal);
    } finally {
      const now = clock.monotonicSeconds();
      timing.spent(phase, now - began);
      if (phase === 'awaitDecision' && desk.asks()) timing.waited(now - began);
      if (phase === 'record') timing.measured(now);
    }
  }

  function settle<T>(effect: Promise<T>, done: (value: T) => RunEvent): void {
    const { signal } = inFlight;
    work = effect.then(
      (value) => send(done(value)),
      (error: unknown) => {
        const wire = toWire(error);
        if (signal.aborted && wire.code !== 'journal/write-failed') return send({ kind: 'effectAborted' });
        listener.onProblem(wire);
        if (wire.code === 'safety/limit') answers.limitMet();
        return send({ kind: 'effectFailed', error: wire });
      },
    );
  }

  /** A journal that cannot be written halts the run: nothing may be measured that would be lost. */
  function write(written: Promise<void>): void {
    written.catch(journalFailed);
  }

  /** A learner that failed where nobody waited will fail, or not, where somebody does. */
  function backgroundFailed(error: unknown): void {
    const wire = toWire(error);
    if (wire.code === 'journal/write-failed') journalFailed(error);
    else listener.onProblem(wire);
  }

  function journalFailed(error: unknown): void {
    listener.onProblem(toWire(error));
    if (machine.run.kind !== 'halted' && machine.run.kind !== 'idle')
      send({ kind: 'halt', cause: toWire(error).message });
  }

  function finish(outcome: RunOutcome): void {
    notes
      .settled()
      .then(() => journal.append({ kind: 'run.finished', outcome }))
      .catch((error: unknown) => listener.onProblem(toWire(error)))
      .finally(() => listener.onFinished(outcome));
  }

  function status(): RunStatus {
    const { plan, run } = machine;
    const end = plan.stepsDone < 1 ? undefined : timing.estimate(measurementsLeft(plan));
    return {
      state: run,
      since,
      measured: plan.seedsDone + plan.stepsDone,
      step: plan.stepsDone,
      seeds: config.seeds,
      steps: plan.steps,
      phaseSeconds: timing.phaseSeconds(),
      etaSeconds: end?.seconds,
      etaSplit: end?.split,
      countdown: desk.countdown(),
      waitingProposal: desk.waiting(),
      idleFraction: timing.idleFraction(),
    };
  }

  function announce(): void {
    listener.onStatus(status());
  }

  /** A change of rules, queue, steering or training set: a proposal that waits is made again under it. */
  function edited(before: EditState, after: EditState): void {
    if (before.rejected !== after.rejected) ahead.drop();
    const shown = desk.shown();
    if (shown !== undefined && answering === undefined) desk.answer(shown, 'again');
    if (before.rules !== after.rules) write(turnBackWhereRuledOut());
  }

  /** A rule about the place that the tip is on its way to counts until the tip measures. */
  async function turnBackWhereRuledOut(): Promise<void> {
    const { target } = machine.plan;
    if (!travelsTo(machine, target) || target === undefined) return;
    const open = await learner.open(editing.rules(target.step));
    if (open[target.candidate] !== 1 && travelsTo(machine, target)) send({ kind: 'vetoOnTheWay' });
  }

  return {
    start: (plan) => void send({ kind: 'start', plan }),
    command(event) {
      const refused = send(event);
      if (refused !== undefined) throw illegal(refused);
    },
    halt: (cause) => void send({ kind: 'halt', cause }),
    async decide(proposal, choice, reason, wish) {
      // The veto itself is the answer; the rule that comes with it asks for no other.
      answering = proposal.id;
      const decided = answers.decide(proposal, choice, reason, wish);
      answering = undefined;
      return decided;
    },
    setDecision: answers.setMode,
    operator,
    freeze(proposalId, frozen) {
      if (!desk.freeze(proposalId, frozen)) throw illegal('No countdown is running for this proposal.');
    },
    status,
    async interrupt() {
      closed = true;
      inFlight.abort();
      const safe = Promise.allSettled([work, gate.withdraw()]);
      await Promise.race([safe, clock.sleep(CLOSE_SECONDS)]);
    },
  };
}

async function prepare(ports: EnginePorts, { learnerLoaded }: Parts['editing'], signal: AbortSignal): Promise<void> {
  await ports.prepare(signal);
  if (ports.before.frame !== undefined) await learnerLoaded();
}

function measurementsLeft({ seeds, seedsDone, steps, stepsDone }: RunPlan): number {
  return steps - stepsDone + Math.max(0, seeds.length - seedsDone);
}

/** Holds the run because of what was measured: nothing has failed, but a person should look. */
function hold(problem: WireError, listener: EngineListener, send: (event: RunEvent) => unknown): void {
  listener.onProblem(problem);
  send({ kind: 'suspend', reason: problem.message });
}

/** Whether the tip is on its way to this target, which is no seed and has not been turned down yet. */
function travelsTo({ run, plan }: MachineState, target: Target | undefined): boolean {
  const travelling = run.kind === 'running' && run.phase === 'travel' && plan.target === target;
  return travelling && target?.origin !== 'seed' && !plan.vetoedOnTheWay;
}

function illegal(message: string): ConsoleError {
  return new ConsoleError({ code: 'run/illegal', message });
}
