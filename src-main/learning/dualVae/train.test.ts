/** Training as a whole, on a simulated film measured at random places. */
import { beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src-shared/experiment';
import { pixelToSample } from '../../../src-shared/geometry';
import { DEFAULT_MANIFOLD_SETTINGS, type ManifoldSettings } from '../../../src-shared/manifold';
import { candidatePixel } from '../../../src-shared/maps';
import { createFakeClock } from '../../testing/fakeClock';
import { createSimulator } from '../../instrument/simulator/driver';
import { choose, createRandom, uniform } from '../../numerics/random';
import { buildPatchSet, gatherPatches } from '../patches';
import { compiledKernels } from '../testing/compiledKernels';
import type { Kernels } from '../tensor/kernels';
import { loadInstance } from '../tensor/wasm/instance';
import { createWasmKernels } from '../tensor/wasm/wasmKernels';
import { decodePlaces, encodePairs } from './codec';
import type { VaePairs } from './ports';
import { weightsAt } from './recipe';
import { trainVae, type TrainMeans } from './train';

const NEVER = new AbortController().signal;
let kernels: Kernels;
let pairs: VaePairs;

beforeAll(async () => {
  kernels = createWasmKernels(loadInstance(await compiledKernels()));
  pairs = await measuredFilm(210);
}, 120_000);

async function measuredFilm(count: number): Promise<VaePairs> {
  const { instrument } = createSimulator({ pixels: 128, filmSeed: 1, speed: 'max', clock: createFakeClock() });
  await instrument.connect(NEVER);
  const { scan, sweep, limits, patch } = DEFAULT_EXPERIMENT;
  const frame = await instrument.scanFrame(scan, () => undefined, NEVER);
  const set = buildPatchSet(frame, patch);
  const candidates = choose(createRandom(1), count, set.count);
  const patches = new Float32Array(count * patch.size ** 2);
  gatherPatches(set, candidates, patches);
  const curves = [];
  for (const candidate of candidates) {
    await instrument.moveTo(pixelToSample(scan, candidatePixel(set.grid, candidate)), NEVER);
    curves.push((await instrument.sweepBias(sweep, limits.maxCurrentAmperes, NEVER)).amperes);
  }
  await instrument.close();
  const length = curves[0]!.length;
  return { count, side: patch.size, length, patches, curves: Float32Array.from(curves.flatMap((curve) => [...curve])) };
}

const means = (): TrainMeans => ({
  kernels,
  monotonicSeconds: () => 0,
  cancelled: () => false,
  onProgress: () => undefined,
});
const train = (changed: Partial<ManifoldSettings>) =>
  trainVae(means(), pairs, { ...DEFAULT_MANIFOLD_SETTINGS, ...changed });

test('the notebook starts where the notebook starts: at a loss of 365 on 210 points', () => {
  const { info } = train({ mode: 'notebook', coord: 3, epochs: 1 });
  expect(Math.abs(info.first.total - 365)).toBeLessThan(0.5);
  expect(info.seen).toHaveLength(210);
});

test('equal seeds give equal models, other seeds others', () => {
  const [a, b, c] = [1, 1, 2].map((seed) => train({ profile: 'fast', epochs: 1, seed }).parameters);
  expect(b).toEqual(a);
  expect(c).not.toEqual(a);
});

test('a quarter of the pixels gives the cross-entropy of all of them, up to the draw', () => {
  const whole = train({ profile: 'fast', epochs: 1 }).info.first;
  const odd = { ...pairs, side: 15, patches: Float32Array.from({ length: 210 * 225 }, (_, k) => Math.sin(0.1 * k)) };
  const every = trainVae(means(), odd, { ...DEFAULT_MANIFOLD_SETTINGS, profile: 'fast', epochs: 1 }).info;

  expect(whole.image / 256).toBeCloseTo(Math.LN2, 1);
  expect(every.first.image / 225).toBeCloseTo(Math.LN2, 1);
  expect(every.profile).toBe('fast: spatial decoder of 64 units, every pixel in every epoch');
});

describe('the weight of the divergence', () => {
  test('rises over the warm-up and stays', () => {
    const settings = { ...DEFAULT_MANIFOLD_SETTINGS, beta: 2, klWarmupEpochs: 4 };
    expect([1, 2, 4, 9].map((epoch) => weightsAt(settings, epoch, undefined).beta)).toEqual([0.5, 1, 2, 2]);
    expect(weightsAt({ ...settings, klWarmupEpochs: 0 }, 1, undefined).beta).toBe(2);
  });
});

test('a trained model tells curves apart: the decoded ones follow the latent', () => {
  const [count, side, length] = [40, 6, 12];
  const random = createRandom(3);
  const steep = Array.from({ length: count }, () => uniform(random));
  const few: VaePairs = {
    ...{ count, side, length },
    patches: Float32Array.from({ length: count * 36 }, (_, k) => Math.sin(k + steep[Math.floor(k / 36)]! * (k % 36))),
    curves: Float32Array.from({ length: count * 12 }, (_, k) => (k % 12) * (0.2 + steep[Math.floor(k / 12)]!)),
  };
  const settings = {
    ...DEFAULT_MANIFOLD_SETTINGS,
    profile: 'fast',
    epochs: 200,
    learningRate: 3e-3,
    beta: 0.1,
  } as const;
  const model = trainVae(means(), few, settings);
  const { spectrumMean } = encodePairs(kernels, model, few);
  const { curves } = decodePlaces(kernels, model, spectrumMean);
  const ends = Array.from({ length: count }, (_, k) => curves[(k + 1) * length - 1]!);
  expect(correlation(ends, steep)).toBeGreaterThan(0.9);
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((sum, value, k) => sum + (value - mx) * (y[k]! - my), 0);
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
}
