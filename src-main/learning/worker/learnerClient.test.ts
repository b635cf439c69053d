/** The client with the real thread: the bundled worker, crashed and stopped on purpose. */
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Learner } from '../../engine/ports';
import { createLocalLearner } from '../learnerCore';
import { bundleLearnerWorker, type BundledWorker } from '../testing/bundleWorker';
import { compiledKernels } from '../testing/compiledKernels';
import { curveAt, SMALL_EXPERIMENT, smallFrame } from '../testing/session';
import { createLearnerClient } from './learnerClient';
import type { LearnerReady, LearnerThreadOptions } from './protocol';

const never = new AbortController().signal;
const readies: LearnerReady[] = [];
let bundle: BundledWorker;
let kernelFolder: string;

beforeAll(async () => {
  [bundle, kernelFolder] = await Promise.all([bundleLearnerWorker(), compiledKernels()]);
}, 120_000);
afterAll(() => bundle.remove());
afterEach(async () => {
  await bundle.stop();
  readies.length = 0;
});

const newClient = (options?: LearnerThreadOptions) =>
  createLearnerClient(
    () => bundle.spawn(options),
    (ready) => readies.push(ready),
  );

async function measureSeeds(learner: Learner, cycles = 15): Promise<void> {
  const config = { ...SMALL_EXPERIMENT, model: { ...SMALL_EXPERIMENT.model, cycles } };
  const { seeds } = await learner.load({ frame: smallFrame(), config });
  for (const candidate of seeds) await learner.observe(candidate, curveAt(candidate));
}

async function expectedStep() {
  const learner = createLocalLearner();
  await measureSeeds(learner);
  const report = await learner.fit(never);
  return { model: report!.model, reply: await learner.propose({ step: 1, round: 0, vetoed: [] }) };
}

test('the thread answers exactly what a learner in the same thread answers', async () => {
  const client = newClient();
  await measureSeeds(client);
  const report = await client.fit(never);
  const reply = await client.propose({ step: 1, round: 0, vetoed: [] });
  await client.close();

  expect({ model: report!.model, reply }).toEqual(await expectedStep());
  expect(readies).toMatchObject([
    { kernels: 'typescript', threads: 1, fallback: expect.stringContaining('ENOENT') as string },
  ]);
});

test('calls made at once are answered in their order', async () => {
  const client = newClient();
  const loaded = client.load({ frame: smallFrame(), config: SMALL_EXPERIMENT });
  const { seeds } = await createLocalLearner().load({ frame: smallFrame(), config: SMALL_EXPERIMENT });
  const scores = seeds.map((candidate) => client.observe(candidate, curveAt(candidate)));
  const fit = client.fit(never);
  const proposal = client.propose({ step: 1, round: 0, vetoed: [] });

  expect((await loaded).seeds).toEqual(seeds);
  expect((await Promise.all(scores)).map(({ novelty }) => novelty.length)).toEqual([1, 2, 3, 4, 5, 6]);
  expect((await fit)!.model).toBe((await expectedStep()).model);
  expect((await proposal).proposal.step).toBe(1);
  await client.close();
});

test('a failure keeps its code and the thread goes on', async () => {
  const client = newClient();

  await expect(client.propose({ step: 1, round: 0, vetoed: [] })).rejects.toMatchObject({ code: 'learner/bad-data' });

  await measureSeeds(client);
  expect(bundle.workers).toHaveLength(1);
  await client.close();
});

test('a long fit ends soon after its signal fires and leaves the observations as they were', async () => {
  const client = newClient();
  await measureSeeds(client, 5000);
  const control = new AbortController();
  const fit = client.fit(control.signal);
  setTimeout(() => control.abort(), 50);

  await expect(fit).rejects.toMatchObject({ code: 'instrument/aborted' });
  await expect(client.fit(AbortSignal.abort())).rejects.toMatchObject({ code: 'instrument/aborted' });

  const scores = await client.observe(500, curveAt(500));
  expect(scores.novelty).toHaveLength(7);
  await client.close();
});

test('a crash in the middle of a call rejects it; the next call finds everything as it was', async () => {
  const client = newClient();
  await measureSeeds(client);
  await client.fit(never);
  const broken = client.observe(500, curveAt(500));
  await bundle.workers[0]!.terminate();

  await expect(broken).rejects.toMatchObject({ code: 'learner/crashed' });
  const reply = await client.propose({ step: 1, round: 0, vetoed: [] });

  expect(bundle.workers).toHaveLength(2);
  expect(reply).toEqual((await expectedStep()).reply);
  await client.close();
});

test('a model that is older than the newest observation is trained again as it was', async () => {
  const client = newClient();
  await measureSeeds(client);
  await client.fit(never);
  await client.observe(500, curveAt(500));
  const before = await client.propose({ step: 2, round: 0, vetoed: [] });
  await bundle.workers[0]!.terminate();

  expect(await client.propose({ step: 2, round: 0, vetoed: [] })).toEqual(before);
  await client.close();
});

test('a thread that cannot start is a crash each time, not for ever', async () => {
  let starts = 0;
  const client = createLearnerClient(() =>
    starts++ === 0 ? new Worker('throw new Error("boom")', { eval: true }) : bundle.spawn(),
  );
  const load = () => client.load({ frame: smallFrame(), config: SMALL_EXPERIMENT });

  await expect(load()).rejects.toMatchObject({
    code: 'learner/crashed',
    message: expect.stringContaining('boom') as string,
  });
  expect((await load()).seeds).toHaveLength(6);
  await client.close();
});

test('a closed learner answers nothing any more', async () => {
  const client = newClient();
  const open = client.load({ frame: smallFrame(), config: SMALL_EXPERIMENT });
  const failed = expect(open).rejects.toMatchObject({ code: 'learner/crashed' });
  await new Promise((resolve) => setImmediate(resolve));
  await client.close();

  await failed;
  await expect(client.fit(never)).rejects.toMatchObject({ code: 'learner/crashed' });
});

test('the compiled kernels give the same answers to the last bit with one thread and with several', async () => {
  const replies = [];
  for (const threads of [1, 3]) {
    const client = newClient({ kernelFolder, threads });
    await measureSeeds(client);
    for (let k = 0; k < 40; k++) await client.observe(20 * k, curveAt(20 * k));
    const report = await client.fit(never);
    replies.push({ model: report!.model, reply: await client.propose({ step: 1, round: 0, vetoed: [] }) });
    await client.close();
  }

  expect(readies).toMatchObject([
    { kernels: 'wasm-fused', threads: 1, fallback: undefined },
    { kernels: 'wasm-fused', threads: 3, fallback: undefined },
  ]);
  expect(replies[1]).toEqual(replies[0]);
});
