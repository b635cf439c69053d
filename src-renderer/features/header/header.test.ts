import { describe, expect, it } from 'vitest';
import { PHASES, type RunState, type RunStatus } from '../../../src-shared/run';
import { etaClock, sinceWords, stateWords, stepWords } from './header.model';

const run: RunStatus = {
  state: { kind: 'running', phase: 'sweep' },
  since: 10_000,
  measured: 97,
  step: 87,
  seeds: 10,
  steps: 200,
  phaseSeconds: { decide: 0, travel: 0, sweep: 0, learn: 0 },
  etaSeconds: 60,
  countdown: undefined,
};

describe('stateWords', () => {
  it('has a word of its own for every state and phase', () => {
    const states: RunState[] = [
      { kind: 'idle' },
      { kind: 'idle', outcome: 'success' },
      { kind: 'idle', outcome: 'stopped' },
      { kind: 'idle', outcome: 'aborted' },
      { kind: 'idle', outcome: 'failed' },
      { kind: 'preparing' },
      ...PHASES.map((phase): RunState => ({ kind: 'running', phase })),
      { kind: 'pausing', phase: 'sweep', when: 'now' },
      { kind: 'paused', phase: 'sweep' },
      { kind: 'suspended', phase: 'sweep', reason: 'current' },
      { kind: 'stopping', outcome: 'stopped' },
      { kind: 'halted', cause: 'operator' },
    ];
    const words = states.map((state) => stateWords(state).word);

    expect(new Set(words).size).toBe(states.length);
    expect(words.every((word) => word.length > 0)).toBe(true);
  });

  it('marks what waits for a person', () => {
    expect(stateWords({ kind: 'halted', cause: 'limit' })).toMatchObject({ tone: 'alarm', detail: 'limit' });
    expect(stateWords({ kind: 'paused', phase: 'train' }).tone).toBe('attention');
  });
});

describe('times', () => {
  it('never runs backwards', () => {
    expect(sinceWords(run, 12_500)).toBe('2.5 s');
    expect(sinceWords(run, 9_000)).toBe('0.0 s');
  });

  it('gives the end as clock time, with the day where it is another one', () => {
    const noon = new Date(2026, 2, 4, 12, 0, 0).getTime();

    expect(etaClock({ ...run, etaSeconds: 9 * 60 }, noon)).toBe('12:09');
    expect(etaClock({ ...run, etaSeconds: 13 * 3600 }, noon)).toBe('Thu 01:00');
    expect(etaClock({ ...run, etaSeconds: undefined }, noon)).toBeUndefined();
    expect(etaClock({ ...run, state: { kind: 'idle' } }, noon)).toBeUndefined();
  });

  it('counts seeds first, then steps', () => {
    expect(stepWords({ ...run, step: 0, measured: 4 })).toEqual({ label: 'Seed', value: '4 / 10' });
    expect(stepWords(run)).toEqual({ label: 'Step', value: '87 / 200' });
  });
});
