/** What the operator does to a running session, through the commands that the window sends. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DecisionSettings, ExperimentConfig } from '../../src-shared/experiment';
import type { RuleAnswer, SteeringPreview } from '../../src-shared/ipc/contract';
import type { RuleEffect } from '../../src-shared/rules';
import type { QueuedTarget } from '../../src-shared/session/edits';
import type { SessionView } from '../../src-shared/session/view';
import { openConsole, smallExperiment, type TestConsole } from './testing/console';

const AUTONOMOUS: DecisionSettings = { mode: 'autonomous', countdownSeconds: 10, noAnswer: 'go' };
const MANUAL: DecisionSettings = { ...AUTONOMOUS, mode: 'manual' };
/** Candidates along one side: 48 pixels, patches of 16. */
const ALONG = 33;

let console_: TestConsole;
beforeEach(async () => (console_ = await openConsole()));
afterEach(() => console_.remove());

/** A run that waits for an answer to its first proposal, with the tip at rest. */
async function waiting(change: Partial<ExperimentConfig> = {}) {
  await console_.ask('run.start', smallExperiment({ decision: MANUAL, learning: 'strict', ...change }));
  return console_.proposal();
}

async function finish(): Promise<SessionView> {
  await console_.ask('mode.set', AUTONOMOUS);
  return console_.ended();
}

const places = (view: SessionView) => view.points.filter(({ step }) => step > 0).map(({ candidate }) => candidate);
const half = {
  scope: 'region',
  effect: 'exclude',
  shape: { kind: 'rectangle', from: { row: 0, col: 0 }, to: { row: 23, col: 47 } },
};

describe('starting', () => {
  it('twice at once begins one run, not two with one tip', async () => {
    const config = smallExperiment({ decision: MANUAL });
    const answers = await Promise.allSettled([1, 2, 3].map(() => console_.ask('run.start', config)));

    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(2);
    for (const answer of refused) expect(answer).toMatchObject({ reason: { code: 'run/illegal' } });
    expect(await console_.ask('session.list')).toHaveLength(1);
    await finish();
  });
});

describe('the queue', () => {
  it('is measured before the model’s places, in its order, with the model’s own choice beside each', async () => {
    const first = await waiting();
    const free = [ALONG * 3 + 3, ALONG * 20 + 20].filter((candidate) => candidate !== first.candidate);
    const { queued } = await console_.ask<{ queued: QueuedTarget[] }>('queue.add', {
      places: [{ candidate: free[0] }, { at: { row: 28.3, col: 27.8 } }],
      purpose: 'here',
    });
    expect(queued[1]).toMatchObject({ at: { row: 28, col: 28 }, candidate: ALONG * 20 + 20 });
    await console_.ask('queue.reorder', { ids: [queued[1]!.id, queued[0]!.id] });
    const view = await finish();

    expect(places(view).slice(0, 2)).toEqual([free[1], free[0]]);
    expect(view.points.slice(4).map(({ origin }) => origin)).toEqual(['human', 'human', 'model']);
    const human = view.proposals.find(({ proposal }) => proposal.queued === queued[1]!.id);
    expect(human!.proposal).toMatchObject({
      queued: queued[1]!.id,
      reason: 'operator',
      modelChoice: { candidate: first.candidate },
    });
    expect(view.proposals[0]!.withdrawn).toBe('edit');
    expect(view.editState.queue).toEqual([]);
  });

  it('refuses places that cannot be measured, each by name, and takes none then', async () => {
    await waiting();
    const { session } = await console_.snapshot();
    const measured = session!.points[0]!;
    await expect(
      console_.ask('queue.add', { places: [{ candidate: 5 }, { candidate: measured.candidate }], purpose: 'here' }),
    ).rejects.toMatchObject({
      code: 'run/illegal',
      message: expect.stringContaining(`row ${measured.at.row}`) as string,
    });
    expect((await console_.snapshot()).session!.editState.queue).toEqual([]);
    const { queued } = await console_.ask<{ queued: QueuedTarget[] }>('seeds.add', { count: 2 });
    await expect(
      console_.ask('queue.add', { places: [{ candidate: queued[0]!.candidate }], purpose: 'here' }),
    ).rejects.toMatchObject({ code: 'run/illegal' });
    await console_.ask('queue.remove', { ids: [queued[0]!.id] });
    expect(places(await finish())[0]).toBe(queued[1]!.candidate);
  });

  it('takes an approved batch: the proposal first, then places chosen with it', async () => {
    const proposal = await waiting();
    const answer = await console_.ask<{ queued: QueuedTarget[] }>('proposal.batch', {
      proposalId: proposal.id,
      count: 3,
    });
    const view = await finish();
    expect(places(view)).toEqual([proposal.candidate, ...answer.queued.map(({ candidate }) => candidate)]);
  });
});

describe('rules', () => {
  it('say what they would do, ask twice above a quarter, and are kept to until they are undone', async () => {
    const proposal = await waiting();
    const effect = await console_.ask<RuleEffect>('veto.preview', { about: half });
    expect(effect.before - effect.after).toBe(effect.touched.length);
    expect(effect.after / effect.before).toBeLessThan(0.75);
    const refused = await console_.ask<RuleAnswer>('veto.add', { about: half, reason: 'contamination' });
    expect(refused).toEqual({ id: undefined, needsConfirmation: true, before: effect.before, after: effect.after });
    expect((await console_.snapshot()).session!.editState.rules).toEqual([]);

    const made = await console_.ask<RuleAnswer>('veto.add', { about: half, reason: 'contamination', confirmed: true });
    const next = await console_.proposal([proposal.id]);
    expect(next.allowed).toBe(effect.after);
    const view = await finish();
    for (const point of view.points.filter(({ step }) => step > 0)) expect(point.at.row).toBeGreaterThan(23);
    expect(view.editState.rules.map(({ rule }) => rule.id)).toEqual([made.id]);
  });

  it('come back to exactly what was before when they are undone, and the model is untouched', async () => {
    const first = await waiting();
    const excluded = { scope: 'radius', candidate: first.candidate, radiusPixels: 8 };
    await console_.ask('veto.add', { about: excluded, reason: 'tip risk (steep)' });
    const second = await console_.proposal([first.id]);
    expect(second.candidate).not.toBe(first.candidate);
    expect(await console_.ask('edit.undo')).toMatchObject({ edit: { kind: 'rule.set' } });
    const third = await console_.proposal([first.id, second.id]);
    expect({ ...third, id: first.id, round: first.round }).toEqual(first);
    await console_.ask('edit.redo');
    const fourth = await console_.proposal([first.id, second.id, third.id]);
    expect({ ...fourth, id: second.id, round: second.round }).toEqual(second);
    await expect(console_.ask('edit.redo')).rejects.toMatchObject({ code: 'run/illegal' });
  });

  it('are switched off, edited and removed; a veto with look-alikes turns its proposal down', async () => {
    const first = await waiting();
    const { id } = await console_.ask<RuleAnswer>('veto.add', {
      about: { scope: 'lookAlike', candidate: first.candidate, strength: 0.8 },
      reason: 'already seen',
      text: 'seen enough of these',
      proposalId: first.id,
    });
    const second = await console_.proposal([first.id]);
    const { session } = await console_.snapshot();
    expect(session!.vetoes).toMatchObject([{ candidate: first.candidate, scope: 'lookAlike' }]);
    expect(session!.editState.rules.map(({ rule }) => rule.scope)).toEqual(['point', 'lookAlike']);
    expect(session!.editState.rules[1]).toMatchObject({ rule: { id }, text: 'seen enough of these' });

    await console_.ask('veto.edit', { id, active: false });
    await console_.proposal([first.id, second.id]);
    await console_.ask('veto.remove', { id });
    const { session: after } = await console_.snapshot();
    expect(after!.editState.rules.map(({ rule }) => rule.scope)).toEqual(['point']);
    await expect(console_.ask('veto.remove', { id })).rejects.toMatchObject({ code: 'run/illegal' });
  });

  it('that leave next to nothing hold the run and say so; switched off, it goes on', async () => {
    await waiting();
    const about = { ...half, effect: 'include', shape: { ...half.shape, to: { row: 8, col: 10 } } };
    const { id } = await console_.ask<RuleAnswer>('veto.add', { about, reason: 'other', confirmed: true });
    await console_.until(
      ({ run }) => run.state.kind === 'suspended' && run.state.reason.includes('fewer than one in a hundred'),
    );
    await console_.ask('veto.edit', { id, active: false });
    await console_.ask('run.resume');
    expect((await finish()).outcome).toBe('success');
  });
});

describe('steering', () => {
  it('previews the next place and its maps without changing anything, and counts from the step it is applied at', async () => {
    const first = await waiting();
    const base = smallExperiment();
    const steering = {
      acquisition: { ...base.acquisition, kind: 'maxvar' },
      gate: { ...base.gate, kind: 'none' },
    };
    const before = await console_.snapshot();
    const preview = await console_.ask<SteeringPreview>('steering.preview', steering);
    const after = await console_.snapshot();
    expect(after.session).toEqual(before.session);
    expect(preview.proposal.basis?.model).toBe(first.basis?.model);
    expect(preview.maps.layers.combined).not.toEqual(before.session!.maps!.layers.combined);

    await console_.ask('steering.apply', steering);
    const next = await console_.proposal([first.id]);
    expect(next.candidate).toBe(preview.proposal.candidate);
    const view = await finish();
    expect(view.edits).toMatchObject([{ step: 1, edit: { kind: 'steering.changed', steering } }]);
    expect(view.editState.steering).toEqual(steering);
  });
});

describe('a rejected curve', () => {
  it('stays on disk, leaves the training set and the scores, and comes back', async () => {
    const first = await waiting();
    const { session: before } = await console_.snapshot();
    await console_.ask('curve.reject', { index: 1, again: 'never' });
    const next = await console_.proposal([first.id]);
    const { session } = await console_.snapshot();
    expect(session!.points).toEqual(before!.points);
    expect([...session!.novelty].map(Number.isNaN)).toEqual([false, true, false, false]);
    expect(next.basis).toMatchObject({ trainedOn: 3, conditionedOn: 3 });
    expect(next.basis?.model).not.toBe(first.basis?.model);
    await console_.ask('edit.undo');
    const again = await console_.proposal([first.id, next.id]);
    expect([...(await console_.snapshot()).session!.novelty]).toEqual([...before!.novelty]);
    expect(again.basis?.model).toBe(first.basis?.model);
    await expect(console_.ask('curve.restore', { index: 1 })).rejects.toMatchObject({ code: 'run/illegal' });
    expect((await finish()).points).toHaveLength(7);
  });
});

describe('who decides', () => {
  it('nobody in observe: no answer counts until the mode changes', async () => {
    const proposal = await waiting();
    await console_.ask('mode.set', { ...MANUAL, mode: 'observe' });
    const answer = { proposalId: proposal.id, choice: 'approve' };
    await expect(console_.ask('proposal.decide', answer)).rejects.toMatchObject({ code: 'run/illegal' });
    expect((await console_.snapshot()).run.waitingProposal).toBeUndefined();
    await console_.ask('mode.set', MANUAL);
    await console_.proposal();
    await console_.ask('proposal.decide', answer);
    expect(places(await finish())[0]).toBe(proposal.candidate);
  });

  it('a deferred place is left for ten steps', async () => {
    const proposal = await waiting({ steps: 14 });
    await console_.ask('proposal.decide', { proposalId: proposal.id, choice: 'defer' });
    const view = await finish();
    expect(places(view).slice(0, 10)).not.toContain(proposal.candidate);
    expect(view.editState.rules).toMatchObject([{ until: 11, rule: { scope: 'point' } }]);
  });

  it('steps down after three vetoes in a row and says why; a person steps up again', async () => {
    const ids: string[] = [];
    let proposal = await waiting({ decision: { ...MANUAL, mode: 'auto', countdownSeconds: 120 } });
    for (let veto = 0; veto < 3; veto++) {
      ids.push(proposal.id);
      await console_.ask('proposal.decide', { proposalId: proposal.id, choice: 'veto', reason: 'other' });
      proposal = await console_.proposal(ids);
    }
    const stepped = await console_.until(({ session }) => session?.decision.mode === 'manual');
    expect(stepped.stepDown?.reason).toMatch(/Three vetoes in a row/);
    expect((await finish()).stepDown).toBeUndefined();
  });
});
