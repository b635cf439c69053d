import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT, type DecisionSettings } from '../../src-shared/experiment';
import type { Proposal } from '../../src-shared/proposal';
import { createFakeClock, settle } from '../testing/fakeClock';
import { createDecisionDesk } from './decision';

const proposal: Proposal = {
  id: '1.0',
  step: 1,
  round: 0,
  candidate: 3,
  at: { row: 8, col: 8 },
  reason: 'combined',
  neighbours: [],
  allowed: 9,
};

function deskWith(change: Partial<DecisionSettings>) {
  const clock = createFakeClock();
  const desk = createDecisionDesk(clock, { ...DEFAULT_EXPERIMENT.decision, ...change }, () => undefined);
  const abort = new AbortController();
  let decision: unknown = 'waiting';
  void desk.open(proposal, abort.signal).then(
    (value) => (decision = value),
    (error: unknown) => (decision = error),
  );
  return { clock, desk, abort, decision: () => decision };
}

describe('the decision desk', () => {
  it('goes on at once when autonomous', async () => {
    const { decision } = deskWith({ mode: 'autonomous' });
    await settle();
    expect(decision()).toEqual({ choice: 'approve', by: 'mode', waitedSeconds: 0 });
  });

  it('waits for ever when manual', async () => {
    const { clock, desk, decision } = deskWith({ mode: 'manual' });
    await clock.advance(7200);
    expect({ decision: decision(), countdown: desk.countdown() }).toEqual({
      decision: 'waiting',
      countdown: undefined,
    });
    expect(desk.answer('1.0', 'veto')).toBe(true);
    await settle();
    expect(decision()).toEqual({ choice: 'veto', by: 'operator', waitedSeconds: 7200 });
  });

  it('takes silence for yes after the countdown', async () => {
    const { clock, desk, decision } = deskWith({ mode: 'auto', countdownSeconds: 10, noAnswer: 'go' });
    await clock.advance(9.9);
    expect(decision()).toBe('waiting');
    expect(desk.countdown()).toEqual({
      proposalId: '1.0',
      totalSeconds: 10,
      endsAt: Date.UTC(2026, 0, 5, 9, 0, 10),
      noAnswer: 'go',
    });
    await clock.advance(0.2);
    expect(decision()).toEqual({ choice: 'approve', by: 'timer', waitedSeconds: 10 });
  });

  it('holds after the countdown where that is the policy, and still takes an answer', async () => {
    const { clock, desk, decision } = deskWith({ mode: 'auto', countdownSeconds: 10, noAnswer: 'hold' });
    await clock.advance(600);
    expect({ decision: decision(), countdown: desk.countdown() }).toEqual({
      decision: 'waiting',
      countdown: undefined,
    });
    desk.answer('1.0', 'approve');
    await settle();
    expect(decision()).toMatchObject({ choice: 'approve', by: 'operator' });
  });

  it('starts the countdown again when the mode changes', async () => {
    const { clock, desk, decision } = deskWith({ mode: 'manual' });
    await clock.advance(100);
    desk.change({ mode: 'auto', countdownSeconds: 5, noAnswer: 'go' });
    await clock.advance(4.9);
    expect(decision()).toBe('waiting');
    await clock.advance(0.2);
    expect(decision()).toMatchObject({ choice: 'approve', by: 'timer' });
  });

  it('gives up when it is called off, and has no answer for another proposal', async () => {
    const { desk, abort, decision } = deskWith({ mode: 'manual' });
    await settle();
    expect(desk.answer('2.0', 'approve')).toBe(false);
    abort.abort();
    await settle();
    expect(decision()).toMatchObject({ code: 'instrument/aborted' });
    expect(desk.answer('1.0', 'approve')).toBe(false);
  });
});
