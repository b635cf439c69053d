/** What the model is to learn about each measured point. */
import {
  addCurve,
  createCurveArchive,
  spectralNovelty,
  trainingTargets,
  type CurveArchive,
} from './novelty/spectralNovelty';
import { policyTraits } from './policy/policyMethod';
import type { LearnerSession } from './session';

/** Scores of the first so many points among themselves, scaled to 0..1: as if no later one had been measured. */
export function sessionTargets({ config, curves, loopAreas }: LearnerSession, points: number): Float64Array {
  const { target } = policyTraits(config.policy);
  if (target === 'loopArea') return trainingTargets(Float64Array.from(loopAreas.slice(0, points)));
  return trainingTargets(spectralNovelty(firstOf(curves, points, config.seeds), config.novelty.spectral));
}

/** The archive as it was when it held so many curves, to the last bit: a fit must not depend on when it is made. */
function firstOf(archive: CurveArchive, points: number, seeds: number): CurveArchive {
  if (points === archive.curves.length) return archive;
  // While the seeds come in the reference current changes with each of them.
  if (points <= seeds) {
    const before = createCurveArchive(archive.settings);
    for (const curve of archive.curves.slice(0, points)) addCurve(before, curve, seeds);
    return before;
  }
  const { curves, prepared, distances, firstScores, noiseAmperes } = archive;
  return {
    ...archive,
    curves: curves.slice(0, points),
    prepared: prepared.slice(0, points),
    distances: distances.slice(0, points).map((row) => row.slice(0, points)),
    firstScores: firstScores.slice(0, points),
    noiseAmperes: noiseAmperes.slice(0, points),
  };
}
