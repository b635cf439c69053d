/** Training: full-batch Adam, one step an epoch, the same for the same seed (algorithm.md 8.1-8.2). */
import type { ManifoldSettings } from '../../../src-shared/manifold';
import type { Kernels } from '../tensor/kernels';
import { createDraws, type TrainPlan } from './draws';
import { createEpochLog, describeModel } from './epochLog';
import { preparePairs, type PreparedPairs } from './pairData';
import { initialiseParameters } from './parameters';
import type { VaeModel, VaePairs, VaeProgress } from './ports';
import { alignmentOf, type Alignment } from './recipe';
import { shapeOf } from './shape';
import { allocateVae, evaluateStep, type VaeMachine } from './step';

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
    const name = `${kernels.name}, ${kernels.threads} ${kernels.threads === 1 ? 'thread' : 'threads'}`;
    return {
      info: describeModel(settings, data, { shape: machine.shape, kernels: name, run }),
      parameters: Float32Array.from(machine.parameters.flat),
    };
  });
}

function runEpochs(means: TrainMeans, machine: VaeMachine, data: PreparedPairs, plan: TrainPlan) {
  const { kernels } = means;
  const { epochs, learningRate: rate } = plan.settings;
  const { flat } = machine.parameters;
  const moments = { firstMoment: kernels.single(flat.length), secondMoment: kernels.single(flat.length) };
  const draw = createDraws(machine, data, plan);
  const log = createEpochLog(plan.settings, means.monotonicSeconds, means.onProgress);
  let cancelled = false;
  for (let epoch = 1; epoch <= epochs && !cancelled; epoch++) {
    const terms = evaluateStep(kernels, machine, draw(epoch));
    kernels.adam({ values: flat, gradient: machine.gradient.flat, ...moments, rate, step: epoch });
    log.note(terms);
    cancelled = epoch < epochs && means.cancelled();
  }
  return log.result(cancelled);
}
