/**
 * One Dual-VAE at work in a thread of its own, as in the program; the benchmark bundles this file. It answers `open`
 * (a problem), `run` (some epochs from the start) and `peerData` (one step in numbers, for others to repeat).
 */
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { DEFAULT_MANIFOLD_SETTINGS } from '../../src-shared/manifold';
import { createRandom, standardNormal } from '../../src-main/numerics/random';
import { initialiseParameters } from '../../src-main/learning/dualVae/parameters';
import { shapeOf } from '../../src-main/learning/dualVae/shape';
import { allocateVae, evaluateStep } from '../../src-main/learning/dualVae/step';
import { trainPrepared } from '../../src-main/learning/dualVae/train';
import { openKernels } from '../../src-main/learning/tensor/openKernels';
import { isHelperData, runHelper } from '../../src-main/learning/tensor/wasm/helperThreads';

const [SIDE, LENGTH] = [16, 251];
const monotonicSeconds = () => performance.now() / 1000;

/** Smooth patches and curves, all different. */
function pairs(count) {
  const images = Float32Array.from({ length: count * SIDE ** 2 }, (_, k) => 0.5 + 0.45 * Math.sin(0.013 * (k + 1)));
  const spectra = Float32Array.from({ length: count * LENGTH }, (_, k) => 0.5 + 0.45 * Math.cos(0.021 * (k + 1)));
  const seen = Array.from({ length: count }, (_, k) => k);
  return { count, side: SIDE, length: LENGTH, images, spectra, minAmperes: 0, maxAmperes: 1e-9, seen, excluded: [] };
}

function serve() {
  const { kernels, fallback } = openKernels({
    monotonicSeconds,
    folder: workerData.kernelFolder,
    threads: workerData.threads,
    spawnHelper: (data) => new Worker(fileURLToPath(import.meta.url), { workerData: data }),
  });
  if (fallback !== undefined) throw new Error(`The compiled kernels cannot be measured: ${fallback}`);
  const means = { kernels, monotonicSeconds, cancelled: () => false, onProgress: () => undefined };
  let settings;
  let data;

  const answers = {
    open({ n, ...changed }) {
      settings = { ...DEFAULT_MANIFOLD_SETTINGS, ...changed };
      data = pairs(n);
      return { name: kernels.name, threads: kernels.threads };
    },
    run({ epochs }) {
      return trainPrepared(means, data, { ...settings, epochs }, undefined).info.secondsPerEpoch;
    },
    peerData() {
      return kernels.scope(() => {
        const machine = allocateVae(kernels, shapeOf(settings, SIDE, LENGTH), data.count);
        machine.images.set(data.images);
        machine.spectra.set(data.spectra);
        initialiseParameters(machine.parameters, machine.shape, settings.seed);
        const random = createRandom(settings.seed);
        const draw = ({ length }) => Float64Array.from({ length }, () => standardNormal(random));
        const { imageSamples, spectrumSamples } = machine.latents;
        const noise = { image: draw(imageSamples), spectrum: draw(spectrumSamples) };
        const { beta, gamma } = settings;
        const terms = evaluateStep(kernels, machine, { noise, weights: { beta, gamma, closedFormKl: false } });
        const numbers = [machine.parameters.flat, machine.gradient.flat, data.images, data.spectra];
        return {
          loss: terms.total,
          sizes: { count: data.count, side: SIDE, length: LENGTH, coord: settings.coord, latent: settings.latent },
          arrays: [...numbers, noise.image, noise.spectrum].map((values) => Float32Array.from(values)),
        };
      });
    },
  };
  parentPort.on('message', ({ call, ...request }) => parentPort.postMessage(answers[call](request)));
}

if (isHelperData(workerData)) runHelper(workerData);
else serve();
