/**
 * One film after another in a thread: how well the model of a schedule knows what it does not know. It answers `path`
 * (the places that a policy measures on a film) and `judge` (fits on the first n of them, held against the truth).
 */
import { parentPort, workerData } from 'node:worker_threads';
import { DEFAULT_EXPERIMENT, PAPER_MODEL } from '../../src-shared/experiment';
import { pixelToSample } from '../../src-shared/geometry';
import { candidatePixel } from '../../src-shared/maps';
import { systemClock } from '../../src-main/clock';
import { createSimulator } from '../../src-main/instrument/simulator/driver';
import { STABLE } from '../../src-main/instrument/simulator/imperfections';
import { predictPosterior } from '../../src-main/learning/dkl/predict';
import { fitSession } from '../../src-main/learning/fitSession';
import { gatherPatches } from '../../src-main/learning/patches';
import { proposeNext } from '../../src-main/learning/proposeNext';
import { observeCurve, openSession } from '../../src-main/learning/session';
import { openKernels } from '../../src-main/learning/tensor/openKernels';
import { createRandom, deriveRandom, uniform } from '../../src-main/numerics/random';
import { judgeBands, truthOfNewCurves } from './calibrationScores.mjs';

const HELD_OUT = 1000;
const NEVER = new AbortController().signal;
const monotonicSeconds = () => systemClock.monotonicSeconds();
const { kernels, fallback } = openKernels({ monotonicSeconds, folder: workerData.kernelFolder });
if (fallback !== undefined) throw new Error(`The compiled kernels cannot be used: ${fallback}`);

/** The film of the newest call; making one costs more than looking at it. */
let newest;

async function openFilm(film) {
  if (newest?.film === film) return newest;
  const setup = {
    pixels: DEFAULT_EXPERIMENT.scan.cols,
    filmSeed: film,
    speed: 'max',
    clock: systemClock,
    imperfections: STABLE,
  };
  const { instrument, groundTruth } = createSimulator(setup);
  await instrument.connect(NEVER);
  const frame = await instrument.scanFrame(DEFAULT_EXPERIMENT.scan, () => undefined, NEVER);
  newest = { film, instrument, groundTruth, frame, curves: new Map(), expected: new Map() };
  return newest;
}

function sessionOn({ film, frame }, model) {
  const settings = model === 'paper' ? PAPER_MODEL : { ...DEFAULT_EXPERIMENT.model, ...model };
  const config = { ...DEFAULT_EXPERIMENT, seed: film, model: settings };
  return openSession({ frame, config });
}

function placeOf({ config, set }, candidate) {
  return pixelToSample(config.scan, candidatePixel(set.grid, candidate));
}

/** Every place of a film is measured once at most, so that all schedules see the same curve there. */
async function measure(film, session, candidate) {
  let curve = film.curves.get(candidate);
  if (curve === undefined) {
    const { sweep, limits } = session.config;
    await film.instrument.moveTo(placeOf(session, candidate), NEVER);
    curve = await film.instrument.sweepBias(sweep, limits.maxCurrentAmperes, NEVER);
    film.curves.set(candidate, curve);
  }
  observeCurve(session, candidate, curve);
}

function fit(session) {
  return fitSession(session, { kernels, monotonicSeconds, checkAborted: () => undefined });
}

/** Candidates in random order, the same for the same film. */
function shuffled({ film }, { set }, stream) {
  const random = deriveRandom(createRandom(film), stream);
  const order = Array.from({ length: set.count }, (_, k) => k).filter((k) => set.usable[k] === 1);
  for (let k = order.length - 1; k > 0; k--) {
    const other = Math.floor(uniform(random) * (k + 1));
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order;
}

async function path({ film: seed, model, length, chosen }) {
  const film = await openFilm(seed);
  const session = sessionOn(film, model);
  const candidates = [...session.seeds];
  if (chosen === 'random') {
    const order = shuffled(film, session, 'calibration places').filter((k) => !candidates.includes(k));
    return [...candidates, ...order].slice(0, length);
  }
  for (const candidate of candidates) await measure(film, session, candidate);
  for (let step = 1; candidates.length < length; step++) {
    fit(session);
    const { candidate } = proposeNext(session, kernels, { step, round: 0, vetoed: [] }).proposal;
    await measure(film, session, candidate);
    candidates.push(candidate);
  }
  return candidates;
}

/** Fits after every curve where the model starts warm, else only where it is judged. */
async function judge({ film: seed, model, candidates, counts }) {
  const film = await openFilm(seed);
  const session = sessionOn(film, model);
  const measured = new Set(candidates);
  const heldOut = shuffled(film, session, 'held-out places')
    .filter((k) => !measured.has(k))
    .slice(0, HELD_OUT);
  const answers = [];
  for (const [index, candidate] of candidates.entries()) {
    await measure(film, session, candidate);
    const n = index + 1;
    const judged = counts.includes(n);
    const warm = session.config.model.start === 'warm' && n >= session.config.seeds;
    if (!judged && !warm) continue;
    const { seconds } = fit(session);
    const { profile, uncertainty } = session.config.model;
    if (judged)
      answers.push({
        profile,
        uncertainty,
        n,
        seconds,
        ...compare(session, heldOut, expectedScores(film, session, heldOut)),
      });
  }
  return answers;
}

/** What each held-out place would score, kept for the schedules that are judged on the same curves. */
function expectedScores(film, session, heldOut) {
  const { curves, config, patches } = session;
  const key = JSON.stringify([patches.candidates, config.novelty]);
  let expected = film.expected.get(key);
  if (expected === undefined) {
    const truth = heldOut.map((k) => film.groundTruth.meanCurve(placeOf(session, k), config.sweep).amperes);
    expected = truthOfNewCurves(curves, truth, config.novelty.spectral);
    film.expected.set(key, expected);
  }
  return expected;
}

function compare({ set, fitted }, heldOut, expected) {
  const latent = { ...fitted.model, band: { noise: 0, factor: 1 } };
  const { mean, variance } = predictPosterior(kernels, latent, heldOut.length, (first, rows, into) =>
    gatherPatches(set, heldOut.slice(first, first + rows), into),
  );
  const { leaveOneOut, hyper } = fitted.model;
  return judgeBands({ expected, mean, variance, noise: hyper.noise, leaveOneOut });
}

const answers = { path, judge };
parentPort.on('message', ({ call, ...request }) => {
  answers[call](request).then(
    (value) => parentPort.postMessage(value),
    (error) => {
      // An unhandled rejection ends the thread, and whoever asked hears why.
      throw error;
    },
  );
});
