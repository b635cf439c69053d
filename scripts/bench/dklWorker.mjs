/**
 * One learner at work in a thread of its own, as in the program; the benchmark bundles this file. It answers
 * `prepare` (grow to n - 1 curves), `run` (one whole step with the n-th) and `peerData` (the same problem for others).
 */
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { DEFAULT_EXPERIMENT, PAPER_MODEL } from '../../src-shared/experiment';
import { createRandom, uniform } from '../../src-main/numerics/random';
import { fitSession } from '../../src-main/learning/fitSession';
import { proposeNext } from '../../src-main/learning/proposeNext';
import { observeCurve, openSession } from '../../src-main/learning/session';
import { openKernels } from '../../src-main/learning/tensor/openKernels';
import { plainKernels } from '../../src-main/learning/tensor/plainKernels';
import { isHelperData, runHelper } from '../../src-main/learning/tensor/wasm/helperThreads';

const BUMPS = 300;
const CURVE_POINTS = 251;

const monotonicSeconds = () => performance.now() / 1000;

/** A film of round bumps, 2 µm wide. */
function film(side) {
  const random = createRandom(7);
  const heightsMetres = new Float32Array(side * side);
  for (let bump = 0; bump < BUMPS; bump++) {
    const [row, col, height, width] = [side, side, 1e-8, 0.04 * side].map((most) => uniform(random) * most);
    for (let k = 0; k < heightsMetres.length; k++) {
      const squared = (Math.floor(k / side) - row) ** 2 + ((k % side) - col) ** 2;
      heightsMetres[k] += height * Math.exp(-squared / (2 * (width + 1) ** 2));
    }
  }
  return { rows: side, cols: side, widthMetres: 2e-6, heightMetres: 2e-6, heightsMetres };
}

/** The higher the place, the more the current bends upwards. */
function curveAt({ set }, candidate) {
  const { grid, size, image, imageCols } = set;
  const pixel = (Math.floor(candidate / grid.cols) + size / 2) * imageCols + (candidate % grid.cols) + size / 2;
  const volts = Float64Array.from({ length: CURVE_POINTS }, (_, k) => (1.5 * k) / (CURVE_POINTS - 1));
  return { volts, amperes: volts.map((v) => 1e-9 * v * (1 + image[pixel] * v)) };
}

/** A session that shares nothing that an observation changes. */
function copyOf(session) {
  const { imageNovelty, patches, curves } = session;
  return { ...session, ...structuredClone({ imageNovelty, patches, curves }), fitted: undefined };
}

/** Bytes in use when all that can be given back has been. */
function memory() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { rss, own: heapUsed + arrayBuffers };
}

function serve() {
  const { kernels, fallback } =
    workerData.kernels === 'plain'
      ? { kernels: plainKernels, fallback: undefined }
      : openKernels({
          monotonicSeconds,
          folder: workerData.kernelFolder,
          threads: workerData.threads,
          spawnHelper: (data) => new Worker(fileURLToPath(import.meta.url), { workerData: data }),
        });
  if (fallback !== undefined) throw new Error(`The compiled kernels cannot be measured: ${fallback}`);
  let session;
  let places = [];

  function open({ profile, side, largest, cycles }) {
    const config = { ...DEFAULT_EXPERIMENT, seeds: largest };
    session = openSession({
      frame: film(side),
      config: { ...config, model: { ...PAPER_MODEL, profile, cycles } },
    });
    places = session.seeds;
    // Seeds are the places to measure here; the learner itself takes the first ten for seeds, as by default.
    session = { ...session, config: { ...session.config, seeds: DEFAULT_EXPERIMENT.seeds } };
  }

  function observeNext(into) {
    const candidate = places[into.patches.candidates.length];
    observeCurve(into, candidate, curveAt(into, candidate));
  }

  function step(cycles) {
    const trial = copyOf(session);
    const { config } = trial;
    const run = { ...trial, config: { ...config, model: { ...config.model, cycles: cycles ?? config.model.cycles } } };
    const started = monotonicSeconds();
    observeNext(run);
    const observed = monotonicSeconds();
    const report = fitSession(run, { kernels, monotonicSeconds, checkAborted: () => undefined });
    const trained = monotonicSeconds();
    const { proposal } = proposeNext(run, kernels, { step: 1, round: 1, vetoed: [] });
    const ended = monotonicSeconds();
    const seconds = { train: trained - observed, predict: ended - trained, step: ended - started };
    return { seconds, loss: report.loss, candidate: proposal.candidate, run };
  }

  /** GFLOP/s of one dense layer, the best of a few short runs: what the kernels can do undisturbed. */
  function speedOf({ rows, inner, cols }) {
    return kernels.scope(() => {
      const [input, weights, bias, output] = [rows * inner, inner * cols, cols, rows * cols].map((length) =>
        kernels.single(length).fill(0.5),
      );
      const job = { input, weights, bias, output, rows, inner, cols, activation: 'relu' };
      const operations = 2 * rows * inner * cols;
      const repeats = Math.max(1, Math.ceil(2e9 / operations));
      let best = Infinity;
      for (let round = 0; round < 5; round++) {
        const started = monotonicSeconds();
        for (let k = 0; k < repeats; k++) kernels.dense(job);
        best = Math.min(best, (monotonicSeconds() - started) / repeats);
      }
      return operations / best / 1e9;
    });
  }

  const answers = {
    open,
    memory,
    speeds: ({ shapes }) => shapes.map(speedOf),
    prepare({ n }) {
      while (session.patches.candidates.length < n - 1) observeNext(session);
      return { name: kernels.name, threads: kernels.threads, candidates: session.set.count };
    },
    run({ cycles }) {
      const { seconds, loss, candidate } = step(cycles);
      return { seconds, loss, candidate };
    },
    peerData() {
      const { run } = step(1);
      const { set, patches, fitted } = run;
      return {
        image: set.image,
        side: set.imageCols,
        size: set.size,
        measured: [...patches.candidates],
        targets: [...fitted.targets],
      };
    },
  };
  parentPort.on('message', ({ call, ...request }) => parentPort.postMessage(answers[call](request)));
}

if (isHelperData(workerData)) runHelper(workerData);
else serve();
