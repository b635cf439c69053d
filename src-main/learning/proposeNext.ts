/** The next place to measure, with the maps that explain it. */
import { ConsoleError } from '../../src-shared/errors';
import { candidatePixel, type MapSet } from '../../src-shared/maps';
import type { Proposal } from '../../src-shared/proposal';
import type { ProposeRequest } from '../engine/ports';
import type { Prediction } from './dkl/predict';
import { drawnFunction } from './drawnFunction';
import { embeddingNovelty } from './embeddingNovelty';
import { noCurves } from './fitSession';
import { imageNoveltyScores } from './novelty/imageNovelty';
import { similarMeasured } from './novelty/patchArchive';
import { acquisitionScores, atStep, eliteTargets, type Posterior } from './policy/acquisition';
import { chooseBest, chooseMostNovel, chooseRandom, type Choice } from './policy/choice';
import { combineScores, gateShares, typicalFactors } from './policy/gate';
import { chooseOnGrid } from './policy/gridPoints';
import { methodInForce, policyTraits } from './policy/policyMethod';
import { deriveRandom } from '../numerics/random';
import { vetoEffect, weigh } from './policy/vetoMask';
import { predictCandidates } from './predictCandidates';
import { allowedCandidates, type FittedModel, type LearnerSession } from './session';
import type { Kernels } from './tensor/kernels';

/** A proposal, and the maps that explain it, which are made when they are asked for: the choice does not wait for them. */
export interface NextProposal {
  readonly proposal: Proposal;
  readonly maps: () => MapSet;
}

/**
 * Chooses a candidate. The same observations, model and request always give the same proposal. Throws
 * `run/no-candidates` where everything is measured or vetoed, `learner/bad-data` before the first curve or fit.
 */
export function proposeNext(session: LearnerSession, kernels: Kernels, request: ProposeRequest): NextProposal {
  if (session.patches.candidates.length === 0) throw noCurves();
  const vetoes = vetoEffect(session.set, request.rules ?? []);
  const allowed = allowedCandidates(session, request.vetoed, request.pending);
  for (let k = 0; k < allowed.length; k++) allowed[k]! &= vetoes.allowed[k]!;
  const imageNovelty = imageNoveltyScores(session.imageNovelty, session.set);
  const basis: Basis = { allowed, imageNovelty, vetoFactor: vetoes.factor };
  switch (policyTraits(session.config.policy).chooses) {
    case 'byModel':
      return proposeByModel(session, kernels, request, basis);
    case 'byImageNovelty':
      return proposeWithoutModel(session, request, basis, chooseMostNovel(weigh(imageNovelty, vetoes.factor), allowed));
    case 'atRandom':
      return proposeWithoutModel(session, request, basis, chooseRandom(session.random, request, allowed));
    case 'onGrid': {
      const at = { step: request.step, steps: session.config.steps };
      return proposeWithoutModel(session, request, basis, chooseOnGrid(session.set.grid, at, allowed));
    }
  }
}

interface Basis {
  readonly allowed: Uint8Array;
  /** Image novelty of every candidate, measured ones included. */
  readonly imageNovelty: Float64Array;
  /** What veto rules weigh the score of each candidate by. */
  readonly vetoFactor: Float64Array | undefined;
}

function proposeWithoutModel(
  session: LearnerSession,
  request: ProposeRequest,
  basis: Basis,
  own: Choice | undefined,
): NextProposal {
  const choice = wantedOr(own, request);
  if (choice === undefined) throw noCandidates();
  const layers = () => ({ imageNovelty: singleLayer(basis.imageNovelty, basis.allowed) });
  return reply(session, request, { basis, choice, layers, details: instead(session, request, own) });
}

function proposeByModel(
  session: LearnerSession,
  kernels: Kernels,
  request: ProposeRequest,
  given: Basis,
): NextProposal {
  const { fitted } = session;
  const config = methodInForce(session.config);
  if (fitted === undefined)
    throw new ConsoleError({
      code: 'learner/bad-data',
      message: 'The model has not been trained yet.',
      hint: 'Train it before asking for a proposal.',
    });
  const { mean, variance } = predictAll(session, kernels, fitted);
  const basis = config.novelty.image === 'embed' ? embedded(session, kernels, fitted, { request, given }) : given;
  const posterior: Posterior = {
    mean,
    variance,
    best: bestTrainingMean(fitted),
    ...drawn(session, kernels, fitted, { request, allowed: basis.allowed }),
  };
  const settings = atStep(config.acquisition, { step: request.step, steps: config.steps });
  const acquisition = acquisitionScores(posterior, settings, basis.allowed);
  const joined = combineScores(acquisition.scores, basis.imageNovelty, config.gate);
  const combined = { ...joined, scores: weigh(joined.scores, basis.vetoFactor) };
  const weighed = { ...combined, imageNovelty: weigh(combined.imageNovelty, basis.vetoFactor) };
  const own = chooseBest(weighed, acquisition.collapsed);
  const choice = wantedOr(own, request);
  if (choice === undefined) throw noCandidates();
  const k = choice.candidate;
  const chosen = { acquisition: combined.acquisition[k]!, imageNovelty: combined.imageNovelty[k]! };
  const share = gateShares(chosen, typicalFactors(combined), config.gate);
  const details: Partial<Proposal> = {
    ...instead(session, request, own, combined.scores),
    novelty: mean[k]!,
    sigma: Math.sqrt(variance[k]!),
    ...(Number.isFinite(acquisition.scores[k]!) ? { acquisition: acquisition.scores[k]! } : {}),
    ...(Number.isFinite(combined.scores[k]!) ? { combined: combined.scores[k]! } : {}),
    ...(share === undefined ? {} : { share }),
  };
  const layers = () => ({
    novelty: Float32Array.from(mean),
    uncertainty: Float32Array.from(variance, Math.sqrt),
    acquisition: singleLayer(acquisition.scores, basis.allowed),
    imageNovelty: singleLayer(basis.imageNovelty, basis.allowed),
    combined: singleLayer(combined.scores, basis.allowed),
  });
  return reply(session, request, { basis, choice, layers, details });
}

/** The image novelty by the embedding of the model, counting what is measured and what is about to be. */
function embedded(
  { set, patches }: LearnerSession,
  kernels: Kernels,
  { model }: FittedModel,
  { request, given }: { readonly request: ProposeRequest; readonly given: Basis },
): Basis {
  const seen = [...patches.candidates, ...(request.pending ?? [])];
  return { ...given, imageNovelty: embeddingNovelty(set, kernels, model, seen) };
}

/** What `ts` and `beacon` need besides the posterior; nothing for the others. */
function drawn(
  { set, config, random }: LearnerSession,
  kernels: Kernels,
  fitted: FittedModel,
  { request, allowed }: { readonly request: ProposeRequest; readonly allowed: Uint8Array },
): Pick<Posterior, 'draw' | 'elite'> {
  const { kind, eliteShare, drawnPlaces: most } = methodInForce(config).acquisition;
  if (kind !== 'ts' && kind !== 'beacon') return {};
  const stream = deriveRandom(random, `posterior draw ${request.step} ${request.round}`);
  return {
    draw: drawnFunction(set, kernels, fitted, { allowed, most, random: stream }),
    elite: eliteTargets(fitted.targets, eliteShare),
  };
}

/** Posterior at every candidate, NaN where the patch is incomplete; kept, because a veto asks for it again. */
function predictAll({ set }: LearnerSession, kernels: Kernels, fitted: FittedModel): Prediction {
  fitted.prediction ??= predictCandidates(set, kernels, fitted.model);
  return fitted.prediction;
}

/** Largest posterior mean at the measured points: K alpha + m = y - (noise + jitter) alpha there. */
function bestTrainingMean({ model, targets }: FittedModel): number {
  const { alpha, hyper, jitter } = model;
  return targets.reduce((best, target, i) => Math.max(best, target - (hyper.noise + jitter) * alpha[i]!), -Infinity);
}

/** The place that a person wants, where there is one. */
function wantedOr(own: Choice | undefined, { target }: ProposeRequest): Choice | undefined {
  return target === undefined ? own : { candidate: target, reason: 'operator' };
}

/** What the policy would have chosen instead of a wanted place. */
function instead(
  { set }: LearnerSession,
  { target }: ProposeRequest,
  own: Choice | undefined,
  scores?: Float64Array,
): Pick<Proposal, 'modelChoice'> {
  if (target === undefined || own === undefined) return {};
  const { candidate } = own;
  const combined = scores?.[candidate];
  const score = combined !== undefined && Number.isFinite(combined) ? { combined } : {};
  return { modelChoice: { candidate, at: candidatePixel(set.grid, candidate), ...score } };
}

interface Outcome {
  readonly basis: Basis;
  readonly choice: Choice;
  readonly layers: () => MapSet['layers'];
  readonly details: Partial<Proposal>;
}

function reply(session: LearnerSession, { step, round }: ProposeRequest, outcome: Outcome): NextProposal {
  const { basis, choice, layers, details } = outcome;
  const { grid } = session.set;
  const proposal: Proposal = {
    id: `step-${step}-round-${round}`,
    step,
    round,
    candidate: choice.candidate,
    at: candidatePixel(grid, choice.candidate),
    reason: choice.reason,
    imageNovelty: basis.imageNovelty[choice.candidate]!,
    neighbours: similarMeasured(session.patches, session.set, choice.candidate),
    allowed: countOf(basis.allowed),
    ...details,
  };
  return { proposal, maps: () => ({ step, grid, layers: layers() }) };
}

function countOf(flags: Uint8Array): number {
  let count = 0;
  for (let k = 0; k < flags.length; k++) count += flags[k]!;
  return count;
}

/** A layer as it is shown: NaN where a candidate may not be proposed, and where a hard gate shuts it out. */
function singleLayer(values: Float64Array, allowed: Uint8Array): Float32Array {
  return Float32Array.from(values, (value, k) => (allowed[k] === 1 && Number.isFinite(value) ? value : NaN));
}

function noCandidates(): ConsoleError {
  return new ConsoleError({
    code: 'run/no-candidates',
    message: 'Every candidate is measured or vetoed.',
    hint: 'Withdraw vetoes, or end the run.',
  });
}
