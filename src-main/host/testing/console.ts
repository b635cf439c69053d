/** A whole main side without a window, on a small piece of the simulated film, for tests of what the operator does. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExperimentConfig } from '../../../src-shared/experiment';
import type { ConsoleSnapshot } from '../../../src-shared/ipc/contract';
import type { CommandName } from '../../../src-shared/ipc/names';
import type { Proposal } from '../../../src-shared/proposal';
import type { JournalRecord } from '../../../src-shared/session/record';
import { currentProposal, type SessionView } from '../../../src-shared/session/view';
import { DEFAULT_SETTINGS, experimentFor, type Settings } from '../../../src-shared/settings';
import { systemClock } from '../../clock';
import type { Learner } from '../../engine/ports';
import { openInstrument } from '../openInstrument';
import { parseFaultScript } from '../../instrument/faults/faultScript';
import { withFaults } from '../../instrument/faults/withFaults';
import { readJournal } from '../../journal/reader';
import { createLocalLearner } from '../../learning/learnerCore';
import { createHost } from '../createHost';

export type TestConsole = Awaited<ReturnType<typeof openConsole>>;

/** A session small enough for a unit test: 48 x 48 pixels of the film, 4 seeds, 3 steps. */
export function smallExperiment(change: Partial<ExperimentConfig> = {}): ExperimentConfig {
  const base = experimentFor(settingsFor('max'));
  const side = (base.scan.widthMetres * 48) / 128;
  return {
    ...base,
    seeds: 4,
    steps: 3,
    scan: { ...base.scan, rows: 48, cols: 48, widthMetres: side, heightMetres: side },
    model: { ...base.model, cycles: 10 },
    decision: { ...base.decision, mode: 'autonomous' },
    ...change,
  };
}

/** An open console in a folder of its own; close it when the test is over. */
export async function openConsole(
  options: {
    readonly speed?: number | 'max';
    readonly learner?: () => Learner;
    readonly folder?: string;
    /** What goes wrong with the instrument, as in a file of `--faults`. */
    readonly faults?: readonly object[];
  } = {},
) {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'console-')));
  const settings = settingsFor(options.speed ?? 'max');
  const host = await createHost({
    clock: systemClock,
    sessionsFolder: join(folder, 'sessions'),
    settingsFile: join(folder, 'settings.json'),
    openInstrument: async () => {
      const opened = await openInstrument(settings, systemClock);
      const script = parseFaultScript(JSON.stringify({ faults: options.faults ?? [] }));
      return { ...opened, instrument: withFaults(opened.instrument, script) };
    },
    openLearner: options.learner ?? (() => createLocalLearner()),
    openVae: () => {
      throw new Error('No test of the operator trains a manifold.');
    },
    freeBytes: () => Promise.resolve(1e12),
    versions: { program: '0.0.0', electron: undefined, chromium: undefined, node: '20' },
  });
  const ask = async <T>(name: CommandName, input?: unknown): Promise<T> => {
    const answer = await host.dispatch(name, input);
    if (!answer.ok) throw Object.assign(new Error(answer.error.message), answer.error);
    return answer.value as T;
  };
  const snapshot = (): Promise<ConsoleSnapshot> => ask('console.snapshot');
  /** Waits until the snapshot is as wanted; the wait itself is bounded by the test's own limit. */
  const until = async (wanted: (snapshot: ConsoleSnapshot) => boolean): Promise<SessionView> => {
    for (;;) {
      const now = await snapshot();
      if (wanted(now) && now.session !== undefined) return now.session;
      await systemClock.sleep(0.005);
    }
  };
  return {
    folder,
    ask,
    snapshot,
    until,
    ended: () => until(({ run, session }) => run.state.kind === 'idle' && session?.outcome !== undefined),
    /** The next proposal that waits for an answer while the tip waits too, other than these. */
    async proposal(other: readonly string[] = []): Promise<Proposal> {
      const view = await until((now) => {
        const waits = now.run.state.kind === 'running' && now.run.state.phase === 'awaitDecision';
        const id = now.run.waitingProposal;
        return waits && id !== undefined && !other.includes(id);
      });
      return currentProposal(view)!;
    },
    async records(): Promise<readonly JournalRecord[]> {
      const { session } = await snapshot();
      return (await readJournal(join(folder, 'sessions', session!.id))).records;
    },
    close: () => host.close(),
    async remove(): Promise<void> {
      await host.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function settingsFor(speed: number | 'max'): Settings {
  return { ...DEFAULT_SETTINGS, simulator: { pixels: 128, filmSeed: 5, speed } };
}
