import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../src-shared/proposal';
import type { Phase, RunState } from '../../src-shared/run';
import { freshPlan, type PhaseResult, type Target } from './plan';
import { INITIAL, transition, type Effect, type MachineState, type RunEvent } from './runMachine';

const seeds: Target[] = [0, 1].map((candidate) => ({
  candidate,
  at: { row: 8, col: 8 + candidate },
  step: 0,
  origin: 'seed',
}));

function proposal(step: number, round = 0): Proposal {
  return {
    id: `${step}.${round}`,
    step,
    round,
    candidate: 7,
    at: { row: 9, col: 9 },
    reason: 'combined',
    neighbours: [],
    allowed: 5,
  };
}

/** The result that a phase ends with when everything goes well. */
function resultOf(phase: Phase, state: MachineState): PhaseResult {
  if (phase === 'survey') return { phase, seeds };
  if (phase === 'propose') return { phase, proposal: proposal(state.plan.stepsDone + 1, state.plan.round) };
  if (phase === 'awaitDecision') return { phase, choice: 'approve' };
  return { phase };
}

function drive(state: MachineState, ...events: RunEvent[]): { state: MachineState; effects: Effect[] } {
  return events.reduce<{ state: MachineState; effects: Effect[] }>(
    (at, event) => {
      const next = transition(at.state, event);
      return { state: next.state, effects: [...at.effects, ...next.effects] };
    },
    { state, effects: [] },
  );
}

/** A machine in the given phase of its first step, as the events of a run lead there. */
function runningIn(phase: Phase): MachineState {
  let { state } = drive(INITIAL, { kind: 'start', plan: freshPlan(2) }, { kind: 'ready' });
  const seen = (): boolean => state.run.kind === 'running' && state.run.phase === phase;
  const pastSeeds = (): boolean => state.plan.seedsDone === seeds.length || phase === 'survey';
  while (!(seen() && pastSeeds())) {
    if (state.run.kind !== 'running') throw new Error(`never in ${phase}`);
    state = transition(state, { kind: 'effectDone', result: resultOf(state.run.phase, state) }).state;
  }
  return state;
}

const kinds = (effects: readonly Effect[]): string[] =>
  effects.map((effect) => (effect.kind === 'perform' ? `perform ${effect.phase}` : effect.kind));

describe('a whole run', () => {
  it('surveys, measures the seeds, then steps until the budget is spent, and ends safe', () => {
    let { state, effects } = drive(INITIAL, { kind: 'start', plan: freshPlan(2) }, { kind: 'ready' });
    while (state.run.kind === 'running') {
      const next = transition(state, { kind: 'effectDone', result: resultOf(state.run.phase, state) });
      state = next.state;
      effects = [...effects, ...next.effects];
    }
    const end = transition(state, { kind: 'madeSafe' });

    const measure = ['perform travel', 'perform sweep', 'perform record'];
    const step = ['perform train', 'perform propose', 'perform awaitDecision', ...measure];
    expect(kinds(effects)).toEqual(['prepare', 'perform survey', ...measure, ...measure, ...step, ...step, 'makeSafe']);
    expect(end.state.run).toEqual({ kind: 'idle', outcome: 'success' });
    expect(end.effects).toEqual([{ kind: 'finish', outcome: 'success' }]);
    expect(end.state.plan).toMatchObject({ seedsDone: 2, stepsDone: 2 });
  });

  it('comes back held when it is continued', () => {
    const plan = { ...freshPlan(5), surveyed: true, seeds, seedsDone: 2, stepsDone: 1 };
    const { state, effects } = drive(INITIAL, { kind: 'start', plan }, { kind: 'ready' });
    expect(state.run).toEqual({ kind: 'paused', phase: 'train' });
    expect(kinds(effects)).toEqual(['prepare']);
  });
});

describe('each row of the table', () => {
  const aborted: RunEvent = { kind: 'effectAborted' };
  const rows: [string, MachineState, RunEvent[], RunState, string[]][] = [
    [
      'pause now breaks the sweep off',
      runningIn('sweep'),
      [{ kind: 'pause', when: 'now' }, aborted],
      { kind: 'paused', phase: 'sweep' },
      ['abortEffect'],
    ],
    [
      'pause after the step lets the sweep finish',
      runningIn('sweep'),
      [
        { kind: 'pause', when: 'afterStep' },
        { kind: 'effectDone', result: { phase: 'sweep' } },
        { kind: 'effectDone', result: { phase: 'record' } },
      ],
      { kind: 'paused', phase: 'train' },
      ['perform record'],
    ],
    [
      'pause after the step while the model learns holds at once',
      runningIn('train'),
      [{ kind: 'pause', when: 'afterStep' }, aborted],
      { kind: 'paused', phase: 'train' },
      ['abortEffect'],
    ],
    [
      'pause now spares the scores of a curve that is on disk',
      runningIn('record'),
      [{ kind: 'pause', when: 'now' }],
      { kind: 'pausing', phase: 'record', when: 'afterStep' },
      [],
    ],
    [
      'a sweep that ends before the pause took is still scored',
      runningIn('sweep'),
      [
        { kind: 'pause', when: 'now' },
        { kind: 'effectDone', result: { phase: 'sweep' } },
      ],
      { kind: 'pausing', phase: 'record', when: 'afterStep' },
      ['abortEffect', 'perform record'],
    ],
    [
      'a deferred pause can become an immediate one',
      runningIn('travel'),
      [{ kind: 'pause', when: 'afterStep' }, { kind: 'pause', when: 'now' }, aborted],
      { kind: 'paused', phase: 'travel' },
      ['abortEffect'],
    ],
    [
      'resume takes a deferred pause back',
      runningIn('sweep'),
      [{ kind: 'pause', when: 'afterStep' }, { kind: 'resume' }],
      { kind: 'running', phase: 'sweep' },
      [],
    ],
    [
      'resume begins the phase again',
      runningIn('travel'),
      [{ kind: 'pause', when: 'now' }, aborted, { kind: 'resume' }],
      { kind: 'running', phase: 'travel' },
      ['abortEffect', 'perform travel'],
    ],
    [
      'stop finishes the step in hand',
      runningIn('sweep'),
      [
        { kind: 'stop' },
        { kind: 'effectDone', result: { phase: 'sweep' } },
        { kind: 'effectDone', result: { phase: 'record' } },
      ],
      { kind: 'stopping', outcome: 'stopped' },
      ['perform record', 'makeSafe'],
    ],
    [
      'stop while deciding breaks off',
      runningIn('awaitDecision'),
      [{ kind: 'stop' }, aborted],
      { kind: 'stopping', outcome: 'stopped' },
      ['abortEffect', 'makeSafe'],
    ],
    [
      'abort breaks off and makes safe',
      runningIn('sweep'),
      [{ kind: 'abort' }, aborted, { kind: 'madeSafe' }],
      { kind: 'idle', outcome: 'aborted' },
      ['abortEffect', 'makeSafe', 'finish'],
    ],
    [
      'abort hurries a stop',
      runningIn('sweep'),
      [{ kind: 'stop' }, { kind: 'abort' }, aborted],
      { kind: 'stopping', outcome: 'aborted' },
      ['abortEffect', 'makeSafe'],
    ],
    [
      'stop while paused',
      drive(runningIn('travel'), { kind: 'pause', when: 'now' }, aborted).state,
      [{ kind: 'stop' }],
      { kind: 'stopping', outcome: 'stopped' },
      ['makeSafe'],
    ],
    [
      'halt withdraws first',
      runningIn('sweep'),
      [{ kind: 'halt', cause: 'x' }],
      { kind: 'halted', cause: 'x' },
      ['withdraw', 'abortEffect'],
    ],
    [
      'halt from idle withdraws too',
      INITIAL,
      [{ kind: 'halt', cause: 'x' }],
      { kind: 'halted', cause: 'x' },
      ['withdraw'],
    ],
    [
      'acknowledge ends a halted run',
      runningIn('sweep'),
      [{ kind: 'halt', cause: 'x' }, aborted, { kind: 'acknowledge' }],
      { kind: 'idle', outcome: 'aborted' },
      ['withdraw', 'abortEffect', 'finish'],
    ],
    [
      'acknowledge waits for the effect to end',
      runningIn('sweep'),
      [{ kind: 'halt', cause: 'x' }, { kind: 'acknowledge' }],
      { kind: 'halted', cause: 'x' },
      ['withdraw', 'abortEffect', 'rejected'],
    ],
    [
      'a fault of the hardware holds the run and makes it safe',
      runningIn('sweep'),
      [{ kind: 'effectFailed', error: { code: 'instrument/fault', message: 'f' } }],
      { kind: 'suspended', phase: 'sweep', reason: 'f' },
      ['makeSafe'],
    ],
    [
      'a fault of the learner holds the run',
      runningIn('train'),
      [{ kind: 'effectFailed', error: { code: 'learner/crashed', message: 'f' } }, { kind: 'resume' }],
      { kind: 'running', phase: 'train' },
      ['perform train'],
    ],
    [
      'a journal that cannot be written halts',
      runningIn('record'),
      [{ kind: 'effectFailed', error: { code: 'journal/write-failed', message: 'full' } }],
      { kind: 'halted', cause: 'full' },
      ['withdraw'],
    ],
    [
      'no candidate left ends the run well',
      runningIn('propose'),
      [{ kind: 'effectFailed', error: { code: 'run/no-candidates', message: 'none' } }],
      { kind: 'stopping', outcome: 'success' },
      ['makeSafe'],
    ],
    [
      'a veto asks for another proposal',
      runningIn('awaitDecision'),
      [{ kind: 'effectDone', result: { phase: 'awaitDecision', choice: 'veto' } }],
      { kind: 'running', phase: 'propose' },
      ['perform propose'],
    ],
    [
      'a veto on the way turns the tip back',
      runningIn('travel'),
      [{ kind: 'vetoOnTheWay' }, aborted],
      { kind: 'running', phase: 'propose' },
      ['abortEffect', 'perform propose'],
    ],
    [
      'a veto on the way counts though the tip has just arrived',
      runningIn('travel'),
      [{ kind: 'vetoOnTheWay' }, { kind: 'effectDone', result: { phase: 'travel' } }],
      { kind: 'running', phase: 'propose' },
      ['abortEffect', 'perform propose'],
    ],
    [
      'a veto in the sweep is too late',
      runningIn('sweep'),
      [{ kind: 'vetoOnTheWay' }],
      { kind: 'running', phase: 'sweep' },
      ['rejected'],
    ],
    [
      'what cannot be made safe halts',
      runningIn('sweep'),
      [{ kind: 'abort' }, aborted, { kind: 'notMadeSafe', cause: 'stuck' }],
      { kind: 'halted', cause: 'stuck' },
      ['abortEffect', 'makeSafe', 'withdraw', 'abortEffect'],
    ],
    [
      'a second start is refused',
      runningIn('sweep'),
      [{ kind: 'start', plan: freshPlan(1) }],
      { kind: 'running', phase: 'sweep' },
      ['rejected'],
    ],
    [
      'a watcher suspends and its end resumes',
      runningIn('sweep'),
      [{ kind: 'suspend', reason: 'drift' }, aborted, { kind: 'resume' }],
      { kind: 'running', phase: 'sweep' },
      ['abortEffect', 'perform sweep'],
    ],
  ];

  it.each(rows)('%s', (...[, from, events, to, effects]) => {
    const end = drive(from, ...events);
    expect({ run: end.state.run, effects: kinds(end.effects) }).toEqual({ run: to, effects });
  });
});

/** Plays any sequence of wishes against a world that answers in any way, and keeps what the world was asked to do. */
function play(wishes: readonly Wish[]): {
  state: MachineState;
  log: { effect: Effect; during: RunState['kind'] }[];
  inFlight: number;
} {
  let state = INITIAL;
  const pending: Effect[] = [];
  const log: { effect: Effect; during: RunState['kind'] }[] = [];
  const apply = (event: RunEvent): void => {
    const before = state.run.kind;
    const next = transition(state, event);
    state = next.state;
    for (const effect of next.effects) {
      log.push({ effect, during: state.run.kind === 'halted' ? 'halted' : before });
      if (effect.kind === 'perform' || effect.kind === 'prepare' || effect.kind === 'makeSafe') pending.push(effect);
    }
  };
  for (const wish of wishes) {
    if (wish.kind !== 'world') apply(wish);
    else {
      const effect = pending.shift();
      if (effect !== undefined) apply(answerOf(effect, wish.luck, state));
    }
  }
  return { state, log, inFlight: pending.length };
}

type Wish = RunEvent | { readonly kind: 'world'; readonly luck: number };

function answerOf(effect: Effect, luck: number, state: MachineState): RunEvent {
  if (effect.kind === 'makeSafe') return luck < 0.9 ? { kind: 'madeSafe' } : { kind: 'notMadeSafe', cause: 'stuck' };
  if (luck > 0.95) return { kind: 'effectFailed', error: { code: 'instrument/fault', message: 'fault' } };
  if (luck > 0.8) return { kind: 'effectAborted' };
  if (effect.kind === 'perform') return { kind: 'effectDone', result: resultOf(effect.phase, state) };
  return { kind: 'ready' };
}

const wish: fc.Arbitrary<Wish> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('world' as const), luck: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<RunEvent>(
      { kind: 'start', plan: freshPlan(3) },
      { kind: 'pause', when: 'now' },
      { kind: 'pause', when: 'afterStep' },
      { kind: 'resume' },
      { kind: 'stop' },
      { kind: 'abort' },
      { kind: 'acknowledge' },
      { kind: 'vetoOnTheWay' },
      { kind: 'suspend', reason: 'watcher' },
    ),
  },
  { weight: 1, arbitrary: fc.constant<RunEvent>({ kind: 'halt', cause: 'operator' }) },
);
const wishes = fc.array(wish, { maxLength: 120 });

describe('for any sequence of events', () => {
  it('moves or biases the tip never while halted, and has one effect in flight at most', () => {
    fc.assert(
      fc.property(wishes, (sequence) => {
        const { log, inFlight } = play(sequence);
        const moves = log.filter(({ effect, during }) => during === 'halted' && effect.kind === 'perform');
        expect(moves).toEqual([]);
        expect(inFlight).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  it('can be halted, which withdraws at once and from then on only acknowledges', () => {
    fc.assert(
      fc.property(wishes, (sequence) => {
        const { state } = play(sequence);
        const { state: halted, effects } = transition(state, { kind: 'halt', cause: 'operator' });
        expect(halted.run.kind).toBe('halted');
        expect(effects[0]).toEqual({ kind: 'withdraw' });
        const resumed = drive(
          halted,
          { kind: 'resume' },
          { kind: 'start', plan: freshPlan(1) },
          { kind: 'pause', when: 'now' },
        );
        expect(resumed.state.run.kind).toBe('halted');
        expect(kinds(resumed.effects)).toEqual(['rejected', 'rejected', 'rejected']);
      }),
      { numRuns: 300 },
    );
  });

  it('never counts more measurements than sweeps that ended', () => {
    fc.assert(
      fc.property(wishes, (sequence) => {
        const { state, log } = play(sequence);
        const starts = log.filter(({ effect }) => effect.kind === 'prepare').length;
        fc.pre(starts <= 1);
        const sweeps = log.filter(({ effect }) => effect.kind === 'perform' && effect.phase === 'sweep').length;
        expect(state.plan.seedsDone + state.plan.stepsDone).toBeLessThanOrEqual(sweeps);
      }),
      { numRuns: 300 },
    );
  });
});
