import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT, type ExperimentConfig } from '../../src-shared/experiment';
import type { RunOutcome } from '../../src-shared/run';
import { systemClock } from '../clock';
import { startSession } from '../host/liveSession';
import { createReplay } from '../instrument/replay/driver';
import { createLocalLearner } from '../learning/learnerCore';
import { sharedData } from '../testing/sharedData';
import { openRecording, type ReplayableRecording } from './recording/openRecording';

const data = sharedData('data');
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'replay-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a whole session on a recording, without a window and without waits. */
async function measureAgain({ recording, places }: ReplayableRecording, name: string, seeds: number, steps: number) {
  const instrument = createReplay({ recording, speed: 'max', clock: systemClock });
  const { rows, cols, widthMetres, heightMetres } = recording.frame;
  const config: ExperimentConfig = {
    ...DEFAULT_EXPERIMENT,
    name,
    seeds,
    steps,
    scan: { rows, cols, widthMetres, heightMetres, lineSeconds: 0.1 },
    sweep: recording.sweep,
    model: { ...DEFAULT_EXPERIMENT.model, cycles: 20 },
    decision: { ...DEFAULT_EXPERIMENT.decision, mode: 'autonomous' },
    ...(places === undefined ? {} : { places }),
  };
  const session = join(folder, name);
  let finish: (outcome: RunOutcome) => void = () => undefined;
  const finished = new Promise<RunOutcome>((resolve) => (finish = resolve));
  const nothing = () => undefined;
  const listener = { onLine: nothing, onStop: nothing, onProblem: nothing, onStatus: nothing, onRecord: nothing };
  const ports = {
    folder: session,
    instrument,
    instrumentSettings: { driver: 'replay' },
    learner: createLocalLearner(),
    clock: systemClock,
    program: { version: '0', runtime: 'test' },
    listener: { ...listener, onFinished: finish },
  };
  const live = await startSession(ports, name, config);
  const outcome = await finished;
  await live.close();
  return { outcome, view: live.view(), session };
}

describe.skipIf(data === undefined)('a session on recorded data', () => {
  it('runs on nanonis_sts_grid_lockin.3ds and again on what that measured', async () => {
    const grid = await openRecording(join(data!, 'nanonis_sts_grid_lockin.3ds'));
    const first = await measureAgain(grid, 'grid', 10, 30);
    expect([first.outcome, first.view.points.length, first.view.frame?.rows]).toEqual(['success', 40, 30]);
    const { recording } = grid;
    for (const { at, amperes } of first.view.points)
      expect(amperes).toEqual(
        Float64Array.from(recording.amperes.subarray((at.row * 30 + at.col) * 200, (at.row * 30 + at.col + 1) * 200)),
      );

    const again = await measureAgain(await openRecording(first.session), 'again', 4, 6);
    expect([again.outcome, again.view.points.length]).toEqual(['success', 10]);
    const measured = new Map(first.view.points.map(({ at, amperes }) => [`${at.row}/${at.col}`, amperes]));
    for (const { at, amperes } of again.view.points) expect(amperes).toEqual(measured.get(`${at.row}/${at.col}`));
  });
});
