/** The session on the screen: live, or shown from disk; new, continued or opened. One at a time. */
import { join } from 'node:path';
import { ConsoleError, toWire } from '../../src-shared/errors';
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { MapSet } from '../../src-shared/maps';
import type { JournalRecord, RecordOf, ResolvedRecord } from '../../src-shared/session/record';
import { applyRecord, type SessionView } from '../../src-shared/session/view';
import type { Engine } from '../engine/engine';
import type { Clock, Journal, Learner, OpenedInstrument } from '../engine/ports';
import { readSession } from '../journal/reader';
import { listSessions, newSessionId } from '../journal/sessionFolder';
import type { Announcer } from './announcer';
import type { InstrumentLink } from './instrumentLink';
import { createTurns, writeLate } from './lateRecords';
import { continueSession, startSession, type LiveSession, type LiveSessionPorts } from './liveSession';
import { createRecordMemory, type RecordMemory } from './recordMemory';

export interface StagePorts {
  readonly clock: Clock;
  readonly sessionsFolder: string;
  readonly openLearner: () => Learner;
  readonly program: RecordOf<'session.opened'>['program'];
}

interface Shown {
  readonly folder: string;
  readonly view: () => SessionView;
  /** Its records, so that any step can be shown again. */
  readonly memory: RecordMemory;
}

export interface Stage {
  start(config: ExperimentConfig): Promise<{ session: string }>;
  /** Goes on with the session shown. Throws `run/illegal` where that makes no sense. */
  continue(): Promise<void>;
  open(id: string): Promise<void>;
  /** The folder of any session by its name. Throws `session/not-found` for what can be no name. */
  folderOf(id: string): string;
  /** Shows the newest session if its run was broken off. */
  openInterrupted(): Promise<void>;
  maps(step: number): Promise<MapSet | undefined>;
  /** Spectral novelty of the session shown when so many curves were measured. */
  novelty(points: number): Promise<Float64Array | undefined>;
  /** Records of the session shown from a number on, as many as one answer takes. */
  records(from: number): readonly JournalRecord[];
  view(): SessionView | undefined;
  /** The folder of the session shown. */
  folder(): string | undefined;
  /**
   * Lets `work` write to the journal of a session: through the run's own writer where one is open, else at the end of the
   * file. Pieces of work come one after the other, so that a journal never has two writers.
   */
  write(folder: string, work: (journal: Journal) => Promise<void>): Promise<void>;
  running(): boolean;
  /** The engine of the run that is going on; throws `run/illegal` without one. */
  engine(): Engine;
  refuseWhileRunning(): void;
  /** Breaks off what runs and finishes the writing. */
  close(): Promise<void>;
}

/** An empty stage. */
export function createStage(ports: StagePorts, link: InstrumentLink, announcer: Announcer): Stage {
  const inTurn = createTurns();
  let live: LiveSession | undefined;
  /** A run is being begun. */
  let starting = false;
  /** The session whose journal has a writer, until that is closed. */
  let writing: LiveSession | undefined;
  let shown: Shown | undefined;

  function sessionPorts(folder: string, memory: RecordMemory): LiveSessionPorts {
    const { instrument, settings } = link.current();
    const onRecord = (resolved: ResolvedRecord): void => {
      memory.add(resolved.record);
      announcer.record(resolved);
    };
    const listener = {
      onStatus: announcer.run,
      onLine: announcer.line,
      onStop: announcer.stop,
      onProblem: announcer.problem,
      onFinished: () => void endLive(),
      onRecord,
    };
    const { clock, program } = ports;
    return { folder, instrument, instrumentSettings: settings, learner: ports.openLearner(), clock, program, listener };
  }

  async function goLive(
    folder: string,
    memory: RecordMemory,
    begin: (to: LiveSessionPorts) => Promise<LiveSession>,
  ): Promise<void> {
    // Asked again: two starts may have been waiting side by side, and the tip is one.
    refuseWhileRunning();
    starting = true;
    announcer.beginRun();
    try {
      live = await begin(sessionPorts(folder, memory));
      writing = live;
    } catch (error) {
      // What was shown before is still shown, and nothing runs.
      announcer.beginReplay();
      announcer.replaced();
      throw error;
    } finally {
      starting = false;
    }
    shown = { folder, view: live.view, memory };
    announcer.replaced();
  }

  async function endLive(): Promise<void> {
    const ended = live;
    live = undefined;
    await inTurn(async () => {
      await ended?.close().catch((error: unknown) => announcer.problem(toWire(error)));
      if (writing === ended) writing = undefined;
    });
  }

  function write(folder: string, work: (journal: Journal) => Promise<void>): Promise<void> {
    return inTurn(async () => {
      if (writing?.folder === folder) return work(writing.journal);
      await writeLate({ folder, clock: ports.clock, onRecord: (resolved) => late(folder, resolved) }, work);
    });
  }

  /** A record that came after the run: the screen follows where it still shows that session. */
  function late(folder: string, resolved: ResolvedRecord): void {
    if (shown?.folder !== folder) return;
    const view = applyRecord(shown.view(), resolved);
    shown.memory.add(resolved.record);
    shown = { ...shown, view: () => view };
    announcer.record(resolved);
  }

  async function open(id: string): Promise<void> {
    refuseWhileRunning();
    const folder = folderOf(id);
    const { view, content } = await readSession(folder);
    shown = { folder, view: () => view, memory: createRecordMemory(content.records) };
    announcer.beginReplay();
    announcer.replaced();
  }

  function folderOf(id: string): string {
    if (/^[\w.-]+$/.test(id) && !/^\.+$/.test(id)) return join(ports.sessionsFolder, id);
    throw new ConsoleError({ code: 'session/not-found', message: `"${id}" is not the name of a session.` });
  }

  function refuseWhileRunning(): void {
    if (live !== undefined || starting) throw illegal('A run is going on. Stop it first.');
  }

  return {
    async start(config) {
      refuseWhileRunning();
      const id = await newSessionId(ports.sessionsFolder, config.name, ports.clock.now());
      await goLive(join(ports.sessionsFolder, id), createRecordMemory(), (to) => startSession(to, id, config));
      return { session: id };
    },
    async continue() {
      refuseWhileRunning();
      if (shown === undefined) throw illegal('No session is open that could be continued.');
      const view = shown.view();
      if (view.outcome === 'success') throw illegal('This session is complete. Start a new one.');
      refuseOtherInstrument(view, link.current());
      const { folder, memory } = shown;
      await inTurn(() => goLive(folder, memory, continueSession));
    },
    open,
    folderOf,
    async openInterrupted() {
      const newest = (await listSessions(ports.sessionsFolder))[0];
      if (newest?.state === 'interrupted') await open(newest.id);
    },
    maps: async (step) => shown?.memory.maps(shown.folder, step),
    novelty: async (points) => shown?.memory.novelty(shown.folder, points),
    records: (from) => shown?.memory.from(from) ?? [],
    view: () => shown?.view(),
    folder: () => shown?.folder,
    write,
    running: () => live !== undefined,
    engine() {
      if (live === undefined) throw illegal('No run is going on.');
      return live.engine;
    },
    refuseWhileRunning,
    async close() {
      await live?.engine.interrupt();
      await endLive();
    },
  };
}

/** Going on elsewhere would put the curves of one sample onto the picture of another. */
function refuseOtherInstrument(view: SessionView, opened: OpenedInstrument): void {
  const { name } = opened.instrument.identity;
  if (view.instrument.name === name && sameSample(view.instrument.settings, opened.settings)) return;
  throw illegal(
    'This session was measured on another instrument or film. Choose the same one in Settings, then continue.',
  );
}

function sameSample(a: OpenedInstrument['settings'], b: OpenedInstrument['settings']): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  keys.delete('speed'); // how fast the simulator runs is no property of the sample
  return [...keys].every((key) => a[key] === b[key]);
}

function illegal(message: string): ConsoleError {
  return new ConsoleError({ code: 'run/illegal', message });
}
