/** The engine under any sequence of commands, with a learner that fails at times: the tip is never moved twice at once. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ConsoleError } from '../../src-shared/errors';
import type { DecisionChoice } from '../../src-shared/proposal';
import type { RecordBody } from '../../src-shared/session/record';
import { DEFAULT_SETTINGS, experimentFor } from '../../src-shared/settings';
import { sweepVolts } from '../../src-shared/sweep';
import { createTurnClock } from '../testing/turnClock';
import { createEngine, type Engine } from './engine';
import { NOTHING_BEFORE } from './testing/nothingBefore';
import { freshPlan } from './plan';
import type { Instrument, Journal, Learner, ProposeRequest } from './ports';

const base = experimentFor(DEFAULT_SETTINGS);
const config = { ...base, seeds: 3, steps: 4, decision: { ...base.decision, countdownSeconds: 1 } };
const grid = { rows: 10, cols: 10, originRow: 8, originCol: 8, stride: 1 };

type Wish =
  'pause' | 'pauseNow' | 'resume' | 'stop' | 'abort' | 'halt' | 'veto' | 'approve' | 'manual' | 'queue' | 'undo';
/** What ends a run comes rarely, so that most stories get somewhere. */
const anyWish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<Wish>('stop', 'abort', 'halt') },
  { weight: 4, arbitrary: fc.constantFrom<Wish>('pause', 'pauseNow', 'manual') },
  { weight: 12, arbitrary: fc.constantFrom<Wish>('resume', 'veto', 'approve', 'queue', 'undo') },
);

/** An instrument that counts what it does at once, and every sweep that ended. */
function countingInstrument(clock: ReturnType<typeof createTurnClock>) {
  const seen = { atOnce: 0, most: 0, sweeps: 0 };
  async function work<T>(seconds: number, signal: AbortSignal | undefined, value: T): Promise<T> {
    seen.most = Math.max(seen.most, ++seen.atOnce);
    try {
      await clock.sleep(seconds, signal);
      if (signal?.aborted === true) throw new ConsoleError({ code: 'instrument/aborted', message: 'aborted' });
      return value;
    } finally {
      seen.atOnce--;
    }
  }
  const { scan } = config;
  const heightsMetres = new Float32Array(scan.rows * scan.cols);
  const volts = sweepVolts(config.sweep);
  const curve = { volts, amperes: volts.map((bias) => 1e-9 * bias) };
  const here = { xMetres: 0, yMetres: 0 } as Awaited<ReturnType<Instrument['moveTo']>>;
  const instrument: Instrument = {
    identity: { name: 'counter', version: '1', simulated: true },
    capabilities: {
      lineEvents: false,
      abortScan: true,
      abortSweep: true,
      positionReadback: false,
      hardwareCompliance: false,
      maxFrameMetres: 1,
      biasRangeVolts: [-10, 10],
    },
    connect: () => Promise.resolve(),
    status: () =>
      Promise.resolve({ phase: 'idle', tipEngaged: true, position: here, biasVolts: 0, heightMetres: undefined }),
    scanFrame: (_scan, _onLine, signal) => work(1, signal, { ...scan, heightsMetres }),
    moveTo: (_at, signal) => work(0.4, signal, here),
    async sweepBias(_sweep, _limit, signal) {
      const flags = { complete: true, compliance: false, saturated: false };
      const swept = await work(0.6, signal, { ...curve, positionBefore: here, positionAfter: here, flags });
      seen.sweeps++;
      return swept;
    },
    makeSafe: () => work(0.02, undefined, undefined),
    withdraw: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return { instrument, seen };
}

/** A learner that knows only what was measured; every so many fits fail. */
function countingLearner(clock: ReturnType<typeof createTurnClock>, failEvery: number): Learner {
  const measured: number[] = [];
  let calls = 0;
  const maps = { step: 1, grid, layers: {} };
  const proposal = ({ step, round, vetoed, rules = [], pending = [], target }: ProposeRequest) => {
    const out = new Set([...measured, ...vetoed, ...pending, ...rules.map(({ candidate }) => candidate)]);
    const candidate = target ?? [...Array(100).keys()].find((k) => !out.has(k))!;
    const at = { row: 8 + Math.floor(candidate / 10), col: 8 + (candidate % 10) };
    const id = `step-${step}-round-${round}`;
    return { id, step, round, candidate, at, reason: 'combined' as const, neighbours: [], allowed: 100 - out.size };
  };
  return {
    load: () => Promise.resolve({ grid, seeds: [97, 98, 99] }),
    expect: () => Promise.resolve(),
    async observe(candidate) {
      await clock.sleep(0.02);
      measured.push(candidate);
      return { novelty: Float64Array.from(measured), diversity: { structural: 0, spectral: 0 } };
    },
    async fit(signal, points = 0) {
      calls += 1;
      await clock.sleep(0.3, signal);
      if (signal.aborted) throw new ConsoleError({ code: 'instrument/aborted', message: 'aborted' });
      if (calls % failEvery === 0) throw new ConsoleError({ code: 'learner/crashed', message: 'gone' });
      const process = { lengthscales: [1], outputscale: 1, noise: 1, jitter: 1e-6 };
      return { loss: 0, ...process, seconds: 0.3, model: `${points}` };
    },
    propose: async (request) => ({ proposal: proposal(request), maps }),
    choose: async (request) => ({ proposal: proposal(request) }),
    maps: () => Promise.resolve(maps),
    batch: () => Promise.resolve([]),
    ruleEffect: () => Promise.resolve({ before: 100, after: 99, touched: new Uint32Array() }),
    open: (rules) => {
      const out = new Set([...measured, ...rules.map(({ candidate }) => candidate)]);
      return Promise.resolve(Uint8Array.from({ length: 100 }, (_, k) => (out.has(k) ? 0 : 1)));
    },
    moreSeeds: ({ excluded, count }) =>
      Promise.resolve(
        [...Array(100).keys()].filter((k) => !measured.includes(k) && !excluded.includes(k)).slice(-count),
      ),
    preview: async (request) => ({ proposal: proposal(request), maps }),
    steer: () => Promise.resolve(),
    reject: () => Promise.resolve({ novelty: new Float64Array(), diversity: { structural: 0, spectral: 0 } }),
    close: () => Promise.resolve(),
  };
}

function newRun(failEvery: number) {
  const clock = createTurnClock();
  const { instrument, seen } = countingInstrument(clock);
  const records: RecordBody[] = [];
  let surveyed = false;
  const journal: Journal = {
    store: (values) => Promise.resolve({ sha256: '0'.repeat(64), dtype: 'f64', length: values.length }),
    append(body) {
      records.push(body);
      surveyed ||= body.kind === 'seeds.chosen';
      return Promise.resolve();
    },
  };
  const engine = createEngine(
    {
      config,
      instrument,
      learner: countingLearner(clock, failEvery),
      journal,
      clock,
      prepare: () => Promise.resolve(),
      grid: () => (surveyed ? grid : undefined),
      before: NOTHING_BEFORE,
    },
    {
      onStatus: () => undefined,
      onLine: () => undefined,
      onStop: () => undefined,
      onProblem: () => undefined,
      onFinished: () => undefined,
    },
  );
  return { clock, engine, records, seen };
}

/** What a person tries; that the engine refuses it is no failure. */
async function attempt(engine: Engine, records: readonly RecordBody[], wish: Wish): Promise<void> {
  const newest = records.findLast((body) => body.kind === 'proposal.made');
  const decide = (choice: DecisionChoice) =>
    newest?.kind === 'proposal.made' ? engine.decide(newest.proposal, choice, 'other') : undefined;
  const tries: Record<Wish, () => unknown> = {
    pause: () => engine.command({ kind: 'pause', when: 'afterStep' }),
    pauseNow: () => engine.command({ kind: 'pause', when: 'now' }),
    resume: () => engine.command({ kind: 'resume' }),
    stop: () => engine.command({ kind: 'stop' }),
    abort: () => engine.command({ kind: 'abort' }),
    halt: () => engine.halt('test'),
    veto: () => decide('veto'),
    approve: () => decide('approve'),
    manual: () => engine.setDecision({ ...config.decision, mode: 'manual' }),
    queue: () => engine.operator.addSeeds(1),
    undo: () => engine.operator.undo(),
  };
  try {
    await tries[wish]();
  } catch (error) {
    expect(error).toBeInstanceOf(ConsoleError);
  }
}

it('does one thing with the tip at a time, keeps every curve, and measures no place that is vetoed', async () => {
  const step = fc.record({ wish: anyWish, after: fc.double({ min: 0, max: 3, noNaN: true }) });
  let sweeps = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), fc.integer({ min: 2, max: 20 }), async (story, failEvery) => {
      const { clock, engine, records, seen } = newRun(failEvery);
      engine.start(freshPlan(config.steps));
      for (const { wish, after } of story) {
        await clock.sleep(after);
        await attempt(engine, records, wish);
      }
      await clock.sleep(12);
      sweeps += seen.sweeps;
      expect(seen.most).toBeLessThanOrEqual(1);
      const curves = records.flatMap((body) => (body.kind === 'curve.recorded' ? [body] : []));
      expect(curves).toHaveLength(seen.sweeps);
      expect(curves.map(({ index }) => index)).toEqual(curves.map((_, k) => k));
      expect(new Set(curves.map(({ candidate }) => candidate)).size).toBe(curves.length);
      for (const { candidate, at } of vetoedForGood(records)) {
        const later = records
          .slice(at)
          .filter((body) => body.kind === 'curve.recorded' && body.candidate === candidate);
        expect(later).toEqual([]);
      }
    }),
    { numRuns: 80 },
  );
  expect(sweeps).toBeGreaterThan(80);
}, 60_000);

/** Places under a rule that nobody undid, with where the rule stands among the records. */
function vetoedForGood(records: readonly RecordBody[]) {
  const undone = new Set(records.flatMap((body) => (body.kind === 'edit.undone' ? [body.number] : [])));
  return records.flatMap((body, at) =>
    body.kind === 'edit.made' && body.edit.kind === 'rule.set' && !undone.has(body.number)
      ? [{ candidate: body.edit.rule.rule.candidate, at }]
      : [],
  );
}
