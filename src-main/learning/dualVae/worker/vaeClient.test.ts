/** The client with the real thread: trained, cancelled, refused and crashed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_MANIFOLD_SETTINGS, type ManifoldSettings } from '../../../../src-shared/manifold';
import { createRandom, uniform } from '../../../numerics/random';
import { compiledKernels } from '../../testing/compiledKernels';
import type { VaePairs, VaeProgress } from '../ports';
import type { VaeReady, VaeThreadOptions } from './protocol';
import { createVaeClient } from './vaeClient';

let folder: string;
let kernelFolder: string;
const workers: Worker[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vae-worker-'));
  kernelFolder = await compiledKernels();
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'vaeWorker.ts'),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
    ssr: { noExternal: true },
  });
}, 120_000);

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.terminate()));
  rmSync(folder, { recursive: true });
});

function newClient(options: VaeThreadOptions = { threads: 1 }, onReady?: (ready: VaeReady) => void) {
  return createVaeClient(() => {
    const worker = new Worker(join(folder, 'vaeWorker.mjs'), { workerData: { kernelFolder, ...options } });
    workers.push(worker);
    return worker;
  }, onReady);
}

const SETTINGS: ManifoldSettings = { ...DEFAULT_MANIFOLD_SETTINGS, profile: 'fast', epochs: 8, learningRate: 1e-3 };

/** Bumps whose height says how steep the curve is. */
function bumps(count = 40): VaePairs {
  const [side, length] = [8, 21];
  const random = createRandom(5);
  const patches = new Float32Array(count * side * side);
  const curves = new Float32Array(count * length);
  for (let k = 0; k < count; k++) {
    const [row, col, steep] = [8 * uniform(random), 8 * uniform(random), uniform(random)];
    for (let p = 0; p < side * side; p++)
      patches[k * side * side + p] = Math.exp(
        -((Math.floor(p / side) - row) ** 2 + ((p % side) - col) ** 2) / (2 + 8 * steep),
      );
    for (let v = 0; v < length; v++) curves[k * length + v] = 1e-9 * (v / length) * (1 + 3 * steep);
  }
  return { count, side, length, patches, curves };
}

test('a trained model is the same for one thread and for several', async () => {
  const models = [];
  for (const threads of [1, 2]) {
    const client = newClient({ threads });
    models.push(await client.train(bumps(), { ...SETTINGS, mode: 'aligned', epochs: 3 }));
    await client.close();
  }
  expect(models[1]!.parameters).toEqual(models[0]!.parameters);
});

test('in every mode the loss falls', async () => {
  const client = newClient({ threads: 1 });
  for (const mode of ['notebook', 'corrected', 'aligned'] as const) {
    const { info } = await client.train(bumps(), { ...SETTINGS, mode });
    expect(info.history).toHaveLength(8);
    expect(info.last.total).toBeLessThan(info.first.total);
    expect(info.profile).toMatch(/^fast: spatial decoder of 64 units/);
  }
  await client.close();
});

test('encodes and decodes with a model, NaN included', async () => {
  const readies: VaeReady[] = [];
  const client = newClient({}, (ready) => readies.push(ready));
  const pairs = bumps();
  const model = await client.train(pairs, SETTINGS);
  const holed = { ...pairs, patches: Float32Array.from(pairs.patches) };
  holed.patches[5] = NaN;
  const { imageMean, spectrumMean } = await client.encode(model, holed);
  const { patches, curves } = await client.decode(model, imageMean.subarray(2, 6));
  await client.close();

  expect(Array.from(imageMean.subarray(0, 2))).toEqual([NaN, NaN]);
  expect(imageMean.subarray(2).every(Number.isFinite)).toBe(true);
  expect(spectrumMean).toHaveLength(80);
  expect(patches).toHaveLength(128);
  expect(patches.every((value) => value > 0 && value < 1)).toBe(true);
  const { minAmperes, maxAmperes } = model.info;
  expect(curves.every((value) => value >= minAmperes && value <= maxAmperes)).toBe(true);
  expect(readies).toMatchObject([{ kernels: 'wasm-fused', fallback: undefined }]);
});

test('tells its progress; a cancelled training gives the model as it is', async () => {
  const client = newClient();
  const control = new AbortController();
  const seen: VaeProgress[] = [];
  const model = await client.train(
    bumps(),
    { ...SETTINGS, epochs: 100_000 },
    {
      signal: control.signal,
      onProgress: (progress) => {
        seen.push(progress);
        control.abort();
      },
    },
  );
  await client.close();

  expect(seen[0]).toMatchObject({ epoch: 1, epochs: 100_000 });
  expect(seen[0]!.etaSeconds).toBeGreaterThan(0);
  expect(model.info.cancelled).toBe(true);
  expect(model.info.epochs).toBe(model.info.history.length);
  expect(model.info.epochs).toBeLessThan(100_000);
});

test('pairs with gaps are left out and named; too few or flat ones are refused with the number that is needed', async () => {
  const client = newClient();
  const pairs = bumps();
  pairs.patches[3 * 64] = NaN;
  pairs.curves[7 * 21 + 4] = Infinity;
  const { info } = await client.train(pairs, { ...SETTINGS, epochs: 1 });
  expect(info.excluded).toEqual([
    { index: 3, reason: 'patch-not-finite' },
    { index: 7, reason: 'curve-not-finite' },
  ]);
  expect(info.seen).toHaveLength(38);
  expect(info.cancelled).toBe(false);

  await expect(client.train(bumps(12), SETTINGS)).rejects.toMatchObject({
    code: 'learner/bad-data',
    message: 'The Dual-VAE needs at least 30 points with a patch and a curve; there are 12.',
  });
  const flat = { ...bumps(), curves: new Float32Array(40 * 21).fill(1e-9) };
  await expect(client.train(flat, SETTINGS)).rejects.toMatchObject({ code: 'learner/bad-data' });
  await client.close();
});

test('constant patches train too: they are all alike', async () => {
  const client = newClient();
  const model = await client.train({ ...bumps(), patches: new Float32Array(40 * 64).fill(3) }, SETTINGS);
  const { imageMean } = await client.encode(model, { ...bumps(), patches: new Float32Array(40 * 64).fill(5) });
  await client.close();

  expect(Number.isFinite(model.info.last.total)).toBe(true);
  expect(new Set(imageMean).size).toBe(2);
});

test('a crash in mid-training rejects; the next call starts a new thread; a closed one starts none', async () => {
  const client = newClient();
  const training = client.train(bumps(), { ...SETTINGS, epochs: 100_000 });
  const failed = expect(training).rejects.toMatchObject({ code: 'learner/crashed' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await workers.at(-1)!.terminate();
  await failed;

  expect((await client.train(bumps(), SETTINGS)).info.epochs).toBe(8);
  await client.close();
  await expect(client.train(bumps(), SETTINGS)).rejects.toMatchObject({ code: 'learner/crashed' });
});
