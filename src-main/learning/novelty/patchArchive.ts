/** The measured patches with all distances between them: structural diversity and the most similar neighbours. */
import type { NoveltySettings } from '../../../src-shared/experiment';
import { heightPatch, type PatchSet } from '../patches';
import { meanCurve, rmsDistance } from './curveDistance';
import { setDiversity } from './diversity';
import { distanceToPatch } from './imageNovelty';

/** Measured candidates in the order of acquisition; it only ever grows. */
export interface PatchArchive {
  readonly candidates: number[];
  /** Sum of patch distances over all pairs, dimensionless. */
  pairSum: number;
}

export function createPatchArchive(): PatchArchive {
  return { candidates: [], pairSum: 0 };
}

export function addPatch(archive: PatchArchive, set: PatchSet, candidate: number): void {
  const distance = distanceToPatch(set, candidate);
  for (const other of archive.candidates) archive.pairSum += distance(other);
  archive.candidates.push(candidate);
}

/** Diversity of the measured patches, heights on the common scale 0..1; the mean over pairs is kept, others are computed anew. */
export function structuralDiversity(
  { candidates, pairSum }: PatchArchive,
  set: PatchSet,
  measure: NoveltySettings['diversity'],
): number {
  const pairs = (candidates.length * (candidates.length - 1)) / 2;
  if (measure === 'meanPairwise') return pairs > 0 ? pairSum / pairs : 0;
  const patches = candidates.map((candidate) => Float64Array.from(heightPatch(set, candidate)));
  const centroid = meanCurve(patches);
  return setDiversity(
    measure,
    patches.length,
    (i, j) => rmsDistance(patches[i]!, patches[j]!),
    (i) => rmsDistance(patches[i]!, centroid),
  );
}

/** Indices of the `count` measured points whose patches are most like that of a candidate, nearest first. */
export function similarMeasured(archive: PatchArchive, set: PatchSet, candidate: number, count = 3): number[] {
  const distance = distanceToPatch(set, candidate);
  return archive.candidates
    .map((measured, index) => ({ index, distance: distance(measured) }))
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .slice(0, count)
    .map(({ index }) => index);
}
