/** The model learns while the tip is busy: what is chosen does not depend on who was faster, and nothing is lost. */
import { afterEach, describe, expect, it } from 'vitest';
import type { RecordOf } from '../../src-shared/session/record';
import type { SessionView } from '../../src-shared/session/view';
import { ConsoleError } from '../../src-shared/errors';
import type { Learner } from '../engine/ports';
import { createLocalLearner } from '../learning/learnerCore';
import { openConsole, smallExperiment, type TestConsole } from './testing/console';

let consoles: TestConsole[] = [];
afterEach(async () => {
  for (const open of consoles) await open.remove();
  consoles = [];
});

async function open(options: Parameters<typeof openConsole>[0] = {}) {
  const opened = await openConsole(options);
  consoles.push(opened);
  return opened;
}

const proposalsOf = (view: SessionView) => view.proposals.map(({ proposal }) => proposal);

/** A learner whose answers take a while, some longer than others. */
function slow(milliseconds: (call: number) => number): Learner {
  const learner = createLocalLearner();
  let calls = 0;
  const late = async <T>(work: () => Promise<T>): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds(calls++)));
    return work();
  };
  return {
    ...learner,
    fit: (signal, points) => late(() => learner.fit(signal, points)),
    choose: (request) => late(() => learner.choose(request)),
    propose: (request) => late(() => learner.propose(request)),
  };
}

describe('overlapped learning', () => {
  it('chooses the same places and scores however fast the tip and the learner are', async () => {
    const runs = [];
    const worlds = [
      { speed: 'max' as const },
      { speed: 100 },
      { speed: 'max' as const, learner: () => inTurns(slow((call) => (call % 3) * 12)) },
    ];
    for (const world of worlds) {
      const { ask, ended } = await open(world);
      await ask('run.start', smallExperiment());
      runs.push(proposalsOf(await ended()));
    }
    const scores = runs.map((proposals) =>
      proposals.map(({ basis, ...rest }) => ({ ...rest, ...basis, corrected: 0 })),
    );
    expect(scores[1]).toEqual(scores[0]);
    expect(scores[2]).toEqual(scores[0]);
  });

  it('says with each proposal which fit chose it and what that knew', async () => {
    const told = await Promise.all(
      (['overlapped', 'strict'] as const).map(async (learning) => {
        const { ask, ended, records } = await open();
        await ask('run.start', smallExperiment({ learning }));
        const bases = proposalsOf(await ended()).map(({ basis }) => basis!);
        const fits = (await records()).flatMap(({ body }) => (body.kind === 'model.trained' ? [body] : []));
        return { bases, fits };
      }),
    );
    const [overlapped, strict] = told as [(typeof told)[0], (typeof told)[0]];
    expect(overlapped.bases.map((basis) => [basis.trainedOn, basis.conditionedOn])).toEqual([
      [3, 4],
      [4, 5],
      [5, 6],
    ]);
    expect(strict.bases.map((basis) => [basis.trainedOn, basis.conditionedOn])).toEqual([
      [4, 4],
      [5, 5],
      [6, 6],
    ]);
    for (const { bases, fits } of told)
      expect(bases.map(({ model }) => model)).toEqual(fits.map((fit: RecordOf<'model.trained'>) => fit.model));
  });

  it('asks while the tip is busy: an answer that is given before the curve comes in holds', async () => {
    const { ask, ended, until, records } = await open({ speed: 20 });
    await ask('run.start', smallExperiment({ decision: { mode: 'manual', countdownSeconds: 10, noAnswer: 'go' } }));
    const answered = new Set<string>();
    const early: string[] = [];
    for (let step = 1; step <= 3; step++) {
      await until(({ run }) => run.waitingProposal !== undefined && !answered.has(run.waitingProposal));
      const { run } = await ask<{ run: { waitingProposal: string; state: { phase: string } } }>('console.snapshot');
      answered.add(run.waitingProposal);
      if (run.state.phase !== 'awaitDecision') early.push(run.waitingProposal);
      await ask('proposal.decide', { proposalId: run.waitingProposal, choice: 'approve' });
    }
    const view = await ended();
    expect(early.length).toBeGreaterThan(0);
    for (const id of early) {
      const { proposal } = view.proposals.find((entry) => entry.proposal.id === id)!;
      expect(proposal.basis?.pending).toHaveLength(1);
      expect(view.points.find(({ step }) => step === proposal.step)?.candidate).toBe(proposal.candidate);
    }
    const bodies = (await records()).map(({ body }) => body);
    const decided = bodies.findIndex((body) => body.kind === 'decision.made' && body.proposalId === early[0]);
    const next = bodies.findIndex((body, at) => at > decided && body.kind === 'curve.recorded');
    expect(next).toBeGreaterThan(decided);
  });

  it('holds where the learner fails in the background, only once it is needed, and goes on as if nothing had been', async () => {
    const undisturbed = await open();
    await undisturbed.ask('run.start', smallExperiment());
    const expected = proposalsOf(await undisturbed.ended()).map(({ candidate }) => candidate);

    const learner = createLocalLearner();
    let fits = 0;
    const failing: Learner = {
      ...learner,
      fit: (signal, points) =>
        fits++ === 1
          ? Promise.reject(new ConsoleError({ code: 'learner/crashed', message: 'gone' }))
          : learner.fit(signal, points),
    };
    const { ask, until, ended } = await open({ learner: () => failing });
    await ask('run.start', smallExperiment());
    const held = await until(({ run }) => run.state.kind === 'suspended');
    expect(held.points).toHaveLength(5); // the step in hand was measured and kept
    await ask('run.resume');
    const view = await ended();
    expect(proposalsOf(view).map(({ candidate }) => candidate)).toEqual(expected);
    expect(view.novelty).toHaveLength(7);
  });
});

/** Answers calls one after the other, as the thread does. */
function inTurns(learner: Learner): Learner {
  let last: Promise<unknown> = Promise.resolve();
  const turn =
    <A extends unknown[], T>(call: (...given: A) => Promise<T>) =>
    (...given: A): Promise<T> => {
      const result = last.then(() => call(...given));
      last = result.catch(() => undefined);
      return result;
    };
  const { load, observe, fit, propose, choose, maps } = learner;
  return {
    ...learner,
    load: turn(load),
    observe: turn(observe),
    fit: turn(fit),
    propose: turn(propose),
    choose: turn(choose),
    maps: turn(maps),
  };
}
