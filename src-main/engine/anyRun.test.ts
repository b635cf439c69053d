/** What holds for the run machine whatever happens in whatever order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunState } from '../../src-shared/run';
import { freshPlan } from './plan';
import { INITIAL, transition, type Effect, type MachineState, type RunEvent } from './runMachine';
import { drive, kinds, resultOf } from './testing/machine';

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
