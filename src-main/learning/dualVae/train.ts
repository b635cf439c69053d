/** Training: full-batch Adam, one step an epoch, the same for the same seed (algorithm.md 8.1-8.2). */
import type { ManifoldSettings, ManifoldTerms } from '../../../src-shared/manifold';
import { createRandom, deriveRandom, integerBelow, standardNormal, uniform, type Random } from '../../numerics/random';
import type { Kernels } from '../tensor/kernels';
import { preparePairs, type PreparedPairs } from './pairData';
import { initialiseParameters, layoutText } from './parameters';
import type { VaeModel, VaePairs, VaeProgress } from './ports';
import { alignmentOf, weightsAt, type Alignment } from './recipe';
import { drawsPixels, profileText, shapeOf } from './shape';
import { allocateVae, evaluateStep, type StepInput, type VaeMachine } from './step';
import { copyView, patchViews } from './views';

export interface TrainMeans {
  readonly kernels: Kernels;
  readonly monotonicSeconds: () => number;
  /** Asked before every epoch but the first; true ends training with the model as it is. */
  readonly cancelled: () => boolean;
  readonly onProgress: (progress: VaeProgress) => void;
}

/** Trains a model from the beginning. Throws `learner/bad-data` as {@link preparePairs} does. */
export function trainVae(means: TrainMeans, pairs: VaePairs, settings: ManifoldSettings): VaeModel {
  return trainPrepared(means, preparePairs(pairs), settings, alignmentOf(settings));
}

/** {@link trainVae} on pairs that are scaled already, with any alignment. */
export function trainPrepared(
  means: TrainMeans,
  data: PreparedPairs,
  settings: ManifoldSettings,
  alignment: Alignment | undefined,
): VaeModel {
  const { kernels } = means;
  return kernels.scope(() => {
    const machine = allocateVae(kernels, shapeOf(settings, data.side, data.length), data.count);
    machine.images.set(data.images);
    machine.spectra.set(data.spectra);
    initialiseParameters(machine.parameters, machine.shape, settings.seed);
    const run = runEpochs(means, machine, data, { settings, alignment });
    const { side, length, minAmperes, maxAmperes, seen, excluded } = data;
    return {
      info: {
        settings,
        ...{ profile: profileText(settings, side), side, length, minAmperes, maxAmperes, seen, excluded, ...run },
        layout: layoutText(machine.shape),
        kernels: `${kernels.name}, ${kernels.threads} ${kernels.threads === 1 ? 'thread' : 'threads'}`,
      },
      parameters: Float32Array.from(machine.parameters.flat),
    };
  });
}

interface Plan {
  readonly settings: ManifoldSettings;
  readonly alignment: Alignment | undefined;
}

function runEpochs(means: TrainMeans, machine: VaeMachine, data: PreparedPairs, plan: Plan) {
  const { kernels, monotonicSeconds } = means;
  const { epochs, learningRate: rate } = plan.settings;
  const { flat } = machine.parameters;
  const moments = { firstMoment: kernels.single(flat.length), secondMoment: kernels.single(flat.length) };
  const draw = createDraws(machine, data, plan);
  const started = monotonicSeconds();
  const history: number[] = [];
  let first: ManifoldTerms | undefined;
  let last: ManifoldTerms | undefined;
  let secondsPerEpoch = 0;
  let cancelled = false;
  for (let epoch = 1; epoch <= epochs && !cancelled; epoch++) {
    const terms = evaluateStep(kernels, machine, draw(epoch));
    kernels.adam({ values: flat, gradient: machine.gradient.flat, ...moments, rate, step: epoch });
    history.push(terms.total);
    first ??= terms;
    last = terms;
    secondsPerEpoch = (monotonicSeconds() - started) / epoch;
    const etaSeconds = secondsPerEpoch * (epochs - epoch);
    means.onProgress({ epoch, epochs, terms, secondsPerEpoch, etaSeconds });
    cancelled = epoch < epochs && means.cancelled();
  }
  if (first === undefined || last === undefined) throw new RangeError('epochs: expected at least 1');
  return { epochs: history.length, cancelled, first, last, history, secondsPerEpoch };
}

/** What changes from epoch to epoch: noise, pixels, swaps and views. */
function createDraws(machine: VaeMachine, data: PreparedPairs, { settings, alignment }: Plan) {
  const root = createRandom(settings.seed);
  const noiseRandom = deriveRandom(root, 'dual-vae noise');
  const pixelRandom = deriveRandom(root, 'dual-vae pixels');
  const alignRandom = deriveRandom(root, 'dual-vae alignment');
  const { count, latents } = machine;
  const noise = {
    image: new Float64Array(latents.imageSamples.length),
    spectrum: new Float64Array(latents.spectrumSamples.length),
  };
  const chosen = drawsPixels(settings, data.side) ? new Int32Array((count * data.side ** 2) / 4) : undefined;
  const swapped = alignment === undefined ? undefined : new Uint8Array(count);
  const views = alignment?.views === true ? patchViews(data.side) : undefined;
  return (epoch: number): StepInput => {
    for (const values of [noise.image, noise.spectrum])
      for (let k = 0; k < values.length; k++) values[k] = standardNormal(noiseRandom);
    if (chosen !== undefined) drawPixels(pixelRandom, data.side, chosen);
    if (swapped !== undefined)
      for (let k = 0; k < count; k++) swapped[k] = uniform(alignRandom) < alignment!.swap ? 1 : 0;
    if (views !== undefined)
      for (let k = 0; k < count; k++) {
        const view = views[integerBelow(alignRandom, views.length)]!;
        copyView(data.images, k, view, { values: machine.images, to: k * view.length });
      }
    return { noise, weights: weightsAt(settings, epoch, alignment), chosen, swapped };
  };
}

/** One pixel of every 2 x 2 block of every patch: each pixel with the same chance, evenly spread. */
function drawPixels(random: Random, side: number, chosen: Int32Array): void {
  const half = side / 2;
  for (let k = 0; k < chosen.length; k++) {
    const block = k % (half * half);
    const corner = 2 * Math.floor(block / half) * side + 2 * (block % half);
    const which = random.next() >>> 30;
    chosen[k] = corner + (which >> 1) * side + (which & 1);
  }
}
