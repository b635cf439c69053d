/**
 * The kinds of spectral novelty, as pure functions of curves and distances:
 *
 * `meanDist` mean distance to the others; `toMean` distance to the mean curve; `knn` mean of the smallest distances;
 * `nearest` the smallest; `mahal` Mahalanobis distance in the space of the first principal components, with a thousandth
 * of their mean variance on the diagonal; `recon` root mean square of what the first components do not explain; `lof` the
 * local outlier factor.
 */
import type { NoveltySettings } from '../../../src-shared/experiment';
import { curveDistance, meanCurve } from './curveDistance';
import { memberFactors, outsideFactor, type DistanceTable } from './outlierFactor';
import { componentScores, principalComponents, squaredResidual } from './principalComponents';

/** Share of the mean variance of the components that is added to each of them. */
const RIDGE = 1e-3;

export interface CurveSet {
  /** Curves as they are compared. */
  readonly prepared: readonly Float64Array[];
  /** Their distances, for `pca` those that its moving axes replace. */
  readonly distances: DistanceTable;
  readonly settings: NoveltySettings;
}

/** Score of every curve against the whole set: for distances all others, for mean and components the set with itself. */
export function scoreAll(set: CurveSet): number[] {
  const { prepared, settings } = set;
  if (prepared.length < 2) return prepared.map(() => 0);
  const { curves, distances } = inSpace(set);
  if (settings.spectral === 'lof') return memberFactors(distances, settings.densityNeighbours);
  const scorer = scorerOf(curves, prepared, settings);
  if (scorer !== undefined) return prepared.map((_, i) => scorer(curves[i]!, prepared[i]!));
  return distances.map((row, i) =>
    fromDistances(
      row.filter((__, j) => j !== i),
      settings,
    ),
  );
}

/** Score of curve i against the curves before it; 0 for the first. */
export function scoreAgainst(set: CurveSet, i: number): number {
  const { prepared, settings } = set;
  if (i === 0) return 0;
  const upTo = { settings, prepared: prepared.slice(0, i + 1), distances: set.distances };
  const { curves, distances } = inSpace(upTo);
  const row = distances[i]!.slice(0, i);
  if (settings.spectral === 'lof') {
    const before = distances.slice(0, i).map((other) => other.slice(0, i));
    return outsideFactor(row, before, settings.densityNeighbours);
  }
  const scorer = scorerOf(curves.slice(0, i), prepared.slice(0, i), settings);
  return scorer === undefined ? fromDistances(row, settings) : scorer(curves[i]!, prepared[i]!);
}

/** The vectors that are compared and their distances; for `pca` the scores in the components of the set. */
function inSpace({ prepared, distances, settings }: CurveSet): {
  readonly curves: readonly Float64Array[];
  readonly distances: DistanceTable;
} {
  if (settings.distance !== 'pca') return { curves: prepared, distances };
  const model = principalComponents(prepared, settings.components);
  // Over the root of the points, so that it is comparable to the root mean square distance of whole curves.
  const scale = 1 / Math.sqrt(prepared[0]!.length);
  const curves = prepared.map((curve) => componentScores(model, curve).map((score) => score * scale));
  return { curves, distances: curves.map((a) => curves.map((b) => curveDistance('pca', a, b))) };
}

/** For the kinds that go by a model of the set: the score of a curve in it. */
function scorerOf(
  curves: readonly Float64Array[],
  prepared: readonly Float64Array[],
  settings: NoveltySettings,
): ((curve: Float64Array, prepared: Float64Array) => number) | undefined {
  switch (settings.spectral) {
    case 'toMean': {
      const mean = meanCurve(curves);
      return (curve) => curveDistance(settings.distance, curve, mean);
    }
    case 'mahal': {
      const model = principalComponents(prepared, settings.components);
      const ridge = (RIDGE * model.variances.reduce((sum, v) => sum + v, 0)) / Math.max(1, model.variances.length);
      return (_, own) =>
        Math.sqrt(
          componentScores(model, own).reduce((sum, score, k) => sum + score ** 2 / (model.variances[k]! + ridge), 0),
        );
    }
    case 'recon': {
      const model = principalComponents(prepared, settings.residualComponents);
      return (_, own) => Math.sqrt(squaredResidual(model, own) / own.length);
    }
    case 'meanDist':
    case 'knn':
    case 'nearest':
    case 'lof':
      return undefined;
  }
}

function fromDistances(others: readonly number[], { spectral, neighbours }: NoveltySettings): number {
  if (spectral === 'meanDist') return mean(others);
  const near = [...others].sort((a, b) => a - b).slice(0, spectral === 'knn' ? neighbours : 1);
  return mean(near);
}

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
