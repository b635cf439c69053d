/** Trains the model of a session on everything measured so far. */
import { ConsoleError } from '../../src-shared/errors';
import type { FitReport } from '../engine/ports';
import { fingerprint, trainModel, type TrainedModel } from './dkl/train';
import { gatherPatches } from './patches';
import { policyTraits } from './policy/policyMethod';
import type { LearnerSession } from './session';
import { sessionTargets } from './sessionTargets';
import type { Kernels } from './tensor/kernels';

/** What training needs besides the session. */
export interface FitMeans {
  readonly kernels: Kernels;
  readonly monotonicSeconds: () => number;
  /** Throws when the training is to end. */
  readonly checkAborted: () => void;
}

/**
 * Trains on the scores of the first `n` points, scaled to 0..1. Undefined for a policy without a model. Nothing of the
 * session changes where the training ends early or fails.
 */
export function fitSession(
  session: LearnerSession,
  means: FitMeans,
  n: number = session.patches.candidates.length,
): FitReport | undefined {
  const { config, set, patches } = session;
  if (!policyTraits(config.policy).fits) return undefined;
  if (n === 0) throw noCurves();
  const started = means.monotonicSeconds();
  const area = set.size * set.size;
  const inputs = new Float32Array(n * area);
  gatherPatches(set, patches.candidates.slice(0, n), inputs);
  const targets = sessionTargets(session, n);
  const previous = startingModel(session, n);
  const { checkAborted } = means;
  const settings = config.model;
  const model = trainModel(means.kernels, { patches: inputs, targets, n }, { settings, checkAborted, previous });
  session.fitted = { model, targets, prediction: undefined };
  return {
    loss: model.loss,
    cycles: model.cycles,
    lengthscales: [...model.hyper.lengthscales],
    outputscale: model.hyper.outputscale,
    noise: model.hyper.noise,
    jitter: model.jitter,
    seconds: means.monotonicSeconds() - started,
    model: fingerprint(model),
    kernels: means.kernels.name,
  };
}

/** The model to start from: the newest, unless this fit is to start from scratch. */
function startingModel({ config, fitted }: LearnerSession, n: number): TrainedModel | undefined {
  const { start, restartEvery } = config.model;
  const restart = (n - config.seeds) % restartEvery === 0;
  return start === 'scratch' || restart ? undefined : fitted?.model;
}

/** Nothing was measured yet, so there is nothing to learn from or to compare with. */
export function noCurves(): ConsoleError {
  return new ConsoleError({
    code: 'learner/bad-data',
    message: 'No curve has been measured yet.',
    hint: 'Measure the seed points first.',
  });
}
