/** What the learner knows of one session: candidates, curves, patches and the newest model. */
import { ConsoleError } from '../../src-shared/errors';
import type { CurveQuality } from '../../src-shared/quality';
import type { IvCurve } from '../../src-shared/sweep';
import type { LearnerSetup, LoadedCandidates, Scores } from '../engine/ports';
import { createRandom, type Random } from '../numerics/random';
import { assessCurve } from './curveQuality';
import type { Prediction } from './dkl/predict';
import type { TrainedModel } from './dkl/train';
import { loopAreaAmperes } from './novelty/loopArea';
import { addMeasuredPatch, createImageNovelty, type ImageNovelty } from './novelty/imageNovelty';
import { addPatch, createPatchArchive, structuralDiversity, type PatchArchive } from './novelty/patchArchive';
import { keepDistance } from './policy/spacing';
import {
  addCurve,
  createCurveArchive,
  spectralDiversity,
  spectralNovelty,
  type CurveArchive,
} from './novelty/spectralNovelty';
import { buildPatchSet, keepPlaces, type PatchSet } from './patches';
import { policyTraits } from './policy/policyMethod';
import { chooseSeeds } from './policy/seedPoints';

export interface LearnerSession {
  /** Acquisition and gate may be steered while the session runs. */
  config: LearnerSetup['config'];
  readonly set: PatchSet;
  readonly seeds: readonly number[];
  readonly random: Random;
  readonly imageNovelty: ImageNovelty;
  /** Points of the training set; a rejected curve is in neither archive. */
  patches: PatchArchive;
  curves: CurveArchive;
  /** Opening of every curve, amperes, by order of acquisition. */
  loopAreas: number[];
  /** The newest model with the targets that it learned; absent before the first fit. */
  fitted: FittedModel | undefined;
}

export interface FittedModel {
  readonly model: TrainedModel;
  readonly targets: Float64Array;
  /** Posterior of every candidate, computed when first asked for. */
  prediction: Prediction | undefined;
}

/** Levels the frame, lays the candidates over it and draws the seed points. */
export function openSession({ frame, config }: LearnerSetup): LearnerSession {
  const random = createRandom(config.seed);
  const set = keepPlaces(buildPatchSet(frame, config.patch), config.places);
  return {
    config,
    set,
    seeds: chooseSeeds(random, set.usable, config.seeds),
    random,
    imageNovelty: createImageNovelty(set, policyTraits(config.policy).image ?? config.novelty.image),
    patches: createPatchArchive(),
    curves: createCurveArchive(config.novelty),
    loopAreas: [],
    fitted: undefined,
  };
}

export function candidatesOf({ set, seeds }: LearnerSession): LoadedCandidates {
  return { grid: set.grid, seeds };
}

/**
 * Takes a measured curve in and scores all curves anew. Throws `learner/bad-data`, before anything has changed, for a
 * candidate without a complete patch, for a curve with a number that is not finite and for one of another length.
 *
 * @param seen the image novelty knows the patch already, because it was expected to be measured
 */
export function observeCurve(session: LearnerSession, candidate: number, curve: IvCurve, seen = false): Scores {
  checkObservation(session, candidate, curve);
  const { set, imageNovelty } = session;
  if (!seen) addMeasuredPatch(imageNovelty, set, candidate);
  addToTraining(session, candidate, curve);
  return scoresOf(session);
}

/** Sets the training set to these points alone. The patches that were seen stay seen. */
export function retrainOn(
  session: LearnerSession,
  points: readonly { readonly candidate: number; readonly curve: IvCurve }[],
): void {
  session.patches = createPatchArchive();
  session.curves = createCurveArchive(session.config.novelty);
  session.loopAreas = [];
  session.fitted = undefined;
  for (const { candidate, curve } of points) addToTraining(session, candidate, curve);
}

/** Scores of the training set, by order of acquisition. */
export function scoresOf({ set, patches, curves, config }: LearnerSession): Scores {
  return {
    novelty: spectralNovelty(curves, config.novelty.spectral),
    diversity: {
      structural: structuralDiversity(patches, set, config.novelty.diversity),
      spectral: spectralDiversity(curves),
    },
  };
}

function addToTraining(
  { set, patches, curves, loopAreas, config }: LearnerSession,
  candidate: number,
  curve: IvCurve,
): void {
  addPatch(patches, set, candidate);
  addCurve(curves, Float64Array.from(curve.amperes), config.seeds);
  loopAreas.push(loopAreaAmperes(curve));
}

/** What the quality gate says of a curve before it is taken in. */
export function judgeCurve({ config, curves }: LearnerSession, { amperes }: IvCurve): CurveQuality {
  return assessCurve(amperes, {
    settings: config.quality,
    limitAmperes: config.limits.maxCurrentAmperes,
    points: curves.curves[0]?.length ?? amperes.length,
    noiseBefore: curves.noiseAmperes,
  });
}

/** Counts the patch of a curve that does not enter as seen. Throws `learner/bad-data` where it is incomplete. */
export function seePatch({ set, imageNovelty }: LearnerSession, candidate: number, seen: boolean): void {
  if (set.usable[candidate] !== 1) throw noPatch(set, candidate);
  if (!seen) addMeasuredPatch(imageNovelty, set, candidate);
}

/**
 * 1 for every candidate that may be proposed: complete, not measured, not vetoed, and not too near to a place that is
 * measured or about to be.
 */
export function allowedCandidates(
  { set, patches, config }: LearnerSession,
  vetoed: readonly number[],
  pending: readonly number[] = [],
): Uint8Array {
  const allowed = Uint8Array.from(set.usable);
  for (const candidate of patches.candidates) allowed[candidate] = 0;
  for (const candidate of vetoed) allowed[candidate] = 0;
  for (const candidate of pending) allowed[candidate] = 0;
  keepDistance(allowed, set.grid, [...patches.candidates, ...pending], config.gate.minDistancePixels);
  return allowed;
}

function checkObservation({ set, curves }: LearnerSession, candidate: number, { amperes }: IvCurve): void {
  if (set.usable[candidate] !== 1) throw noPatch(set, candidate);
  const length = curves.curves[0]?.length ?? amperes.length;
  if (amperes.length !== length || length === 0)
    throw badData(`The curve has ${amperes.length} points, where the session has ${length}.`);
  const bad = amperes.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw badData(`The current at point ${bad} of the curve is ${amperes[bad]}, not a number of amperes.`);
}

function noPatch({ count }: PatchSet, candidate: number): ConsoleError {
  return badData(`Candidate ${candidate} has no complete patch in this frame of ${count} candidates.`);
}

function badData(message: string): ConsoleError {
  return new ConsoleError({
    code: 'learner/bad-data',
    message,
    hint: 'Measure the place again, or veto it.',
  });
}
