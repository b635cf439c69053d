/** What the learner knows of one session: candidates, curves, patches and the newest model. */
import { ConsoleError } from '../../src-shared/errors';
import type { IvCurve } from '../../src-shared/sweep';
import type { LearnerSetup, LoadedCandidates, Scores } from '../engine/ports';
import { createRandom, type Random } from '../numerics/random';
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
import { chooseSeeds } from './policy/seedPoints';

export interface LearnerSession {
  readonly config: LearnerSetup['config'];
  readonly set: PatchSet;
  readonly seeds: readonly number[];
  readonly random: Random;
  readonly imageNovelty: ImageNovelty;
  readonly patches: PatchArchive;
  readonly curves: CurveArchive;
  /** Opening of every curve, amperes, by order of acquisition. */
  readonly loopAreas: number[];
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
    imageNovelty: createImageNovelty(set, config.novelty.image),
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
  const { set, imageNovelty, patches, curves, config } = session;
  if (!seen) addMeasuredPatch(imageNovelty, set, candidate);
  addPatch(patches, set, candidate);
  addCurve(curves, Float64Array.from(curve.amperes), config.seeds);
  session.loopAreas.push(loopAreaAmperes(curve));
  return {
    novelty: spectralNovelty(curves, config.novelty.spectral),
    diversity: {
      structural: structuralDiversity(patches, set, config.novelty.diversity),
      spectral: spectralDiversity(curves),
    },
  };
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
  if (set.usable[candidate] !== 1)
    throw badData(`Candidate ${candidate} has no complete patch in this frame of ${set.count} candidates.`);
  const length = curves.curves[0]?.length ?? amperes.length;
  if (amperes.length !== length || length === 0)
    throw badData(`The curve has ${amperes.length} points, where the session has ${length}.`);
  const bad = amperes.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw badData(`The current at point ${bad} of the curve is ${amperes[bad]}, not a number of amperes.`);
}

function badData(message: string): ConsoleError {
  return new ConsoleError({
    code: 'learner/bad-data',
    message,
    hint: 'Measure the place again, or veto it.',
  });
}
