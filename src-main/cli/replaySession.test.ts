import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openConsole, smallExperiment, type TestConsole } from '../host/testing/console';
import { readJournal } from '../journal/reader';
import { createLocalLearner } from '../learning/learnerCore';
import { replaySession } from './replaySession';

let opened: TestConsole;
beforeEach(async () => (opened = await openConsole({ speed: 100 })));
afterEach(() => opened.remove());

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
