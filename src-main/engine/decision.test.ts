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

  it('stands still while somebody is at the proposal, for a minute at most, and then has the time left that it had', async () => {
    const { clock, desk, decision } = deskWith({ mode: 'auto', countdownSeconds: 10, noAnswer: 'go' });
    await clock.advance(4);
    expect(desk.freeze('other', true)).toBe(false);
    expect(desk.freeze('1.0', true)).toBe(true);
    await settle();
    expect(desk.countdown()).toMatchObject({ frozenUntil: Date.UTC(2026, 0, 5, 9, 1, 4) });
    await clock.advance(30);
    expect(desk.freeze('1.0', false)).toBe(true);
    await clock.advance(5.9);
    expect(decision()).toBe('waiting');
    await clock.advance(0.2);
    expect(decision()).toMatchObject({ choice: 'approve', by: 'timer', waitedSeconds: 40 });
  });

  it('lets a forgotten hand go after a minute', async () => {
    const { clock, desk, decision } = deskWith({ mode: 'auto', countdownSeconds: 10, noAnswer: 'go' });
    await settle();
    desk.freeze('1.0', true);
    await clock.advance(69.9);
    expect(decision()).toBe('waiting');
    await clock.advance(0.2);
    expect(decision()).toMatchObject({ choice: 'approve', by: 'timer' });
  });

  it('passes on to the next best place in silence, twice; the third waits for a person', async () => {
    const clock = createFakeClock();
    const settings = { ...DEFAULT_EXPERIMENT.decision, mode: 'auto', countdownSeconds: 5, noAnswer: 'next' } as const;
    const desk = createDecisionDesk(clock, settings, () => undefined);
    const answers: string[] = [];
    const ask = (id: string) =>
      void desk
        .open({ ...proposal, id }, new AbortController().signal)
        .then(({ choice, by }) => answers.push(`${id} ${choice} ${by}`));
    for (const id of ['a', 'b', 'c']) {
      ask(id);
      await clock.advance(600);
    }
    expect(answers).toEqual(['a defer timer', 'b defer timer']);
    desk.answer('c', 'approve');
    await settle();
    ask('d');
    await clock.advance(6);
    expect(answers.slice(2)).toEqual(['c approve operator', 'd defer timer']);
  });

  it('answers nothing in observe mode', async () => {
    const { clock, desk, decision } = deskWith({ mode: 'observe' });
    await clock.advance(7200);
    expect({ answered: desk.answer('1.0', 'approve'), waiting: desk.waiting(), shown: desk.shown() }).toEqual({
      answered: false,
      waiting: undefined,
      shown: '1.0',
    });
    desk.change({ ...DEFAULT_EXPERIMENT.decision, mode: 'autonomous' });
    await settle();
    expect(decision()).toMatchObject({ choice: 'approve', by: 'mode' });
  });

  it('asks only when it is unsure: not before step 21, and not after a veto among the last answers', async () => {
    const clock = createFakeClock();
    const settings = { ...DEFAULT_EXPERIMENT.decision, mode: 'manual', ask: 'unsure' } as const;
    const desk = createDecisionDesk(clock, settings, () => undefined);
    const answer = async (step: number, choice: 'approve' | 'veto') => {
      const decided = desk.open({ ...proposal, id: `${step}`, step }, new AbortController().signal);
      await settle();
      desk.answer(`${step}`, choice);
      return (await decided).by;
    };
    for (let step = 1; step <= 20; step++) expect(await answer(step, 'approve')).toBe('operator');
    expect(await answer(21, 'approve')).toBe('mode');
    const other = createDecisionDesk(clock, settings, () => undefined);
    for (let step = 1; step <= 20; step++) {
      const decided = other.open({ ...proposal, id: `${step}`, step }, new AbortController().signal);
      await settle();
      other.answer(`${step}`, step % 10 === 5 ? 'veto' : 'approve');
      await decided;
    }
    void other.open({ ...proposal, id: '50', step: 50 }, new AbortController().signal);
    await settle();
    // 18 of 20 were accepted: (18 + 1) / (20 + 2) is below nine tenths.
    expect(other.waiting()).toBe('50');
  });
});
