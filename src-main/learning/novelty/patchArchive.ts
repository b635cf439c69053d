/** The measured patches with all distances between them: structural diversity and the most similar neighbours. */
import type { PatchSet } from '../patches';
import { patchRms } from './imageNovelty';

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
  for (const other of archive.candidates) archive.pairSum += patchRms(set, candidate, other);
  archive.candidates.push(candidate);
}

/** Mean distance over all pairs of measured patches, heights on the common scale 0..1; 0 for fewer than two. */
export function structuralDiversity({ candidates, pairSum }: PatchArchive): number {
  const pairs = (candidates.length * (candidates.length - 1)) / 2;
  return pairs > 0 ? pairSum / pairs : 0;
}

/** Indices of the `count` measured points whose patches are most like that of a candidate, nearest first. */
export function similarMeasured(archive: PatchArchive, set: PatchSet, candidate: number, count = 3): number[] {
  return archive.candidates
    .map((measured, index) => ({ index, distance: patchRms(set, candidate, measured) }))
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .slice(0, count)
    .map(({ index }) => index);
}
