/** A session while its run goes on: journal, learner and engine put together, new or continued from disk. */
import type { ExperimentConfig } from '../../src-shared/experiment';
import { toFullLength } from '../../src-shared/sweep';
import type { InstrumentInfo, JournalRecord, RecordOf, ResolvedRecord } from '../../src-shared/session/record';
import { applyRecord, type SessionView } from '../../src-shared/session/view';
import { createEngine, type Engine, type EngineListener } from '../engine/engine';
import { seedTargets } from '../engine/perform';
import { freshPlan, type RunPlan } from '../engine/plan';
import type { Clock, Instrument, Journal, Learner } from '../engine/ports';
import { checkExperiment, refusal } from '../engine/safety';
import { readSession } from '../journal/reader';
import { looksFirst } from '../engine/upkeep';
import { openJournal, type JournalWriter } from '../journal/writer';

export interface LiveSessionPorts {
  readonly folder: string;
  readonly instrument: Instrument;
  /** What is needed to open the same instrument again; goes into the journal. */
  readonly instrumentSettings: InstrumentInfo['settings'];
  readonly learner: Learner;
  readonly clock: Clock;
  readonly program: RecordOf<'session.opened'>['program'];
  readonly listener: EngineListener & { readonly onRecord: (resolved: ResolvedRecord) => void };
}

export interface LiveSession {
  readonly folder: string;
  readonly engine: Engine;
  /** The only writer of the session's journal while this is live. */
  readonly journal: Journal;
  view(): SessionView;
  /** Resolves when the journal is closed and the learner is gone; the run must have ended. */
  close(): Promise<void>;
}

/** Opens a new session folder and starts its run. Rejects with `journal/write-failed` or `safety/limit`. */
export function startSession(ports: LiveSessionPorts, id: string, config: ExperimentConfig): Promise<LiveSession> {
  return orLeave(ports, async () => {
    const violations = checkExperiment(config, ports.instrument.capabilities);
    if (violations.length > 0) throw refusal(violations);
    const live = liveSession(ports, undefined);
    const journal = await openJournal({ folder: ports.folder, clock: ports.clock, onRecord: live.onRecord });
    const { identity, capabilities } = ports.instrument;
    const instrument = { ...identity, settings: ports.instrumentSettings, capabilities };
    await journal.append({ kind: 'session.opened', id, program: ports.program, config, instrument });
    return live.run(journal, freshPlan(config.steps), { sweeps: 0, nextIntent: 0 });
  });
}

/** Goes on with a session from disk. Its run comes back held, never moving. */
export function continueSession(ports: LiveSessionPorts): Promise<LiveSession> {
  return orLeave(ports, async () => {
    const { view, content } = await readSession(ports.folder);
    const live = liveSession(ports, view);
    const to = { folder: ports.folder, clock: ports.clock, onRecord: live.onRecord };
    const journal = await openJournal(to, content.end);
    const intents = content.records.flatMap(intentOf);
    const sweeps = intents.filter((intent) => intent.effect.kind === 'sweepBias').length;
    const nextIntent = 1 + Math.max(-1, ...intents.map((intent) => intent.id));
    return live.run(journal, planOf(view), { sweeps, nextIntent });
  });
}

/** A session that cannot be opened must not leave a learner behind that nobody will close. */
async function orLeave(ports: LiveSessionPorts, open: () => Promise<LiveSession>): Promise<LiveSession> {
  try {
    return await open();
  } catch (error) {
    await ports.learner.close();
    throw error;
  }
}

/** Where a session on disk left off. */
function planOf(view: SessionView): RunPlan {
  const plan = freshPlan(view.config.steps);
  if (view.frame === undefined || view.grid === undefined) return plan;
  const stepsDone = view.points.filter((point) => point.origin !== 'seed').length;
  return {
    ...plan,
    surveyed: true,
    seeds: seedTargets(view.grid, view.seedCandidates),
    seedsDone: view.points.filter((point) => point.origin === 'seed').length,
    stepsDone,
    checkDue: looksFirst(view.config, view),
    round: view.proposals.filter(({ proposal }) => proposal.step === stepsDone + 1).length,
  };
}

function intentOf(record: JournalRecord): RecordOf<'intent'>[] {
  return record.body.kind === 'intent' ? [record.body] : [];
}

function liveSession(ports: LiveSessionPorts, from: SessionView | undefined) {
  let view = from;

  function current(): SessionView {
    if (view === undefined) throw new Error('The session has no records yet.');
    return view;
  }

  function run(journal: JournalWriter, plan: RunPlan, before: { sweeps: number; nextIntent: number }): LiveSession {
    const { config, decision, vetoes, proposals, edits, taken, grid, frame, points, drift, references } = current();
    const seen = { frame, points, drift, references };
    const engine = createEngine(
      {
        config: { ...config, decision },
        instrument: ports.instrument,
        learner: ports.learner,
        journal,
        clock: ports.clock,
        prepare: (signal) => prepare(ports, journal, current(), signal),
        grid: () => current().grid,
        before: {
          ...before,
          ...seen,
          vetoes,
          edits,
          taken,
          grid,
          proposals: proposals.map(({ proposal }) => proposal.step),
        },
      },
      ports.listener,
    );
    engine.start(plan);
    return {
      folder: ports.folder,
      engine,
      journal,
      view: current,
      async close() {
        await journal.close();
        await ports.learner.close();
      },
    };
  }

  return {
    run,
    onRecord(resolved: ResolvedRecord): void {
      view = applyRecord(view, resolved);
      ports.listener.onRecord(resolved);
    },
  };
}

/** Sees that the instrument answers, and tells a new learner what a continued session has measured. */
async function prepare(
  ports: LiveSessionPorts,
  journal: JournalWriter,
  view: SessionView,
  signal: AbortSignal,
): Promise<void> {
  const status = await ports.instrument.status();
  if (status.phase === 'offline') await ports.instrument.connect(signal);
  if (view.frame === undefined || view.grid === undefined) return;
  await ports.learner.load({ frame: view.frame, config: view.config });
  for (const point of view.points) {
    signal.throwIfAborted();
    const scores = await ports.learner.observe(
      point.candidate,
      toFullLength(point, point.flags.complete, view.config.sweep),
    );
    if (point.index < view.novelty.length) continue;
    // The program ended between a curve and its scores.
    const novelty = await journal.store(scores.novelty);
    await journal.append({ kind: 'scores.updated', novelty, diversity: scores.diversity });
  }
}
