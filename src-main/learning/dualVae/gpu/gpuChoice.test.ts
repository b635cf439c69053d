/** The choice between processor and graphics unit, with a page that is only played. */
import { describe, expect, it } from 'vitest';
import { settingsFor, type ComputedOn } from '../../../../src-shared/manifold';
import { createFakeClock, settle } from '../../../testing/fakeClock';
import type { VaeModel, VaePairs, VaeSettings, VaeThread } from '../ports';
import { createGpuChoice } from './gpuChoice';
import type { GpuCall, GpuMessage, OpenGpuPage } from './protocol';

const PAIRS: VaePairs = {
  ...{ count: 1, side: 1, length: 1 },
  patches: new Float32Array(1),
  curves: new Float32Array(1),
};
const SETTINGS = settingsFor('corrected', { epochs: 9 });
const DEVICE = { backend: 'webgl', name: 'Test GPU' } as const;

/** A model of as many epochs as asked for, whose losses are those of `by` times 1, 1/2, 1/3... */
function modelOf({ epochs }: VaeSettings, by: string, secondsPerEpoch: number, loss = 360): VaeModel {
  const history = Array.from({ length: epochs }, (_, k) => loss / (k + 1));
  const info = { history, epochs, secondsPerEpoch, kernels: by } as unknown as VaeModel['info'];
  return { info, parameters: new Float32Array() };
}

interface Played {
  readonly message: (message: GpuMessage) => void;
  readonly ended: (reason: string) => void;
  readonly calls: GpuCall[];
  closed: boolean;
}

/** A program whose pages answer a call as `answer` says; a call of 3 epochs is the test. */
function program(answer: (call: Extract<GpuCall, { kind: 'train' }>, page: Played) => void, greet = true) {
  const clock = createFakeClock();
  const pages: Played[] = [];
  const open: OpenGpuPage = (listen) => {
    const page: Played = { ...listen, calls: [], closed: false };
    pages.push(page);
    if (greet) queueMicrotask(() => listen.message({ kind: 'ready', device: DEVICE }));
    return {
      post(call) {
        page.calls.push(call);
        if (call.kind === 'train') queueMicrotask(() => answer(call, page));
      },
      close: () => void (page.closed = true),
    };
  };
  const choice = createGpuChoice(open, clock);
  const places: ComputedOn[] = [];
  const onCpu: number[] = [];
  const vae = choice.vae(
    (onReady): VaeThread => ({
      train(_pairs, settings) {
        if (onCpu.length === 0) onReady({ kind: 'ready', kernels: 'wasm', threads: 2, fallback: undefined });
        onCpu.push(settings.epochs);
        return Promise.resolve(modelOf(settings, 'cpu', 1));
      },
      encode: () => Promise.reject(new Error('not asked for')),
      decode: () => Promise.reject(new Error('not asked for')),
      close: () => Promise.resolve(),
    }),
    (where) => places.push(where),
  );
  return { vae, places, pages, onCpu, clock };
}

const answerWith =
  (secondsPerEpoch: number, loss?: number) => (call: Extract<GpuCall, { kind: 'train' }>, page: Played) =>
    page.message({ kind: 'answer', id: call.id, model: modelOf(call.settings, 'gpu', secondsPerEpoch, loss) });

describe('a graphics unit', () => {
  it('that gives the same losses and is faster trains; it is asked once for each kind of training', async () => {
    const { vae, places, pages, onCpu } = program(answerWith(0.25));
    expect((await vae.train(PAIRS, SETTINGS)).info).toMatchObject({ kernels: 'gpu', epochs: 9 });
    expect(places).toEqual([
      {
        backend: 'webgl',
        device: 'WebGL, Test GPU',
        reason: 'The graphics unit gave the same losses and is faster, 0.250 s for an epoch against 1.00 s.',
      },
    ]);
    expect(onCpu).toEqual([3]);
    expect(pages[0]).toMatchObject({ closed: true, calls: [{ settings: { epochs: 3 } }, {}, { settings: SETTINGS }] });

    await vae.train(PAIRS, { ...SETTINGS, seed: 2 });
    expect(onCpu).toEqual([3]);
    expect(pages[1]!.calls).toHaveLength(1);
    await vae.train(PAIRS, { ...SETTINGS, profile: 'fast' });
    expect(onCpu).toEqual([3, 3]);
  });

  it.each([
    ['is not faster', answerWith(1.5), /Test GPU.* not faster, 1.50 s for an epoch against 1.00 s/],
    ['gives other losses', answerWith(0.1, 361), /differ from those of the processor by 0.278 %/],
    ['gives no numbers', answerWith(0.1, NaN), /differ from those of the processor by/],
  ])('that %s does not, and is not asked again', async (_, answer, words) => {
    const { vae, places, pages, onCpu } = program(answer);
    expect((await vae.train(PAIRS, SETTINGS)).info).toMatchObject({ kernels: 'cpu', epochs: 9 });
    expect(places).toMatchObject([
      { backend: 'wasm', device: 'wasm, 2 threads', reason: expect.stringMatching(words) as string },
    ]);
    await vae.train(PAIRS, SETTINGS);
    expect(onCpu).toEqual([3, 9, 9]);
    expect(pages).toHaveLength(1);
    expect(pages[0]!.closed).toBe(true);
  });

  it.each([
    ['crashes', (page: Played) => page.ended('its process ended (crashed)'), /given up: its process ended \(crashed\)/],
    [
      'fails',
      (page: Played, id: number) =>
        page.message({ kind: 'failure', id, error: { code: 'learner/crashed', message: 'The loss was NaN.' } }),
      /given up: The loss was NaN\.$/,
    ],
  ])('that %s in mid-training gives way to the processor, from the start', async (_, fail, words) => {
    const { vae, places, pages, onCpu } = program((call, page) => {
      if (call.settings.epochs === 3) return answerWith(0.25)(call, page);
      const progress = { epoch: 1, epochs: 9, terms: {}, secondsPerEpoch: 1, etaSeconds: 8 } as never;
      page.message({ kind: 'progress', id: call.id, progress });
      fail(page, call.id);
    });
    const epochs: number[] = [];
    const onProgress = ({ epoch }: { epoch: number }) => void epochs.push(epoch);
    expect((await vae.train(PAIRS, SETTINGS, { onProgress })).info).toMatchObject({ kernels: 'cpu', epochs: 9 });
    expect(epochs).toEqual([1]);
    expect(places).toMatchObject([
      { backend: 'webgl' },
      { backend: 'wasm', reason: expect.stringMatching(words) as string },
    ]);
    await vae.train(PAIRS, { ...SETTINGS, profile: 'fast' });
    expect(onCpu).toEqual([3, 9, 9]);
    expect(pages).toHaveLength(1);
  });

  it('that takes too long for the test, or says nothing at all, is closed', async () => {
    const slow = program(() => undefined);
    const training = slow.vae.train(PAIRS, SETTINGS);
    await settle();
    await slow.clock.advance(29); // 10 s and 3 times the six steps of the processor, 1 s each
    await training;
    expect(slow.places).toMatchObject([
      { backend: 'wasm', reason: expect.stringMatching(/first steps took longer than 28.0 s/) as string },
    ]);

    const dumb = program(() => undefined, false);
    const other = dumb.vae.train(PAIRS, SETTINGS);
    await settle();
    await dumb.clock.advance(61);
    await other;
    expect(dumb.places).toMatchObject([
      { backend: 'wasm', reason: expect.stringMatching(/it said nothing for 60 s/) as string },
    ]);
    expect(dumb.pages[0]!.closed).toBe(true);
  });

  it('is not asked where the settings say so', async () => {
    const { vae, places, pages } = program(answerWith(0.25));
    await vae.train(PAIRS, { ...SETTINGS, computeOn: 'cpu' });
    expect(pages).toEqual([]);
    expect(places).toMatchObject([{ backend: 'wasm', reason: expect.stringMatching(/switched off/) as string }]);
  });

  it('is told when the training is called off', async () => {
    const controller = new AbortController();
    const { vae, pages } = program((call, page) => {
      if (call.settings.epochs === 3) return answerWith(0.25)(call, page);
      controller.abort();
      answerWith(0.25)(call, page);
    });
    await vae.train(PAIRS, SETTINGS, { signal: controller.signal });
    expect(pages[0]!.calls.map(({ kind }) => kind)).toEqual(['train', 'train', 'train', 'cancel']);
  });
});
