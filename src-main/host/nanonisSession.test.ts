/** Whole sessions on a Nanonis that only exists as a protocol: engine, gate, journal, learner and driver over TCP. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT, type ExperimentConfig } from '../../src-shared/experiment';
import type { StopReport } from '../../src-shared/ipc/contract';
import type { RunOutcome } from '../../src-shared/run';
import { systemClock } from '../clock';
import { COMMANDS, type CommandName } from '../instrument/nanonis/commands';
import { createNanonis } from '../instrument/nanonis/driver';
import type { Fault } from '../instrument/nanonis/simulator/faults';
import { startNanonisSimulator } from '../instrument/nanonis/simulator/server';
import { createLocalLearner } from '../learning/learnerCore';
import { startSession, type LiveSession } from './liveSession';

const HOST = '127.0.0.1';
const CONFIG: ExperimentConfig = {
  ...DEFAULT_EXPERIMENT,
  name: 'over TCP',
  scan: { rows: 32, cols: 32, widthMetres: 0.5e-6, heightMetres: 0.5e-6, lineSeconds: 0.1 },
  model: { ...DEFAULT_EXPERIMENT.model, cycles: 10 },
  decision: { ...DEFAULT_EXPERIMENT.decision, mode: 'autonomous' },
};

describe('a session on the Nanonis simulator', () => {
  let folder = '';
  const left: (() => Promise<unknown>)[] = [];
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'nanonis-'))));
  afterEach(async () => {
    for (const end of left.splice(0).reverse()) await end();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(config: ExperimentConfig, faults: readonly Fault[] = [], name = 'session') {
    const film = { pixels: 32, filmSeed: 5, speed: 'max', clock: systemClock } as const;
    const simulator = await startNanonisSimulator({ host: HOST, port: 0, ...film, faults });
    left.push(simulator.close);
    const instrument = createNanonis({
      host: HOST,
      ports: [simulator.ports[0]!, simulator.ports[1]!],
      clock: systemClock,
      travelMetresPerSecond: 2e-6,
      positionToleranceMetres: 8e-9,
      preampRangeAmperes: 10e-9,
    });
    await instrument.connect(new AbortController().signal);
    left.push(instrument.close);
    const seen: { problems: string[]; stops: StopReport[]; sweeping: number } = {
      problems: [],
      stops: [],
      sweeping: 0,
    };
    let finish: (outcome: RunOutcome) => void = () => undefined;
    const finished = new Promise<RunOutcome>((resolve) => (finish = resolve));
    const nothing = () => undefined;
    const listener = {
      onLine: nothing,
      onRecord: nothing,
      onStatus: nothing,
      onProblem: ({ code }: { readonly code: string }) => void seen.problems.push(code),
      onStop: (stop: StopReport) => void seen.stops.push(stop),
      onFinished: finish,
    };
    const live = await startSession(
      {
        folder: join(folder, name),
        instrument,
        instrumentSettings: { driver: 'nanonis' },
        learner: createLocalLearner(),
        clock: systemClock,
        program: { version: '0', runtime: 'test' },
        listener,
      },
      name,
      config,
    );
    left.push(live.close);
    return { live, instrument, finished, seen };
  }

  test('10 seeds and 30 steps run to the end, marked as simulated', async () => {
    const { live, instrument, finished, seen } = await start({ ...CONFIG, seeds: 10, steps: 30 });

    expect(await finished).toBe('success');
    const { points, instrument: told } = live.view();
    expect([points.length, seen.problems]).toEqual([40, []]);
    expect(told).toMatchObject({ name: 'Nanonis simulator (Curioscope)', simulated: true });
    expect(new Set(points.map(({ amperes }) => amperes.length))).toEqual(new Set([251]));
    expect(await instrument.status()).toMatchObject({ tipEngaged: false, biasVolts: 0 });
  });

  test('5 every reply in pieces of one byte: the session is the same as with whole ones', async () => {
    const small = { ...CONFIG, scan: { ...CONFIG.scan, rows: 16, cols: 16 }, patch: { ...CONFIG.patch, size: 4 } };
    const config = { ...small, seeds: 4, steps: 2 };
    const whole = await start(config);
    expect(await whole.finished).toBe('success');
    const faults = Object.keys(COMMANDS).map((command) => ({
      command: command as CommandName,
      kind: 'split' as const,
    }));
    const split = await start(config, faults, 'split');
    expect(await split.finished).toBe('success');

    expect(split.seen.problems).toEqual([]);
    expect(split.live.view().points.map(({ amperes }) => [...amperes])).toEqual(
      whole.live.view().points.map(({ amperes }) => [...amperes]),
    );
  });

  test('STOP while a sweep never answers is confirmed over the other connection', async () => {
    const fault = { command: 'BiasSpectr.Start', kind: 'silent', call: 3 } as const;
    const { live, instrument, seen } = await start({ ...CONFIG, seeds: 4, steps: 2 }, [fault]);
    await until(() => live.view().points.length === 2 && phaseOf(live) === 'sweep');
    live.engine.halt('test');
    await until(() => seen.stops.some(({ stage }) => stage === 'safe' || stage === 'unconfirmed'));

    expect(seen.stops.map(({ stage }) => stage)).toEqual(['requested', 'acknowledged', 'safe']);
    expect(await instrument.status()).toMatchObject({ tipEngaged: false, biasVolts: 0 });
    expect(live.view().points).toHaveLength(2);
  });

  test('a sweep of unknown outcome holds the run; the curve is not made up and not asked for again', async () => {
    const fault = { command: 'BiasSpectr.Start', kind: 'close', call: 3 } as const;
    const { live, seen } = await start({ ...CONFIG, seeds: 4, steps: 2 }, [fault]);
    await until(() => live.engine.status().state.kind === 'suspended' || live.engine.status().state.kind === 'halted');

    expect(seen.problems).toContain('instrument/unknown-outcome');
    expect(live.view().points).toHaveLength(2);
  });
});

function phaseOf(live: LiveSession): string | undefined {
  const { state } = live.engine.status();
  return 'phase' in state ? state.phase : undefined;
}

async function until(done: () => boolean): Promise<void> {
  for (let look = 0; look < 1000; look++) {
    if (done()) return;
    await systemClock.sleep(0.01);
  }
  throw new Error('It did not come about within 10 s.');
}
