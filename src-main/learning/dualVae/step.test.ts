/** The loss and its slopes: against the numbers of an independent implementation, and against differences of the loss. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../testing/sharedData';
import { createRandom, integerBelow, standardNormal, uniform } from '../../numerics/random';
import { compiledKernels } from '../testing/compiledKernels';
import type { Kernels, Reals } from '../tensor/kernels';
import { plainKernels } from '../tensor/plainKernels';
import { spatialParts } from '../tensor/plainSpatial';
import { loadInstance } from '../tensor/wasm/instance';
import { createWasmKernels } from '../tensor/wasm/wasmKernels';
import type { VaeParameters } from './parameters';
import { shapeOf, type VaeShape } from './shape';
import { allocateVae, encodeBatch, evaluateStep, type StepInput, type VaeMachine } from './step';
import { DEFAULT_MANIFOLD_SETTINGS, type ManifoldSettings } from '../../../src-shared/manifold';

const reference = sharedData('reference');
const [BATCH, HIDDEN] = [6, 32];
let wasm: Kernels;

beforeAll(async () => {
  wasm = createWasmKernels(loadInstance(await compiledKernels()));
}, 120_000);

const wave = (length: number, a: number, b: number) => Array.from({ length }, (_, k) => a * Math.sin(b * (k + 1)));

/** Puts weights given as outputs x inputs into weights kept as inputs x outputs, from one output on. */
function setTransposed(weights: Reals, outputs: number, given: readonly number[], firstOutput = 0): void {
  const inputs = weights.length / outputs;
  given.forEach((value, k) => {
    weights[(k % inputs) * outputs + firstOutput + Math.floor(k / inputs)] = value;
  });
}

/** The weights of a gradient or a network by the names of the reference, as outputs x inputs. */
function byName(parameters: VaeParameters, shape: VaeShape): Record<string, number[]> {
  const width = shape.transform.count + shape.latent;
  const back = (weights: Reals, outputs: number, from = 0, to = outputs) => {
    const inputs = weights.length / outputs;
    return Array.from(
      { length: (to - from) * inputs },
      (_, k) => weights[(k % inputs) * outputs + from + Math.floor(k / inputs)]!,
    );
  };
  const encoder = (name: string, layers: VaeParameters['imageEncoder'], means: number) => ({
    [`${name}W1`]: back(layers[0]!.weights, HIDDEN),
    [`${name}b1`]: Array.from(layers[0]!.bias),
    [`${name}W2`]: back(layers[1]!.weights, HIDDEN),
    [`${name}b2`]: Array.from(layers[1]!.bias),
    [`${name}Wm`]: back(layers[2]!.weights, 2 * means, 0, means),
    [`${name}bm`]: Array.from(layers[2]!.bias.subarray(0, means)),
    [`${name}Ws`]: back(layers[2]!.weights, 2 * means, means, 2 * means),
    [`${name}bs`]: Array.from(layers[2]!.bias.subarray(means)),
  });
  const spatial = spatialParts(parameters.spatial, HIDDEN);
  const [d2a, d2b, d2c] = parameters.spectrumDecoder;
  return {
    ...encoder('e1', parameters.imageEncoder, width),
    ...encoder('e2', parameters.spectrumEncoder, shape.latent),
    d1Wc: back(spatial.placeWeights, HIDDEN),
    d1bc: Array.from(parameters.offsets[0]!.bias),
    d1Wz: back(parameters.offsets[0]!.weights, HIDDEN),
    d1W1: back(spatial.weights1, HIDDEN),
    d1b1: Array.from(spatial.bias1),
    d1W2: back(spatial.weights2, HIDDEN),
    d1b2: Array.from(spatial.bias2),
    d1Wo: Array.from(spatial.outputWeights),
    d1bo: Array.from(spatial.outputBias),
    d2W1: back(d2a!.weights, HIDDEN),
    d2b1: Array.from(d2a!.bias),
    d2W2: back(d2b!.weights, HIDDEN),
    d2b2: Array.from(d2b!.bias),
    d2Wo: back(d2c!.weights, shape.length),
    d2bo: Array.from(d2c!.bias),
    A: Array.from(parameters.map),
  };
}

function setReferenceWeights({ parameters, shape }: VaeMachine): void {
  const [h, d] = [HIDDEN, shape.latent];
  const encoder = (layers: VaeParameters['imageEncoder'], b: readonly number[]) => {
    const [first, second, heads] = layers;
    const [inputs, means] = [first!.inputs, heads!.outputs / 2];
    setTransposed(first!.weights, h, wave(h * inputs, 0.06, b[0]!));
    first!.bias.set(wave(h, 0.03, b[1]!));
    setTransposed(second!.weights, h, wave(h * h, 0.15, b[2]!));
    second!.bias.set(wave(h, 0.03, b[3]!));
    setTransposed(heads!.weights, 2 * means, wave(means * h, 0.2, b[4]!));
    setTransposed(heads!.weights, 2 * means, wave(means * h, 0.1, b[6]!), means);
    heads!.bias.set([...wave(means, 0.05, b[5]!), ...wave(means, 0.05, b[7]!).map((value) => value - 1)]);
  };
  encoder(parameters.imageEncoder, [0.31, 0.7, 0.43, 0.9, 0.57, 0.3, 0.77, 0.5]);
  encoder(parameters.spectrumEncoder, [0.33, 0.71, 0.41, 0.91, 0.59, 0.31, 0.79, 0.51]);
  const spatial = spatialParts(parameters.spatial, h);
  setTransposed(spatial.placeWeights, h, wave(2 * h, 0.6, 0.39));
  parameters.offsets[0]!.bias.set(wave(h, 0.03, 0.75));
  setTransposed(parameters.offsets[0]!.weights, h, wave(h * d, 0.5, 0.67));
  setTransposed(spatial.weights1, h, wave(h * h, 0.15, 0.49));
  spatial.bias1.set(wave(h, 0.03, 0.95));
  setTransposed(spatial.weights2, h, wave(h * h, 0.15, 0.63));
  spatial.bias2.set(wave(h, 0.03, 0.97));
  spatial.outputWeights.set(wave(h, 0.2, 0.21));
  spatial.outputBias.set(wave(1, 0.05, 0.25));
  const [first, second, third] = parameters.spectrumDecoder;
  setTransposed(first!.weights, h, wave(h * d, 0.5, 0.37));
  first!.bias.set(wave(h, 0.03, 0.73));
  setTransposed(second!.weights, h, wave(h * h, 0.15, 0.47));
  second!.bias.set(wave(h, 0.03, 0.93));
  setTransposed(third!.weights, shape.length, wave(shape.length * h, 0.2, 0.27));
  third!.bias.set(wave(shape.length, 0.05, 0.23));
  parameters.map.set(wave(d * d, 0.05, 1.1).map((value, k) => value + (k % (d + 1) === 0 ? 1 : 0)));
}

function referenceMachine(kernels: Kernels, coord: ManifoldSettings['coord'], precision: 'single' | 'double') {
  const settings = { ...DEFAULT_MANIFOLD_SETTINGS, coord };
  const shape = { ...shapeOf(settings, 16, 251), hidden: HIDDEN, decoderHidden: HIDDEN };
  const machine = allocateVae(kernels, shape, BATCH, precision);
  machine.images.set(Array.from(machine.images, (_, k) => 0.5 + 0.45 * Math.sin(0.013 * (k + 1))));
  machine.spectra.set(Array.from(machine.spectra, (_, k) => 0.5 + 0.45 * Math.cos(0.021 * (k + 1))));
  setReferenceWeights(machine);
  const input: StepInput = {
    noise: {
      image: Float64Array.from(wave(BATCH * (2 + coord), 1, 1.7)),
      spectrum: Float64Array.from(wave(BATCH * 2, 1, 2.3)),
    },
    weights: { beta: 1, gamma: 10, closedFormKl: false },
  };
  return { machine, input };
}

interface ReferenceCase {
  readonly coord: ManifoldSettings['coord'];
  readonly loss: number;
  readonly bceImage: number;
  readonly bceSpectrum: number;
  readonly kl: number;
  readonly similarity: number;
  readonly z1: number[][];
  readonly z2: number[][];
  readonly imageFirst: number[];
  readonly spectrumFirst: number[];
  readonly grad: Record<string, { readonly norm: number; readonly sum: number; readonly first: number[] }>;
}

function referenceCases(): ReferenceCase[] {
  if (reference === undefined) return [];
  const file = JSON.parse(readFileSync(join(reference, 'reference.json'), 'utf8')) as {
    dualVae: { cases: ReferenceCase[] };
  };
  return file.dualVae.cases;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe.each([
  { build: 'compiled kernels, float32', precision: 'single', tolerance: 1e-4 },
  { build: 'plain twin, float32', precision: 'single', tolerance: 1e-4 },
  { build: 'plain twin, float64', precision: 'double', tolerance: 1e-9 },
] as const)('reference numbers: $build', ({ build, precision, tolerance }) => {
  test.skipIf(reference === undefined)('every term, latents, first outputs and all slopes, for coord 0 to 3', () => {
    const cases = referenceCases();
    expect(cases.map(({ coord }) => coord)).toEqual([0, 1, 2, 3]);
    for (const expected of cases) {
      const kernels = build.startsWith('plain') ? plainKernels : wasm;
      kernels.scope(() => {
        const { machine, input } = referenceMachine(kernels, expected.coord, precision);
        const terms = evaluateStep(kernels, machine, input);
        const close = (name: string, actual: number, wanted: number, scale = Math.abs(wanted)) => {
          const where = `coord ${expected.coord} ${name}: ${actual} for ${wanted}`;
          expect(Math.abs(actual - wanted) <= tolerance * scale + 1e-12, where).toBe(true);
        };
        close('loss', terms.total, expected.loss);
        close('bceImage', terms.image, expected.bceImage);
        close('bceSpectrum', terms.spectrum, expected.bceSpectrum);
        close('kl', terms.divergence, expected.kl);
        close('similarity', terms.similarity, expected.similarity);
        const { width, imageSamples, spectrumSamples } = machine.latents;
        expected.z1.flat().forEach((value, k) => {
          const at = Math.floor(k / 2) * width + (width - 2) + (k % 2);
          close(`z1[${k}]`, imageSamples[at]!, value, 1);
        });
        expected.z2.flat().forEach((value, k) => close(`z2[${k}]`, spectrumSamples[k]!, value, 1));
        expected.imageFirst.forEach((value, k) => close(`image[${k}]`, sigmoid(machine.logits[k]!), value));
        const decoded = machine.parts.spectrumDecoder.run.outputs.at(-1)!;
        expected.spectrumFirst.forEach((value, k) => close(`spectrum[${k}]`, sigmoid(decoded[k]!), value));
        const gradients = byName(machine.gradient, machine.shape);
        expect(Object.keys(gradients).sort()).toEqual(Object.keys(expected.grad).sort());
        for (const [name, { norm, sum, first }] of Object.entries(expected.grad)) {
          const values = gradients[name]!;
          // A sum of a whole tensor cancels; what may be lost in it grows with the norm and the number of entries.
          close(`|${name}|`, Math.hypot(...values), norm);
          close(
            `sum ${name}`,
            values.reduce((a, b) => a + b, 0),
            sum,
            norm * Math.sqrt(values.length),
          );
          first.forEach((value, k) =>
            close(`${name}[${k}]`, values[k]!, value, norm / Math.sqrt(values.length) + Math.abs(value)),
          );
        }
      });
    }
  });
});

describe('slopes are differences of the loss', () => {
  const modes: readonly Partial<ManifoldSettings>[] = [
    { mode: 'notebook' },
    { mode: 'corrected', coord: 3, latent: 4, closedFormKl: true },
    { mode: 'aligned', coord: 1, latent: 3, closedFormKl: true },
  ];
  test.each(modes)('%o', (changed) => {
    const settings = { ...DEFAULT_MANIFOLD_SETTINGS, ...changed };
    const shape = { ...shapeOf(settings, 6, 11), hidden: 7, decoderHidden: 9 };
    const count = 5;
    const machine = allocateVae(plainKernels, shape, count, 'double');
    const random = createRandom(4);
    const fill = (values: Reals | Float64Array, draw: () => number) => values.forEach((_, k) => (values[k] = draw()));
    fill(machine.images, () => uniform(random));
    fill(machine.spectra, () => uniform(random));
    fill(machine.parameters.flat, () => 0.4 * standardNormal(random));
    const noise = {
      image: new Float64Array(machine.latents.imageSamples.length),
      spectrum: new Float64Array(machine.latents.spectrumSamples.length),
    };
    fill(noise.image, () => standardNormal(random));
    fill(noise.spectrum, () => standardNormal(random));
    const aligned = settings.mode === 'aligned';
    const input: StepInput = {
      noise,
      weights: {
        beta: 0.7,
        gamma: 3,
        closedFormKl: settings.closedFormKl,
        contrast: aligned ? { weight: 5, width: 0.6 } : undefined,
      },
      chosen: aligned ? Int32Array.from({ length: count * 9 }, () => integerBelow(random, 36)) : undefined,
      swapped: aligned ? Uint8Array.of(0, 1, 1, 0, 1) : undefined,
    };
    evaluateStep(plainKernels, machine, input);
    const slopes = Float64Array.from(machine.gradient.flat);
    const flat = machine.parameters.flat;
    const step = 1e-5;
    for (let k = 0; k < flat.length; k += 7) {
      const value = flat[k]!;
      const at = (moved: number) => {
        flat[k] = moved;
        return evaluateStep(plainKernels, machine, input).total;
      };
      const difference = (at(value + step) - at(value - step)) / (2 * step);
      flat[k] = value;
      expect(Math.abs(difference - slopes[k]!), `parameter ${k}`).toBeLessThan(1e-6 + 1e-5 * Math.abs(difference));
    }
  });
});

test('the network of the notebook has the size of the notebook, and its first transform latent moves nothing', () => {
  const settings = { ...DEFAULT_MANIFOLD_SETTINGS, mode: 'notebook' } as const;
  const machine = allocateVae(plainKernels, shapeOf(settings, 16, 251), 1);
  expect(machine.parameters.flat).toHaveLength(529_678);

  encodeBatch(plainKernels, machine);
  const { transform } = machine.shape;
  expect([transform.angle, transform.shiftX, transform.shiftY]).toEqual([1, 2, 2]);
});
