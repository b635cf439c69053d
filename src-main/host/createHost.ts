/** The whole main side of the console without Electron: commands in, events out. */
import { drawPng, type DrawPng } from '../exchange/picture/drawPng';
import { dirname, join } from 'node:path';
import { toWire } from '../../src-shared/errors';
import type { CommandInput, ConsoleEvent, ConsoleSnapshot } from '../../src-shared/ipc/contract';
import type { PanelName } from '../../src-shared/panels';
import { DEFAULT_SETTINGS, type Settings } from '../../src-shared/settings';
import type { Clock, Learner } from '../engine/ports';
import { watchStop } from '../engine/stopWatch';
import { listSessions } from '../journal/sessionFolder';
import { createAlarms } from './alarms/service';
import type { ShowNotice } from './alarms/notifier';
import { webhookUrl } from './alarms/webhook';
import { createAnnouncer } from './announcer';
import { archiveHandlers, type ArchiveDialogs } from './archiveHandlers';
import { createCoordinateCheck } from './coordinateCheck';
import { createDispatch, type Dispatch, type Handlers } from './dispatch';
import { openInstrumentLink, type InstrumentLink } from './instrumentLink';
import type { PlannedInstrument } from './openInstrument';
import { libraryHandlers } from './libraryHandlers';
import { operatorHandlers, proposalById } from './operatorHandlers';
import { preflight } from './preflight';
import { readSettings } from './settingsFile';
import { createSettingsKeeper } from './settingsKeeper';
import { runQueue } from './manifold/runQueue';
import { createManifoldService } from './manifold/service';
import type { OpenVae } from './manifold/training';
import { openPlace } from '../updates/place';
import { createUpdater } from '../updates/updater';
import { refuseLoosened, refuseWrongAxes, setupHandlers, type ChooseFile } from './setupHandlers';
import { createStage, type Stage } from './stage';
import { NOT_INSTALLED, updateHandlers, type UpdatePorts } from './updateHandlers';

export interface HostPorts {
  readonly clock: Clock;
  readonly sessionsFolder: string;
  readonly settingsFile: string;
  readonly openInstrument: (settings: Settings) => Promise<PlannedInstrument>;
  readonly openLearner: () => Learner;
  readonly openVae: OpenVae;
  /** Draws pictures away from the main thread; without it on the spot. */
  readonly drawPng?: DrawPng;
  readonly freeBytes: () => Promise<number | undefined>;
  /** Without it nothing can be chosen in a dialog. */
  readonly chooseFile?: ChooseFile;
  /** Without it there are no windows but the first. */
  readonly openPanel?: (panel: PanelName) => void;
  /** Without it no notice is shown on the desktop. */
  readonly showNotice?: ShowNotice;
  readonly archiveDialogs?: ArchiveDialogs;
  /** How the program is installed, and where newer packages go. Without it none fits. */
  readonly updates?: UpdatePorts;
  /** The archive of the ready-made session. */
  readonly sample?: string;
  /** Whether a person who has not been shown around is offered it. */
  readonly offersTour?: boolean;
  readonly versions: ConsoleSnapshot['versions'];
}

export interface Host {
  readonly dispatch: Dispatch;
  subscribe(listener: (event: ConsoleEvent) => void): () => void;
  /** Opens the archive of a session that the system handed over; what is wrong with it is told to the window. */
  openArchive(path: string): Promise<void>;
  /** A run is going on: closing now would break it off. */
  running(): boolean;
  /** Breaks off what runs, takes the tip away, finishes the writing. */
  close(): Promise<void>;
}

/** Starts the main side: reads the settings, opens the instrument, shows an interrupted session if there is one. */
export async function createHost(ports: HostPorts): Promise<Host> {
  const { clock, sessionsFolder, versions } = ports;
  const announcer = createAnnouncer(clock);
  const told = (error: unknown): void => announcer.problem(toWire(error));
  const found = await readSettings(ports.settingsFile).catch((error: unknown) => {
    told(error);
    return DEFAULT_SETTINGS;
  });
  const keeper = createSettingsKeeper(ports.settingsFile, found, announcer.settings);
  const linkPorts = { clock, openInstrument: ports.openInstrument, freeBytes: ports.freeBytes };
  const link = await openInstrumentLink(linkPorts, announcer, found);
  const program = { version: versions.program, runtime: runtimeOf(versions) };
  const stage = createStage({ clock, sessionsFolder, openLearner: ports.openLearner, program }, link, announcer);
  const manifold = createManifoldService(
    { clock, openVae: ports.openVae, announce: announcer.manifold, queue: runQueue(stage) },
    stage,
  );
  announcer.subscribe(manifold.onEvent);
  await stage.openInterrupted().catch(told);
  const alarms = createAlarms(
    { clock, settings: () => keeper.current().notifications, showNotice: ports.showNotice, report: link.report },
    stage,
    announcer,
  );
  const checks = join(dirname(ports.settingsFile), 'checks');
  const check = createCoordinateCheck({ clock, folder: checks, opened: link.current });

  const chooseFile = ports.chooseFile ?? (() => Promise.resolve(undefined));
  const { showFile, ...installed } = ports.updates ?? NOT_INSTALLED;
  const updater = createUpdater({
    ...installed,
    version: versions.program,
    settings: () => keeper.current().updates,
    refuseWhileRunning: stage.refuseWhileRunning,
    onChange: announcer.update,
  });
  const archives = archiveHandlers({ stage, sessionsFolder, dialogs: ports.archiveDialogs, sample: ports.sample });

  async function changeSettings(change: Partial<Settings>): Promise<void> {
    const { before, after } = await keeper.change(async (now) => {
      const next = { ...now, ...change };
      refuseLoosened(now, next);
      if (next.notifications.webhook.on) webhookUrl(next.notifications.webhook.url);
      if (next.updates.on) openPlace(next.updates.from);
      if (!isOtherInstrument(now, next)) return next;
      stage.refuseWhileRunning();
      await check.end();
      // What was found out about the axes of one instrument says nothing about another.
      return next.check === now.check ? { ...next, check: undefined } : next;
    });
    if (isOtherInstrument(before, after)) await link.reopen(after);
    if (before.updates !== after.updates) updater.forget();
  }

  if (keeper.current().updates.on) void updater.look().catch(told);

  const snapshot = (): ConsoleSnapshot => ({
    ...announcer.state(),
    ...link.report(),
    session: stage.view(),
    setup: link.setup(),
    settings: keeper.current(),
    alarms: alarms.state(),
    manifold: manifold.state(),
    versions,
    sessionsFolder,
    offersTour: ports.offersTour === true,
  });

  return {
    dispatch: createDispatch({
      ...runHandlers(stage),
      ...startHandlers(stage, async () => {
        refuseWrongAxes(keeper.current());
        updater.stop();
        await check.end();
        await link.ready(keeper.current());
      }),
      ...setupHandlers({
        ...{ clock, stage, link, check, save: keeper.change },
        settings: keeper.current,
        chooseFile,
      }),
      ...operatorHandlers(stage),
      ...libraryHandlers(stage, {
        ...{ clock, sessionsFolder, chooseFile },
        openVae: () => ports.openVae(() => undefined),
        drawPng: ports.drawPng ?? drawPng,
      }),
      ...manifold.handlers,
      'console.snapshot': snapshot,
      'run.halt': () => halt(clock, stage, link, announcer.stop),
      'run.acknowledge': () => {
        if (stage.running() && stage.engine().status().state.kind === 'halted')
          stage.engine().command({ kind: 'acknowledge' });
        announcer.stop(undefined);
        announcer.problem(undefined);
        alarms.acknowledge('stop', 'halted');
      },
      'session.list': async () => {
        const running = stage.running() ? stage.view()?.id : undefined;
        const sessions = await listSessions(sessionsFolder);
        return sessions.map((session) =>
          session.id === running ? { ...session, state: 'running' as const } : session,
        );
      },
      'run.preflight': async (config) =>
        preflight(config, {
          ...link.report(),
          capabilities: link.current().instrument.capabilities,
          sessionsFolder,
          now: clock.now(),
          newestSession: (await listSessions(sessionsFolder))[0]?.startedAt,
          refuseWrongAxes: () => refuseWrongAxes(keeper.current()),
        }),
      'session.open': ({ id }) => stage.open(id),
      ...archives.handlers,
      'session.maps': ({ step }) => stage.maps(step),
      'session.novelty': ({ points }) => stage.novelty(points),
      'session.records': ({ from }) => stage.records(from),
      ...alarms.handlers,
      ...updateHandlers(updater, showFile),
      'panel.open': ({ panel }) => ports.openPanel?.(panel),
      'settings.change': changeSettings,
    }),
    subscribe: announcer.subscribe,
    openArchive: (path) => archives.openArchive(path).catch(told),
    running: stage.running,
    async close() {
      alarms.close();
      updater.stop();
      await stage.close();
      await check.end().catch(told);
      await manifold.close();
      await link.close();
    },
  };
}

type RunCommands = 'run.pause' | 'run.resume' | 'run.stop' | 'run.abort' | 'proposal.decide' | 'mode.set';

function runHandlers(stage: Stage): Pick<Handlers, RunCommands> {
  return {
    'run.pause': ({ when }) => stage.engine().command({ kind: 'pause', when }),
    'run.resume': () => stage.engine().command({ kind: 'resume' }),
    'run.stop': () => stage.engine().command({ kind: 'stop' }),
    'run.abort': () => stage.engine().command({ kind: 'abort' }),
    'proposal.decide': (decision) => decide(stage, decision),
    'mode.set': (decision) => stage.engine().setDecision(decision),
  };
}

/** A run begins on an instrument that answers, or not at all. */
function startHandlers(stage: Stage, ready: () => Promise<void>): Pick<Handlers, 'run.start' | 'run.continue'> {
  return {
    'run.start': async (config) => {
      stage.refuseWhileRunning();
      await ready();
      return stage.start(config);
    },
    'run.continue': async () => {
      stage.refuseWhileRunning();
      await ready();
      await stage.continue();
    },
  };
}

function isOtherInstrument(now: Settings, next: Settings): boolean {
  const of = ({ simulator, instrument }: Settings): string =>
    JSON.stringify(instrument.driver === 'simulator' ? [simulator, instrument.meter] : chosen(instrument));
  return of(now) !== of(next);
}

/** The settings of the chosen driver, without those of the others. */
function chosen({ driver, meter, ...drivers }: Settings['instrument']) {
  return { driver, meter, of: driver === 'simulator' ? undefined : drivers[driver] };
}

async function decide(stage: Stage, { proposalId, choice, reason }: CommandInput<'proposal.decide'>): Promise<void> {
  await stage.engine().decide(proposalById(stage, proposalId), choice, reason ?? 'other');
}

/** With a run, its engine halts; without one the tip is taken away all the same. */
function halt(clock: Clock, stage: Stage, link: InstrumentLink, report: Parameters<typeof watchStop>[1]): void {
  if (stage.running()) return stage.engine().halt('The operator pressed STOP.');
  const { instrument } = link.current();
  watchStop({ clock, instrument, withdraw: () => instrument.withdraw() }, report);
}

function runtimeOf(versions: ConsoleSnapshot['versions']): string {
  return versions.electron === undefined ? `node ${versions.node}` : `electron ${versions.electron}`;
}
