import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../clock';
import { openConsole, smallExperiment, type TestConsole } from '../host/testing/console';
import { readJournal } from '../journal/reader';
import { createLocalLearner } from '../learning/learnerCore';
import { replaySession } from './replaySession';

let opened: TestConsole;
beforeEach(async () => (opened = await openConsole({ speed: 100 })));
afterEach(() => opened.remove());

/** What a person does when a run stands still. */
const AFTER = {
  suspended: 'run.resume',
  paused: 'run.resume',
  halted: 'run.acknowledge',
  idle: 'run.continue',
} as const;

/** Does what a person does whenever the run stands still, until it has reached its end. Gives the states it stood in. */
async function nurse(): Promise<readonly string[]> {
  const held: string[] = [];
  for (;;) {
    const { run, session } = await opened.snapshot();
    const { kind } = run.state;
    if (kind === 'idle' && session?.outcome === 'success') return held;
    const command = kind in AFTER && (kind !== 'idle' || session?.outcome !== undefined);
    if (command && (await heeded(AFTER[kind as keyof typeof AFTER]))) held.push(kind);
    await systemClock.sleep(0.002);
  }
}

/** Whether a command was taken; it is not while the instrument is still being made safe. */
async function heeded(command: (typeof AFTER)[keyof typeof AFTER]): Promise<boolean> {
  try {
    await opened.ask(command);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'run/illegal') throw error;
    return false;
  }
}

async function journal() {
  const view = await opened.ended();
  const folder = join(opened.folder, 'sessions', view.id);
  return { folder, view, records: (await readJournal(folder)).records };
}

it('chooses every place again exactly, with vetoes, queue, steering, a rejected curve, drift checks and reference sweeps in between', async () => {
  const decision = { mode: 'manual', countdownSeconds: 10, noAnswer: 'go' } as const;
  const plain = smallExperiment({ decision, steps: 5 });
  const drift = { ...plain.drift, everyCurves: 3 };
  const base = { ...plain, drift, reference: { ...plain.reference, everyCurves: 2 } };
  await opened.ask('run.start', base);
  const first = await opened.proposal();
  await opened.ask('proposal.decide', { proposalId: first.id, choice: 'veto', reason: 'other' });
  const second = await opened.proposal([first.id]);
  await opened.ask('steering.apply', { acquisition: { ...base.acquisition, kappa: 0.5 }, gate: base.gate });
  const third = await opened.proposal([first.id, second.id]);
  await opened.ask('curve.reject', { index: 1, again: 'retry' });
  await opened.proposal([first.id, second.id, third.id]);
  await opened.ask('seeds.add', { count: 1 });
  await opened.ask('mode.set', { ...decision, mode: 'autonomous' });
  const { folder, view, records } = await journal();

  const result = await replaySession(folder, records, createLocalLearner());

  expect(result).toEqual({ repeated: view.proposals.length, differences: [], without: 0 });
  const looked = new Set(records.map(({ body }) => body.kind));
  expect([looked.has('drift.checked'), looked.has('reference.swept'), looked.has('edit.made')]).toEqual([
    true,
    true,
    true,
  ]);
});

it('chooses every place again exactly after cut-off and clipped curves, lost connections, a latch and a continued session', async () => {
  const sweep = (fault: string, afterSweeps: number) => ({ on: 'sweepBias', fault, afterSweeps });
  await opened.remove();
  opened = await openConsole({
    faults: [
      sweep('cutOff', 1), // a seed that is not learnt from
      sweep('lost', 3), // of unknown outcome, in a seed: resumed over a new connection
      sweep('saturated', 5), // flagged, learnt from
      sweep('noTail', 6),
      { on: 'moveTo', fault: 'lost', afterSweeps: 7 },
      { on: 'moveTo', fault: 'clamped', afterSweeps: 8 }, // sent once more
      sweep('noNumber', 9), // held, nothing recorded
      { on: 'status', fault: 'latched', afterSweeps: 11, call: 2 }, // latched: acknowledged, and the session continued
    ],
  });
  await opened.ask('run.start', smallExperiment({ steps: 9 }));
  const held = await nurse();
  const { folder, view, records } = await journal();

  const result = await replaySession(folder, records, createLocalLearner());

  expect(result).toEqual({ repeated: view.proposals.length, differences: [], without: 0 });
  expect(view.points.filter(({ flags }) => !flags.complete).length).toBe(2);
  expect(held).toEqual(['suspended', 'suspended', 'suspended', 'halted', 'idle', 'paused']);
});

it('knows an edit that came while a choice was made, and one from before there was a frame', async () => {
  const base = smallExperiment({ decision: { mode: 'manual', countdownSeconds: 10, noAnswer: 'go' } });
  const steering = (kappa: number) => ({ acquisition: { ...base.acquisition, kappa }, gate: base.gate });
  await opened.remove();
  let edits = 0;
  const editing: Promise<unknown>[] = [];
  opened = await openConsole({
    learner: () => {
      const learner = createLocalLearner();
      // The place is chosen, and before anybody hears of it the method is changed.
      const overtaken = async <T>(choice: Promise<T>): Promise<T> => {
        const chosen = await choice;
        edits += 1;
        if (edits % 2 === 1) editing.push(opened.ask('steering.apply', steering(edits)));
        return chosen;
      };
      return {
        ...learner,
        choose: (request) => overtaken(learner.choose(request)),
        propose: (request) => overtaken(learner.propose(request)),
      };
    },
  });
  await opened.ask('run.start', base);
  await opened.ask('steering.apply', steering(0.5)); // the survey goes on
  await opened.ask('mode.set', { ...base.decision, mode: 'autonomous' });
  const { folder, view, records } = await journal();
  await Promise.all(editing);

  const result = await replaySession(folder, records, createLocalLearner());

  expect(result).toEqual({ repeated: view.proposals.length, differences: [], without: 0 });
  const first = (kind: string) => records.findIndex(({ body }) => body.kind === kind);
  expect(first('edit.made')).toBeLessThan(first('frame.recorded'));
  expect(editing.length).toBeGreaterThan(1);
});

it('says which proposal could not have been made', async () => {
  await opened.ask('run.start', smallExperiment());
  const { folder, records } = await journal();
  const forged = records.map((record) =>
    record.body.kind === 'proposal.made' && record.body.proposal.step === 2
      ? { ...record, body: { ...record.body, proposal: { ...record.body.proposal, candidate: 7 } } }
      : record,
  );

  const { differences } = await replaySession(folder, forged, createLocalLearner());

  expect(differences).toEqual([expect.stringMatching(/^step-2-round-0: candidate \d+ instead of 7\.$/)]);
});
