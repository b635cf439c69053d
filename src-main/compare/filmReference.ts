/** What diversity and coverage on a film are measured against: the film itself, whatever any policy measured on it. */
import type { ExperimentConfig } from '../../src-shared/experiment';
import { pixelToSample } from '../../src-shared/geometry';
import { candidatePixel } from '../../src-shared/maps';
import type { GroundTruth } from '../instrument/simulator/groundTruth';
import { rmsDistance } from '../learning/novelty/curveDistance';
import { patchRms } from '../learning/novelty/imageNovelty';
import type { PatchSet } from '../learning/patches';
import { openCandidates } from '../learning/policy/choice';
import { median } from '../numerics/stats';

/** Places that stand for the film. */
const PLACES = 250;

/** One film, the same for all policies. */
export interface FilmReference {
  /** Curves without noise and wear at the places, amperes. */
  readonly curves: readonly Float64Array[];
  /** Median distance of a pair of places: the common width of the Vendi diversity. */
  readonly structuralWidth: number;
  /** The same for the curves, amperes. */
  readonly spectralWidthAmperes: number;
}

/** Up to 250 usable candidates, evenly spaced over their list, with the distances of all their pairs. */
export function filmReference(set: PatchSet, truth: GroundTruth, config: ExperimentConfig): FilmReference {
  const open = openCandidates(set.usable);
  const count = Math.min(PLACES, open.length);
  const places = Array.from({ length: count }, (_, k) => open[Math.floor(((k + 0.5) * open.length) / count)]!);
  const curves = places.map(
    (place) => truth.meanCurve(pixelToSample(config.scan, candidatePixel(set.grid, place)), config.sweep).amperes,
  );
  return {
    curves,
    structuralWidth: medianOfPairs(count, (i, j) => patchRms(set, places[i]!, places[j]!)),
    spectralWidthAmperes: medianOfPairs(count, (i, j) => rmsDistance(curves[i]!, curves[j]!)),
  };
}

function medianOfPairs(count: number, distance: (i: number, j: number) => number): number {
  const pairs = new Float64Array((count * (count - 1)) / 2);
  let pair = 0;
  for (let i = 1; i < count; i++) for (let j = 0; j < i; j++) pairs[pair++] = distance(i, j);
  return pairs.length === 0 ? 0 : median(pairs);
}
