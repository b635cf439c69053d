/** How distinct each measured curve is from the others: the training target of the model. */
import type { NoveltySettings } from '../../../src-shared/experiment';
import { quantile } from '../../numerics/stats';
import { meanCurve, rmsDistance } from './curveDistance';

/** Neighbours that `knn` averages over. */
const NEIGHBOURS = 5;

/** Curves in the order of acquisition with all distances between them; it only ever grows. */
export interface CurveArchive {
  readonly curves: Float64Array[];
  /** distances[i][j] in amperes, both triangles. */
  readonly distances: number[][];
  /** Sum of distances over all pairs, amperes. */
  pairSumAmperes: number;
  /** Scale of the scores, amperes; changes until the seeds are complete, then never again. */
  referenceAmperes: number;
}

export function createCurveArchive(): CurveArchive {
  return { curves: [], distances: [], pairSumAmperes: 0, referenceAmperes: 0 };
}

/**
 * Adds a curve: n distances, nothing else is computed again.
 *
 * Distances are kept in amperes, so the reference current, which is frozen once `seeds` curves are in, divides the
 * scores only when they are read. A reference of 0 (every seed dead flat) is not frozen.
 */
export function addCurve(archive: CurveArchive, amperes: Float64Array, seeds: number): void {
  const { curves, distances } = archive;
  const row = curves.map((other) => rmsDistance(amperes, other));
  row.forEach((distance, i) => {
    distances[i]!.push(distance);
    archive.pairSumAmperes += distance;
  });
  distances.push([...row, 0]);
  curves.push(amperes);
  if (curves.length <= seeds || archive.referenceAmperes === 0) archive.referenceAmperes = referenceCurrent(curves);
}

/** 95th percentile over the curves of their largest |current|, in amperes. */
export function referenceCurrent(curves: readonly Float64Array[]): number {
  return quantile(
    curves.map((curve) => curve.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)),
    0.95,
  );
}

/**
 * The score of every curve, by order of acquisition, dimensionless (units of the reference current).
 *
 * `meanDist`: mean distance to all others. `toMean`: distance to the mean curve. `knn`: mean of the five smallest
 * distances. `nearest`: the smallest. All are computed afresh, so the scores do not depend on the order of visits. A
 * single curve scores 0.
 */
export function spectralNovelty(archive: CurveArchive, kind: NoveltySettings['spectral']): Float64Array {
  const { curves, distances, referenceAmperes } = archive;
  const n = curves.length;
  if (n < 2 || referenceAmperes === 0) return new Float64Array(n);
  const mean = kind === 'toMean' ? meanCurve(curves) : undefined;
  return Float64Array.from(curves, (curve, i) => {
    const amperes = mean === undefined ? fromDistances(distances[i]!, i, kind) : rmsDistance(curve, mean);
    return amperes / referenceAmperes;
  });
}

/** Mean distance over all pairs of curves, dimensionless; 0 for fewer than two. */
export function spectralDiversity({ curves, pairSumAmperes, referenceAmperes }: CurveArchive): number {
  const pairs = (curves.length * (curves.length - 1)) / 2;
  return pairs > 0 && referenceAmperes > 0 ? pairSumAmperes / pairs / referenceAmperes : 0;
}

/** Scores scaled to 0..1 over the measured set; 0.5 for all where they do not differ. */
export function trainingTargets(scores: Float64Array): Float64Array {
  let min = Infinity;
  let max = -Infinity;
  for (const score of scores) {
    if (score < min) min = score;
    if (score > max) max = score;
  }
  return scores.map((score) => (max > min ? (score - min) / (max - min) : 0.5));
}

function fromDistances(row: readonly number[], self: number, kind: NoveltySettings['spectral']): number {
  const others = row.filter((_, j) => j !== self);
  if (kind === 'meanDist') return mean(others);
  const near = others.sort((a, b) => a - b).slice(0, kind === 'knn' ? NEIGHBOURS : 1);
  return mean(near);
}

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
