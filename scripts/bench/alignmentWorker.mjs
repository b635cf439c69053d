/**
 * Held-out scores of the modes of the Dual-VAE in a thread; the benchmark bundles this file. It answers `score` (one
 * mode on one fold of a data set), `merge` (several of them together), `folds` (how many there are), `cap` (what knowing
 * the structure exactly would give) and `reference` (what a plain regression makes of all folds).
 */
import { parentPort, workerData } from 'node:worker_threads';
import { DEFAULT_EXPERIMENT } from '../../src-shared/experiment';
import { pixelToSample } from '../../src-shared/geometry';
import { settingsFor } from '../../src-shared/manifold';
import { candidatePixel } from '../../src-shared/maps';
import { systemClock } from '../../src-main/clock';
import { openMeasurement } from '../../src-main/files/openMeasurement';
import { classMixture, mixHidden } from '../../src-main/instrument/simulator/classes';
import { meanCurrents } from '../../src-main/instrument/simulator/curve';
import { createSimulator } from '../../src-main/instrument/simulator/driver';
import { FOLDS, foldsOf, heldOutScores, scoreFold } from '../../src-main/learning/dualVae/heldOut';
import { preparePairs } from '../../src-main/learning/dualVae/pairData';
import { alignmentOf } from '../../src-main/learning/dualVae/recipe';
import { profileText } from '../../src-main/learning/dualVae/shape';
import { retrievalScore } from '../../src-main/learning/dualVae/evaluate';
import { buildPatchSet, gatherPatches } from '../../src-main/learning/patches';
import { openKernels } from '../../src-main/learning/tensor/openKernels';
import { choose, createRandom } from '../../src-main/numerics/random';
import { referenceRanks } from './pairReference.mjs';

const POINTS = 210;
const SIDE = 16;
/** The grid of 30 x 30 pixels has room for small patches only. */
const GRID_SIDE = 8;
const NEVER = new AbortController().signal;
const monotonicSeconds = () => performance.now() / 1000;

const { kernels, fallback } = openKernels({ monotonicSeconds, folder: workerData.kernelFolder, threads: 1 });
if (fallback !== undefined) throw new Error(`The compiled kernels cannot be measured: ${fallback}`);
const means = { kernels, monotonicSeconds, cancelled: () => false, onProgress: () => undefined };

/** Random points of a simulated film, measured as a session would. */
async function film(seed) {
  const setup = { pixels: 128, filmSeed: seed, speed: 'max', clock: systemClock };
  const { instrument, groundTruth } = createSimulator(setup);
  await instrument.connect(NEVER);
  const { scan, sweep, limits } = DEFAULT_EXPERIMENT;
  const frame = await instrument.scanFrame(scan, () => undefined, NEVER);
  const set = buildPatchSet(frame, { size: SIDE, stride: 1, normalisation: 'perPatch' });
  const candidates = choose(createRandom(seed), POINTS, set.count);
  const patches = new Float32Array(POINTS * SIDE ** 2);
  gatherPatches(set, candidates, patches);
  const pixels = candidates.map((candidate) => candidatePixel(set.grid, candidate));
  const curves = [];
  for (const pixel of pixels) {
    await instrument.moveTo(pixelToSample(scan, pixel), NEVER);
    curves.push((await instrument.sweepBias(sweep, limits.maxCurrentAmperes, NEVER)).amperes);
  }
  await instrument.close();
  return { patches, side: SIDE, curves, pixels, groundTruth, sweep };
}

/** Random pixels of a raster with an image and a curve at each. */
function rasterPairs({ rows, cols, image, curveAt, side, seed }) {
  const set = rasterPatches(rows, cols, side);
  const all = set.filter(({ row, col }) => curveAt(row * cols + col).every(Number.isFinite));
  const chosen = choose(createRandom(seed), Math.min(POINTS, all.length), all.length).map((k) => all[k]);
  const patches = Float32Array.from(
    chosen.flatMap(({ row, col }) =>
      Array.from({ length: side * side }, (_, k) => {
        const [i, j] = [row - side / 2 + Math.floor(k / side), col - side / 2 + (k % side)];
        return image[i * cols + j];
      }),
    ),
  );
  return { patches, side, curves: chosen.map(({ row, col }) => curveAt(row * cols + col)) };
}

/** Pixels whose window fits. */
function rasterPatches(rows, cols, side) {
  const places = [];
  for (let row = side / 2; row + side / 2 <= rows; row++)
    for (let col = side / 2; col + side / 2 <= cols; col++) places.push({ row, col });
  return places;
}

/** Topography and current of a recorded grid. */
async function nanonisGrid(path) {
  const { images, spectra } = await openMeasurement(path);
  const current = spectra.find(({ unit, raster }) => unit === 'A' && raster !== undefined);
  const topography = images.find(({ channel }) => channel === 'Z');
  const length = current.axis.values.length;
  const curveAt = (k) => Array.from(current.values.subarray(k * length, (k + 1) * length));
  const { rows, cols } = current.raster;
  return rasterPairs({ rows, cols, image: topography.values, curveAt, side: GRID_SIDE, seed: 1 });
}

/** A map of curves whose first point, at the lowest field, is the image and no part of the curves. Zeros are failures. */
function curveMap({ values, rows, cols, points }) {
  const at = (k) => Array.from(values.subarray(k * points, (k + 1) * points), (value) => (value === 0 ? NaN : value));
  const image = Float64Array.from({ length: rows * cols }, (_, k) => at(k)[0]);
  return rasterPairs({ rows, cols, image, curveAt: (k) => at(k).slice(1), side: SIDE, seed: 1 });
}

async function readPairs({ kind, seed, path, map }) {
  if (kind === 'film') return film(seed);
  return kind === 'grid' ? nanonisGrid(path) : curveMap(map);
}

function prepared({ patches, side, curves }) {
  const length = curves[0].length;
  const flat = Float32Array.from(curves.flatMap((curve) => [...curve]));
  return preparePairs({ count: curves.length, side, length, patches, curves: flat });
}

/** Every so many points of a curve the noise is another one. */
const INDEPENDENT = 5;
const NOISE = { share: 0.01, amperes: 6e-12 };
const CONDUCTANCES = Array.from({ length: 41 }, (_, k) => -4 + 0.2 * k);

/**
 * Retrieval by the likelihood of every curve at every place, for someone who knows the structure of each place and the
 * physics of the film exactly, but neither the hidden variable nor the local conductance nor the noise.
 */
function cap({ curves, pixels, groundTruth, sweep }) {
  const expected = pixels.map(({ row, col }) => {
    const k = row * groundTruth.cols + col;
    const { boundaryPixels, junction, asymmetric } = groundTruth;
    const visible = { boundaryPixels: boundaryPixels[k], junction: junction[k], asymmetric: asymmetric[k] === 1 };
    const weights = mixHidden(classMixture(visible), undefined);
    return CONDUCTANCES.map((conductance) => {
      const mean = meanCurrents({ heightMetres: 0, weights, conductance }, sweep);
      return { conductance, mean: mean.filter((_, p) => p % INDEPENDENT === 0) };
    });
  });
  const sparse = curves.map((curve) => curve.filter((_, p) => p % INDEPENDENT === 0));
  const logs = expected.map((places) =>
    sparse.map((curve) => logMean(places.map((place) => logLikelihood(place, curve)))),
  );
  const marginal = sparse.map((_, j) => logMean(logs.map((line) => line[j])));
  const rank = (scores, own) => 1 + scores.filter((score, k) => k !== own && score > scores[own]).length;
  const toSpectrum = logs.map((line, i) =>
    rank(
      line.map((score, j) => score - marginal[j]),
      i,
    ),
  );
  const toImage = sparse.map((_, j) =>
    rank(
      logs.map((line) => line[j]),
      j,
    ),
  );
  return { imageToSpectrum: retrievalScore(toSpectrum), spectrumToImage: retrievalScore(toImage) };
}

function logLikelihood({ conductance, mean }, curve) {
  let sum = -(conductance ** 2) / 2;
  for (let p = 0; p < mean.length; p++) {
    const variance = (NOISE.share * mean[p]) ** 2 + NOISE.amperes ** 2;
    sum -= (curve[p] - mean[p]) ** 2 / (2 * variance) + Math.log(variance) / 2;
  }
  return sum;
}

function logMean(logs) {
  const highest = Math.max(...logs);
  return highest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - highest), 0) / logs.length);
}

const answers = {
  async score({ dataset, mode, profile, fold }) {
    const data = prepared(await readPairs(dataset));
    const settings = settingsFor(mode, { profile });
    const score = scoreFold(means, data, { settings, alignment: alignmentOf(settings) }, fold);
    return { settings, profile: profileText(settings, data.side), points: data.count, ...score };
  },
  cap: async ({ dataset }) => cap(await film(dataset.seed)),
  async reference({ dataset }) {
    const { count, side, length, images, spectra } = prepared(await readPairs(dataset));
    const pairs = { count, side, length, patches: images, curves: spectra };
    const folds = foldsOf(count, settingsFor('corrected', {}).seed).map((left) => referenceRanks(pairs, left));
    return {
      imageToSpectrum: retrievalScore(folds.flatMap(({ imageRanks }) => imageRanks)),
      spectrumToImage: retrievalScore(folds.flatMap(({ spectrumRanks }) => spectrumRanks)),
    };
  },
  folds: () => Promise.resolve(FOLDS),
  merge: ({ scores }) => Promise.resolve(heldOutScores(scores)),
};
parentPort.on('message', ({ call, ...request }) => {
  answers[call](request).then(
    (answer) => parentPort.postMessage(answer),
    (error) => setImmediate(() => Promise.reject(error)),
  );
});
