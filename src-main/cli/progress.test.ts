import { describe, expect, it } from 'vitest';
import type { RunStatus } from '../../src-shared/run';
import { progressLine } from './progress';

const status: RunStatus = {
  state: { kind: 'running', phase: 'sweep' },
  since: 0,
  measured: 15,
  step: 5,
  seeds: 10,
  steps: 20,
  phaseSeconds: { decide: 0, travel: 0, sweep: 0, learn: 0 },
  etaSeconds: 75,
  countdown: undefined,
};

describe('the line of progress', () => {
  it('says how far the run is and how long it will take', () => {
    expect(progressLine(status, undefined, 10)).toBe('[#####.....] step 5/20 | about 1 min 15 s left');
  });

  it('gives no time once everything is measured', () => {
    const last = { ...status, measured: 30, step: 20, etaSeconds: 0.01 };
    expect(progressLine(last, undefined, 0)).toBe('step 20/20');
  });

  it('counts seeds before steps, and names the survey', () => {
    expect(progressLine({ ...status, measured: 3, step: 0, etaSeconds: undefined }, undefined, 0)).toBe('seed 3/10');
    const surveying: RunStatus = { ...status, measured: 0, step: 0, state: { kind: 'running', phase: 'survey' } };
    expect(progressLine({ ...surveying, etaSeconds: undefined }, undefined, 0)).toBe('survey scan');
  });
});
