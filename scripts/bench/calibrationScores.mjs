/** What a prediction with error bands is worth where the truth is known. */
import { meanCurve, rmsDistance } from '../../src-main/learning/novelty/curveDistance';
import { spectralNovelty } from '../../src-main/learning/novelty/spectralNovelty';

const NEIGHBOURS = { knn: 5, nearest: 1 };

/** The scores that further curves would get, each alone, on the scale 0..1 of the measured ones; may lie outside. */
export function truthOfNewCurves(archive, further, kind) {
  const { curves, referenceAmperes } = archive;
  const scores = spectralNovelty(archive, kind);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  return further.map((curve) => (noveltyOf(curves, curve, kind) / referenceAmperes - low) / (high - low));
}

function noveltyOf(curves, curve, kind) {
  if (kind === 'toMean') return rmsDistance(curve, meanCurve(curves));
  const distances = curves.map((other) => rmsDistance(curve, other));
  const near = kind === 'meanDist' ? distances : distances.sort((a, b) => a - b).slice(0, NEIGHBOURS[kind]);
  return mean(near);
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Root mean square error and spread of the truth, and for every kind of band the shares of the truth within one and two
 * standard deviations and the mean negative log density. `latent`: of the process; `predictive`: with its noise;
 * `scaled`: that times the root mean square of the leave-one-out scores.
 */
export function judgeBands({ expected, mean: predicted, variance, noise, leaveOneOut }) {
  const errors = expected.map((value, k) => value - predicted[k]);
  const centre = mean(expected);
  const factor = rootMeanSquare(Array.from(leaveOneOut));
  const of = (added, scale) =>
    band(
      errors,
      Array.from(variance, (value) => scale * Math.sqrt(value + added)),
    );
  return {
    rmse: rootMeanSquare(errors),
    spread: rootMeanSquare(expected.map((value) => value - centre)),
    latent: of(0, 1),
    predictive: of(noise, 1),
    scaled: of(noise, factor),
  };
}

const rootMeanSquare = (values) => Math.sqrt(mean(values.map((value) => value * value)));

function band(errors, sigmas) {
  const z = errors.map((error, k) => error / sigmas[k]);
  const within = (limit) => mean(z.map((value) => (Math.abs(value) <= limit ? 1 : 0)));
  const density = mean(z.map((value, k) => 0.5 * value * value + Math.log(sigmas[k]) + 0.5 * Math.log(2 * Math.PI)));
  return { one: within(1), two: within(2), nlpd: density };
}
