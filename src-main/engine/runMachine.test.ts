import { describe, expect, it } from 'vitest';
import type { RunState } from '../../src-shared/run';
import { freshPlan } from './plan';
import { INITIAL, transition, type MachineState, type RunEvent } from './runMachine';
import { drive, kinds, resultOf, runningIn, seeds } from './testing/machine';

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
