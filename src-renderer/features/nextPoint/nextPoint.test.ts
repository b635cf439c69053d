import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import type { Proposal } from '../../../src-shared/proposal';
import type { SessionView } from '../../../src-shared/session/view';
import { countdownOf, answerState, proposalFacts, reasonOfKey, withUncertainty } from './nextPoint.model';

const proposal: Proposal = {
  id: '3.0',
  step: 3,
  round: 0,
  candidate: 5,
  at: { row: 31.5, col: 63.5 },
  reason: 'combined',
  novelty: 0.7312,
  sigma: 0.0821,
  imageNovelty: 0.25,
  combined: 0.4,
  share: { spectral: 0.336, image: 0.664 },
  neighbours: [],
  allowed: 100,
};
const session = { config: DEFAULT_EXPERIMENT, frame: undefined } as SessionView;

describe('proposalFacts', () => {
  it('says where in metres, how novel and why', () => {
    const facts = proposalFacts(session, proposal);

    expect(facts.place).toBe('x 0 nm, y 500 nm'.replace('0 nm', '0 m'));
    expect(facts.rows.map((row) => row.value)).toEqual(['0.731 \u00b1 0.082', '0.250', '0.400']);
    expect(facts.shares).toEqual({ spectral: 34, image: 66 });
  });

  it('says no data for what a random proposal does not have', () => {
    const random: Proposal = {
      ...proposal,
      reason: 'random',
      novelty: undefined,
      sigma: undefined,
      share: undefined,
      imageNovelty: undefined,
      combined: undefined,
    };
    const facts = proposalFacts(session, random);

    expect(facts.rows.every((row) => row.value === 'no data')).toBe(true);
    expect(facts.shares).toBeUndefined();
  });
});

describe('withUncertainty', () => {
  it('writes as many decimals as the uncertainty has', () => {
    expect(withUncertainty(0.5, 0.0031)).toBe('0.5000 \u00b1 0.0031');
    expect(withUncertainty(-0.5, 0.3)).toBe('\u22120.50 \u00b1 0.30');
    expect(withUncertainty(undefined, 0.3)).toBe('no data');
  });
});

describe('answers', () => {
  const waiting = { proposals: [{ proposal }] };
  const given = { choice: 'approve', by: 'timer', waitedSeconds: 1 } as const;

  it('count only while the run waits for them', () => {
    expect(answerState({ kind: 'running', phase: 'awaitDecision' }, waiting)).toBe('open');
    expect(answerState({ kind: 'pausing', phase: 'awaitDecision', when: 'afterStep' }, waiting)).toBe('open');
    expect(answerState({ kind: 'stopping', outcome: 'stopped', phase: 'awaitDecision' }, waiting)).toBe('open');
    expect(answerState({ kind: 'running', phase: 'travel' }, { proposals: [{ proposal, decision: given }] })).toBe(
      'decided',
    );
    expect(answerState({ kind: 'idle' }, waiting)).toBe('decided');
    expect(answerState({ kind: 'running', phase: 'awaitDecision' }, undefined)).toBe('decided');
  });

  it('are not taken while the run is held', () => {
    expect(answerState({ kind: 'paused', phase: 'awaitDecision' }, waiting)).toBe('held');
    expect(answerState({ kind: 'suspended', phase: 'awaitDecision', reason: 'drift' }, waiting)).toBe('held');
    expect(answerState({ kind: 'pausing', phase: 'awaitDecision', when: 'now' }, waiting)).toBe('held');
  });

  it('have the countdown of their own proposal', () => {
    const countdown = { proposalId: '3.0', totalSeconds: 10, endsAt: 0, noAnswer: 'go' } as const;

    expect(countdownOf(countdown, proposal)).toBe(countdown);
    expect(countdownOf({ ...countdown, proposalId: '2.0' }, proposal)).toBeUndefined();
  });

  it('have one key for each reason', () => {
    expect(reasonOfKey('4')).toBe('already seen');
    expect(reasonOfKey('9')).toBe('other');
    expect(reasonOfKey('0')).toBeUndefined();
    expect(reasonOfKey('12')).toBeUndefined();
  });
});
