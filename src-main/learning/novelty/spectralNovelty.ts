/** How distinct each measured curve is from the others: the training target of the model. */
import { DEFAULT_EXPERIMENT, type NoveltySettings } from '../../../src-shared/experiment';
import { quantile } from '../../numerics/stats';
import { curveDistance, meanCurve, noiseAmperes, prepareCurve, rmsDistance } from './curveDistance';
import { scoreAgainst, scoreAll } from './curveScores';
import { setDiversity } from './diversity';

/** Curves in the order of acquisition with all distances between them; it only ever grows. */
export interface CurveArchive {
  readonly settings: NoveltySettings;
  readonly curves: Float64Array[];
  /** Curves as they are compared, see `prepareCurve`. */
  readonly prepared: Float64Array[];
  /** distances[i][j] of prepared curves, both triangles; for `pca`, whose axes move, the root mean square ones. */
  readonly distances: number[][];
  /** Scores given when a curve came in, for `causal` and `frozen`; not yet divided by the reference. */
  readonly firstScores: number[];
  /** Noise of every curve. */
  readonly noiseAmperes: number[];
  /** Sum of root mean square distances over all pairs, amperes. */
  pairSumAmperes: number;
  /** Scale of the scores, amperes; changes until the seeds are complete, then never again. */
  referenceAmperes: number;
}

export function createCurveArchive(settings: NoveltySettings = DEFAULT_EXPERIMENT.novelty): CurveArchive {
  return {
    settings,
    curves: [],
    prepared: [],
    distances: [],
    firstScores: [],
    noiseAmperes: [],
    pairSumAmperes: 0,
    referenceAmperes: 0,
  };
}

/**
 * Adds a curve: n distances, nothing else is computed again.
 *
 * Distances are kept in amperes, so the reference current, which is frozen once `seeds` curves are in, divides the
 * scores only when they are read. A reference of 0 (every seed dead flat) is not frozen.
 */
export function addCurve(archive: CurveArchive, amperes: Float64Array, seeds: number): void {
  const { settings, curves, prepared, distances } = archive;
  const own = prepareCurve(amperes, settings);
  const kind = settings.distance === 'pca' ? 'rms' : settings.distance;
  const row = prepared.map((other) => curveDistance(kind, own, other));
  row.forEach((distance, i) => distances[i]!.push(distance));
  for (const other of curves) archive.pairSumAmperes += rmsDistance(amperes, other);
  distances.push([...row, 0]);
  curves.push(amperes);
  archive.noiseAmperes.push(noiseAmperes(amperes));
  prepared.push(own);
  scoreFirst(archive, seeds);
  if (curves.length <= seeds || archive.referenceAmperes === 0) archive.referenceAmperes = referenceCurrent(curves);
}

/** `causal`: against the curves before. `frozen`: among the curves so far; the seeds count as having come together. */
function scoreFirst({ settings, prepared, distances, firstScores }: CurveArchive, seeds: number): void {
  const newest = prepared.length - 1;
  if (settings.timing === 'causal') firstScores.push(scoreAgainst({ prepared, distances, settings }, newest));
  if (settings.timing !== 'frozen') return;
  const scores = scoreAll({ prepared, distances, settings });
  if (prepared.length <= seeds) firstScores.splice(0, newest, ...scores);
  else firstScores.push(scores[newest]!);
}

/** 95th percentile over the curves of their largest |current|, in amperes. */
export function referenceCurrent(curves: readonly Float64Array[]): number {
  return quantile(
    curves.map((curve) => curve.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)),
    0.95,
  );
}

/**
 * The score of every curve, by order of acquisition, dimensionless: amperes are divided by the reference current. See
 * `curveScores` for the kinds. With the timing `all` they are computed afresh, so that they do not depend on the order of
 * visits. A single curve scores 0.
 */
export function spectralNovelty(archive: CurveArchive, kind: NoveltySettings['spectral']): Float64Array {
  const { curves, prepared, distances, referenceAmperes, firstScores } = archive;
  const n = curves.length;
  if (n < 2 || referenceAmperes === 0) return new Float64Array(n);
  const settings = { ...archive.settings, spectral: kind };
  const raw =
    settings.timing === 'all'
      ? scoreAll({ prepared: prepared.slice(0, n), distances, settings })
      : firstScores.slice(0, n);
  const unit = scoresAreCurrents(settings) ? referenceAmperes : 1;
  return Float64Array.from(raw, (score) => score / unit);
}

/** Whether the scores are amperes before they are divided by the reference. */
function scoresAreCurrents({ spectral, distance }: NoveltySettings): boolean {
  if (spectral === 'mahal' || spectral === 'lof') return false;
  if (spectral === 'recon') return distance !== 'shape';
  return distance !== 'shape' && distance !== 'cosine';
}

/** Diversity of the curves by their root mean square distances in units of the reference; see `setDiversity`. */
export function spectralDiversity({ curves, pairSumAmperes, referenceAmperes, settings }: CurveArchive): number {
  const pairs = (curves.length * (curves.length - 1)) / 2;
  if (pairs === 0 || referenceAmperes === 0) return 0;
  if (settings.diversity === 'meanPairwise') return pairSumAmperes / pairs / referenceAmperes;
  const centroid = meanCurve(curves);
  return setDiversity(
    settings.diversity,
    curves.length,
    (i, j) => rmsDistance(curves[i]!, curves[j]!) / referenceAmperes,
    (i) => rmsDistance(curves[i]!, centroid) / referenceAmperes,
  );
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
