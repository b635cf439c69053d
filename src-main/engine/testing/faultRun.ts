/** A run of the engine on the simulated film, taken for a real sample, under a script of faults. */
import type { ExperimentConfig } from '../../../src-shared/experiment';
import type { RecordBody } from '../../../src-shared/session/record';
import { DEFAULT_SETTINGS, experimentFor } from '../../../src-shared/settings';
import { parseFaultScript } from '../../instrument/faults/faultScript';
import { withFaults } from '../../instrument/faults/withFaults';
import { createSimulator } from '../../instrument/simulator/driver';
import type { Imperfections } from '../../instrument/simulator/imperfections';
import { createLocalLearner } from '../../learning/learnerCore';
import { createTurnClock } from '../../testing/turnClock';
import { createEngine } from '../engine';
import { freshPlan } from '../plan';
import type { Instrument, Journal } from '../ports';
import { NOTHING_BEFORE } from './nothingBefore';

const FILM = { pixels: 128, filmSeed: 5, speed: 'max' } as const;
const base = experimentFor({ ...DEFAULT_SETTINGS, simulator: FILM });
const side = (base.scan.widthMetres * 32) / 128;

/** Four seeds and three steps on a small frame in the middle of the film. */
export const SHORT_RUN: ExperimentConfig = {
  ...base,
  policy: 'random' as const,
  seeds: 4,
  steps: 3,
  scan: { ...base.scan, rows: 32, cols: 32, widthMetres: side, heightMetres: side },
  decision: { ...base.decision, mode: 'autonomous' as const },
};

/** What differs from a run without faults on a good day. */
export interface FaultRunSetup {
  readonly faults?: readonly object[];
  readonly config?: ExperimentConfig;
  readonly journal?: Partial<Journal>;
  readonly imperfections?: Partial<Imperfections>;
  /** Wraps the simulator before the faults do. */
  readonly wrap?: (instrument: Instrument, wandered: () => { xMetres: number; yMetres: number }) => Instrument;
}

/** Runs until the run is held or over, and five seconds more. Gives what was sent, written and said. */
export async function faultRun({ faults = [], config = SHORT_RUN, ...setup }: FaultRunSetup = {}) {
  const clock = createTurnClock();
  const { imperfections = {} } = setup;
  const { instrument, wandered } = createSimulator({ ...FILM, clock, imperfections });
  const real: Instrument = { ...instrument, identity: { ...instrument.identity, simulated: false } };
  const sent = { sweeps: 0, moves: 0, withdrawals: 0, safe: 0 };
  const counted: Instrument = {
    ...real,
    moveTo: (at, signal) => ((sent.moves += 1), real.moveTo(at, signal)),
    sweepBias: (...all) => ((sent.sweeps += 1), real.sweepBias(...all)),
    makeSafe: () => ((sent.safe += 1), real.makeSafe()),
    withdraw: () => ((sent.withdrawals += 1), real.withdraw()),
  };
  const wrapped = setup.wrap?.(counted, wandered) ?? counted;
  const struck = withFaults(wrapped, parseFaultScript(JSON.stringify({ faults })));
  const records: RecordBody[] = [];
  const problems: string[] = [];
  const stops: string[] = [];
  const journal = { ...memoryJournal(records), ...setup.journal };
  const engine = createEngine(
    {
      config,
      instrument: struck,
      learner: createLocalLearner(),
      journal,
      clock,
      prepare: (signal) => struck.connect(signal),
      grid: () => undefined,
      before: NOTHING_BEFORE,
    },
    {
      onStatus: () => undefined,
      onLine: () => undefined,
      onStop: ({ stage }) => void stops.push(stage),
      onProblem: ({ code }) => void problems.push(code),
      onFinished: () => undefined,
    },
  );
  const until = async (kinds: readonly string[]): Promise<string> => {
    for (let look = 0; look < 20_000; look++) {
      const { state } = engine.status();
      if (kinds.includes(state.kind)) return state.kind;
      await clock.sleep(0.05);
    }
    throw new Error(`The run is still ${JSON.stringify(engine.status().state)}.`);
  };
  engine.start(freshPlan(config.steps));
  const ended = await until(['suspended', 'halted', 'idle']);
  await clock.sleep(5);
  const curves = () => of('curve.recorded').length;
  const of = <K extends RecordBody['kind']>(kind: K) =>
    records.filter((body): body is Extract<RecordBody, { kind: K }> => body.kind === kind);
  const failed = () => of('outcome').flatMap(({ error }) => (error === undefined ? [] : [error.code]));
  return { engine, ended, records, of, problems, stops, sent, curves, failed, until, clock };
}

function memoryJournal(records: RecordBody[]): Journal {
  return {
    store: (values) =>
      Promise.resolve({
        sha256: '0'.repeat(64),
        dtype: values instanceof Float32Array ? 'f32' : 'f64',
        length: values.length,
      }),
    append: (body) => Promise.resolve(void records.push(body)),
  };
}
