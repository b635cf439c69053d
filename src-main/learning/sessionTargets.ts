/** What the model is to learn about each measured point. */
import { spectralNovelty, trainingTargets, type CurveArchive } from './novelty/spectralNovelty';
import { policyTraits } from './policy/policyMethod';
import type { LearnerSession } from './session';

/** Scores of the first so many points among themselves, scaled to 0..1: as if no later one had been measured. */
export function sessionTargets({ config, curves, loopAreas }: LearnerSession, points: number): Float64Array {
  const { target } = policyTraits(config.policy);
  if (target === 'loopArea') return trainingTargets(Float64Array.from(loopAreas.slice(0, points)));
  return trainingTargets(spectralNovelty(firstOf(curves, points), config.novelty.spectral));
}

/** The reference current stays: it scales all scores alike, and the targets are scaled anyway. */
function firstOf(archive: CurveArchive, points: number): CurveArchive {
  if (points === archive.curves.length) return archive;
  return {
    ...archive,
    curves: archive.curves.slice(0, points),
    distances: archive.distances.slice(0, points).map((row) => row.slice(0, points)),
  };
}
