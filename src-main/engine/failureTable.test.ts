/** The table of failures in docs/failures.md: each is injected, found out, reacted to, and in the journal. */
import { expect, it } from 'vitest';
import type { ErrorCode } from '../../src-shared/errors';
import type { RecordBody } from '../../src-shared/session/record';
import { DEFAULT_SETTINGS, experimentFor } from '../../src-shared/settings';
import { parseFaultScript } from '../instrument/faults/faultScript';
import { withFaults } from '../instrument/faults/withFaults';
import { createSimulator } from '../instrument/simulator/driver';
import { createLocalLearner } from '../learning/learnerCore';
import { createTurnClock } from '../testing/turnClock';
import { ConsoleError } from '../../src-shared/errors';
import { createEngine } from './engine';
import { freshPlan } from './plan';
import type { Instrument, Journal } from './ports';

const base = experimentFor({ ...DEFAULT_SETTINGS, simulator: { pixels: 128, filmSeed: 5, speed: 'max' } });
const side = (base.scan.widthMetres * 32) / 128;
const config = {
  ...base,
  policy: 'random' as const,
  seeds: 4,
  steps: 3,
  scan: { ...base.scan, rows: 32, cols: 32, widthMetres: side, heightMetres: side },
  decision: { ...base.decision, mode: 'autonomous' as const },
};

/** A run on the simulated film, taken for a real sample, under a script of faults. */
async function run(faults: readonly object[], journalChange: Partial<Journal> = {}) {
  const clock = createTurnClock();
  const { instrument } = createSimulator({ pixels: 128, filmSeed: 5, speed: 'max', clock });
  const real: Instrument = { ...instrument, identity: { ...instrument.identity, simulated: false } };
  const sent = { sweeps: 0, moves: 0, withdrawals: 0, safe: 0 };
  const counted: Instrument = {
    ...real,
    moveTo: (at, signal) => ((sent.moves += 1), real.moveTo(at, signal)),
    sweepBias: (...all) => ((sent.sweeps += 1), real.sweepBias(...all)),
    makeSafe: () => ((sent.safe += 1), real.makeSafe()),
    withdraw: () => ((sent.withdrawals += 1), real.withdraw()),
  };
  const struck = withFaults(counted, parseFaultScript(JSON.stringify({ faults })));
  const records: RecordBody[] = [];
  const problems: string[] = [];
  const stops: string[] = [];
  const journal: Journal = {
    store: (values) =>
      Promise.resolve({
        sha256: '0'.repeat(64),
        dtype: values instanceof Float32Array ? 'f32' : 'f64',
        length: values.length,
      }),
    append: (body) => Promise.resolve(void records.push(body)),
    ...journalChange,
  };
  const learner = createLocalLearner();
  const engine = createEngine(
    {
      config,
      instrument: struck,
      learner,
      journal,
      clock,
      prepare: (signal) => struck.connect(signal),
      grid: () => undefined,
      before: { sweeps: 0, nextIntent: 0, vetoes: [], proposals: [], edits: [], taken: [], grid: undefined },
    },
    {
      onStatus: () => undefined,
      onLine: () => undefined,
      onStop: ({ stage }) => void stops.push(stage),
      onProblem: ({ code }) => void problems.push(code),
      onFinished: () => undefined,
    },
  );
  const state = () => engine.status().state;
  const until = async (kinds: readonly string[]): Promise<string> => {
    for (let look = 0; look < 20_000; look++) {
      if (kinds.includes(state().kind)) return state().kind;
      await clock.sleep(0.05);
    }
    throw new Error(`The run is still ${JSON.stringify(state())}.`);
  };
  engine.start(freshPlan(config.steps));
  const ended = await until(['suspended', 'halted', 'idle']);
  await clock.sleep(5);
  const curves = () => records.filter((body) => body.kind === 'curve.recorded').length;
  const failed = () => records.flatMap((body) => (body.kind === 'outcome' && body.error ? [body.error.code] : []));
  return { engine, ended, records, problems, stops, sent, curves, failed, until, clock };
}

interface Row {
  readonly row: string;
  readonly faults: readonly object[];
  readonly code: ErrorCode;
  readonly state: 'suspended' | 'halted';
  /** Curves on record when the run is held. */
  readonly curves: number;
  readonly sweeps: number;
}

const third = { afterSweeps: 2 };
const sweep = (fault: string) => [{ on: 'sweepBias', fault, call: 1, ...third }];
const ROWS: readonly Row[] = [
  {
    row: '2 lost while idle',
    faults: [{ on: 'status', fault: 'lost', ...third }],
    code: 'instrument/offline',
    state: 'suspended',
    curves: 2,
    sweeps: 2,
  },
  {
    row: '3 lost in a sweep',
    faults: sweep('lost'),
    code: 'instrument/unknown-outcome',
    state: 'suspended',
    curves: 2,
    sweeps: 3,
  },
  {
    row: '4 no reply to a sweep',
    faults: sweep('silent'),
    code: 'instrument/timeout',
    state: 'halted',
    curves: 2,
    sweeps: 2,
  },
  {
    row: '4 no reply to a move',
    faults: [{ on: 'moveTo', fault: 'silent', ...third }],
    code: 'instrument/timeout',
    state: 'halted',
    curves: 2,
    sweeps: 2,
  },
  {
    row: '6 broken reply',
    faults: sweep('protocol'),
    code: 'instrument/fault',
    state: 'suspended',
    curves: 2,
    sweeps: 2,
  },
  {
    row: '7 the instrument refuses',
    faults: sweep('refusal'),
    code: 'instrument/fault',
    state: 'suspended',
    curves: 2,
    sweeps: 2,
  },
  {
    row: '8 NaN in a curve',
    faults: sweep('noNumber'),
    code: 'instrument/fault',
    state: 'suspended',
    curves: 2,
    sweeps: 3,
  },
  {
    row: '8 infinite heights',
    faults: [{ on: 'scanFrame', fault: 'infinite' }],
    code: 'instrument/fault',
    state: 'suspended',
    curves: 0,
    sweeps: 0,
  },
  {
    row: '8 a place that is no number',
    faults: [{ on: 'moveTo', fault: 'noNumber', times: 2, ...third }],
    code: 'instrument/off-place',
    state: 'suspended',
    curves: 2,
    sweeps: 2,
  },
  {
    row: '9 too short a curve',
    faults: sweep('short'),
    code: 'instrument/fault',
    state: 'suspended',
    curves: 2,
    sweeps: 3,
  },
  {
    row: '9 too long a curve',
    faults: sweep('long'),
    code: 'instrument/fault',
    state: 'suspended',
    curves: 2,
    sweeps: 3,
  },
  {
    row: '9 too short a frame',
    faults: [{ on: 'scanFrame', fault: 'short' }],
    code: 'instrument/fault',
    state: 'suspended',
    curves: 0,
    sweeps: 0,
  },
  {
    row: '10, 26 moved by somebody else',
    faults: [{ on: 'status', fault: 'moved', ...third }],
    code: 'instrument/fault',
    state: 'suspended',
    curves: 2,
    sweeps: 2,
  },
  {
    row: '11, 12 stops short twice',
    faults: [{ on: 'moveTo', fault: 'clamped', times: 2, ...third }],
    code: 'instrument/off-place',
    state: 'suspended',
    curves: 2,
    sweeps: 2,
  },
  {
    row: '12 wanders during the sweep',
    faults: sweep('drifted'),
    code: 'instrument/off-place',
    state: 'suspended',
    curves: 2,
    sweeps: 3,
  },
  {
    row: '14 current in nA',
    faults: sweep('units'),
    code: 'instrument/fault',
    state: 'suspended',
    curves: 2,
    sweeps: 3,
  },
  {
    row: '14 heights in nm',
    faults: [{ on: 'scanFrame', fault: 'units' }],
    code: 'instrument/fault',
    state: 'suspended',
    curves: 0,
    sweeps: 0,
  },
  {
    row: '14 wrong bias axis',
    faults: sweep('axis'),
    code: 'instrument/fault',
    state: 'suspended',
    curves: 2,
    sweeps: 3,
  },
  {
    row: '18 jump in height',
    faults: [{ on: 'status', fault: 'crash', call: 2, ...third }],
    code: 'instrument/tip-fault',
    state: 'halted',
    curves: 2,
    sweeps: 2,
  },
  {
    row: '19 contact lost',
    faults: [{ on: 'status', fault: 'contactLost', call: 2, ...third }],
    code: 'instrument/fault',
    state: 'suspended',
    curves: 2,
    sweeps: 2,
  },
  {
    row: '20 Safe Tip',
    faults: [{ on: 'status', fault: 'latched', ...third }],
    code: 'instrument/tip-fault',
    state: 'halted',
    curves: 2,
    sweeps: 2,
  },
  {
    row: '27 busy for longer than the limit',
    faults: [{ on: 'status', fault: 'busy', times: 1000, ...third }],
    code: 'instrument/fault',
    state: 'suspended',
    curves: 2,
    sweeps: 2,
  },
];

it.each(ROWS)('$row: held, in the journal, nothing measured from it', async (row) => {
  // After the second sweep one reading of the status belongs to that sweep.
  const faults = row.faults.map((fault) =>
    'on' in fault && fault.on === 'status' ? { ...fault, call: ('call' in fault ? Number(fault.call) : 1) + 1 } : fault,
  );
  const { ended, problems, sent, curves, failed, records, stops } = await run(faults);
  expect(ended).toBe(row.state);
  expect(problems[0]).toBe(row.code);
  expect(failed()).toContain(row.code);
  expect([curves(), sent.sweeps]).toEqual([row.curves, row.sweeps]);
  expect(records.some((body) => body.kind === 'run.state' && body.state.kind === row.state)).toBe(true);
  if (row.state === 'halted') expect([sent.withdrawals > 0, stops.at(-1) === 'requested']).toEqual([true, false]);
  else expect(sent.safe).toBe(1);
});

it('1 nobody listens: said at once, and nothing moved', async () => {
  const { ended, problems, sent } = await run([{ on: 'connect', fault: 'refused' }]);
  expect([ended, problems, sent.moves, sent.sweeps]).toEqual(['idle', ['instrument/offline'], 0, 0]);
});

it('3, 25 a sweep of unknown outcome is sent again only when a person resumes, over a new connection', async () => {
  const { engine, sent, until, curves, clock } = await run(sweep('lost'));
  await clock.sleep(100);
  expect(sent.sweeps).toBe(3);
  engine.command({ kind: 'resume' });
  expect(await until(['idle', 'suspended', 'halted'])).toBe('idle');
  expect([curves(), sent.sweeps]).toEqual([7, 8]);
});

it('12 a tip that stops short once is sent once more, and the run goes on', async () => {
  const { ended, curves, sent, failed } = await run([{ on: 'moveTo', fault: 'clamped', ...third }]);
  expect([ended, curves(), sent.moves, failed()]).toEqual(['idle', 7, 8, ['instrument/off-place']]);
});

it('15 a sweep that was cut off is kept, flagged, and holds the run: the model is not trained on it', async () => {
  const { ended, records, problems, sent } = await run(sweep('cutOff'));
  const flags = records.flatMap((body) => (body.kind === 'curve.recorded' ? [body.flags] : []));
  expect([ended, flags.length, sent.sweeps]).toEqual(['suspended', 3, 3]);
  expect(problems).toEqual(['learner/bad-data']);
  expect(flags[2]).toEqual({ complete: false, compliance: true, saturated: false });
});

it('16, 17 three curves in a row at the limit: the program asks a person again', async () => {
  const { records } = await run([
    { on: 'sweepBias', fault: 'saturated', times: 2 },
    { on: 'sweepBias', fault: 'compliance', call: 3 },
  ]);
  expect(records.flatMap((body) => (body.kind === 'mode.changed' ? [body.reason] : []))).toEqual([
    expect.stringContaining('Three bad curves in a row'),
  ]);
});

it('27 an instrument that is busy for a while is waited for', async () => {
  const { ended, curves, problems } = await run([{ on: 'status', fault: 'busy', call: 2, times: 5, ...third }]);
  expect([ended, curves(), problems]).toEqual(['idle', 7, []]);
});

it('28 a disk that is full: the tip does not move, and is taken away', async () => {
  const full = new ConsoleError({ code: 'journal/write-failed', message: 'No space left.' });
  let intents = 0;
  const { ended, sent } = await run([], {
    append: (body) => (body.kind === 'intent' && ++intents > 5 ? Promise.reject(full) : Promise.resolve()),
  });
  expect([ended, sent.moves, sent.sweeps]).toEqual(['halted', 2, 2]);
  expect(sent.withdrawals).toBeGreaterThan(0);
});

it('halted by a crash: nothing engages before somebody acknowledges, not even on "resume"', async () => {
  const { engine, sent } = await run([{ on: 'status', fault: 'latched', call: 2, ...third }]);
  expect(() => engine.command({ kind: 'resume' })).toThrow(/halted/);
  expect(sent.moves).toBe(2);
  engine.command({ kind: 'acknowledge' });
  expect(engine.status().state).toEqual({ kind: 'idle', outcome: 'aborted' });
});
