/**
 * How well the modes of the Dual-VAE bring patches and curves together, on held-out pairs of five simulated films and of
 * two recorded data sets. What is finished is kept in a folder, so that the same call goes on after an interruption.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../setup/project.mjs';
import { say } from '../setup/report.mjs';
import { bundleLearner, startLearner } from './learners.mjs';
import { formatTable, median } from './statistics.mjs';

const ENTRY = 'alignmentWorker.mjs';
/** Not in out/, which every build empties. */
const results = join(projectRoot, 'node_modules/.cache/curioscope/alignment');
const MODES = ['notebook', 'corrected', 'aligned'];
const PROFILE = 'fast';
const FILMS = [1, 2, 3, 4, 5];

export async function benchAlignment({ quick, json }) {
  const folder = join(projectRoot, `node_modules/.cache/curioscope/bench-alignment-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  mkdirSync(results, { recursive: true });
  await bundleLearner(folder, ENTRY);
  const worker = startLearner(folder, { entry: ENTRY });
  const modes = (process.env.CURIOSCOPE_MODES ?? MODES.join(',')).split(',');
  const lines = [];
  try {
    const all = await datasets(quick);
    const folds = Number(process.env.CURIOSCOPE_FOLDS ?? (await worker.ask('folds')));
    // Fold by fold, so that an interrupted run has something of everything.
    for (let fold = 0; fold < folds; fold++)
      for (const dataset of all) for (const mode of modes) await scoreOf(worker, { dataset, mode, fold });
    for (const dataset of all) {
      const ask = () => worker.ask('cap', { dataset });
      const cap = dataset.kind === 'film' ? await kept(`${dataset.name}-cap`, ask) : undefined;
      for (const mode of modes) {
        const scores = [];
        for (let fold = 0; fold < folds; fold++) scores.push(await scoreOf(worker, { dataset, mode, fold }));
        const merged = await worker.ask('merge', { scores });
        const { settings, profile, points } = scores[0];
        const simulated = dataset.kind === 'film';
        lines.push({ dataset: dataset.name, simulated, mode, folds, settings, profile, points, ...merged, cap });
      }
    }
  } finally {
    await worker.close();
    rmSync(folder, { recursive: true, force: true });
  }
  report(lines, modes);
  if (json) say(JSON.stringify({ alignment: lines }));
}

/** The score of one mode on one fold. */
function scoreOf(worker, { dataset, mode, fold }) {
  const ask = () => worker.ask('score', { dataset, mode, fold, profile: PROFILE });
  return kept(`${dataset.name}-${mode}-${fold}`, ask);
}

/** The result of that name, from the disk or worked out and put there. */
async function kept(name, work) {
  const file = join(results, `${name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const result = await work();
  writeFileSync(file, JSON.stringify(result));
  return result;
}

/** Films, and the recorded files where this machine has them. */
async function datasets(quick) {
  const films = FILMS.slice(0, quick ? 1 : FILMS.length).map((seed) => ({ name: `film-${seed}`, kind: 'film', seed }));
  const data = join(process.env.CURIOSCOPE_TEST_DATA ?? join(projectRoot, '../shared'), 'data');
  const grid = join(data, 'nanonis_sts_grid_lockin.3ds');
  const map = join(data, 'bfo_iv_final.hf5');
  if (![grid, map].every((file) => existsSync(file))) {
    say(`No recorded data sets in ${data}: films only.`);
    return films;
  }
  return [
    ...films,
    { name: 'sts-grid', kind: 'grid', path: grid },
    { name: 'bfo-map', kind: 'map', map: await readMap(map) },
  ];
}

async function readMap(path) {
  const { default: h5wasm } = await import('h5wasm/node');
  await h5wasm.ready;
  const file = new h5wasm.File(path, 'r');
  const set = file.get('Measurement_000/Channel_000/IV_BFO/IV_BFO');
  const [rows, cols, points] = set.shape;
  const values = Float64Array.from(set.value);
  file.close();
  return { values, rows, cols, points };
}

const HEAD = ['data', 'mode', 'top-1', 'top-5', 'MRR', 'back top-1', 'top-5', 'MRR'];
const ERRORS = ['own image', 'own curve', 'curve from image', 'image from curve', 'dims'];
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const scores = ({ top1, top5, mrr }) => [percent(top1), percent(top5), mrr.toFixed(3)];

function rowOf({ dataset, mode, retrieval, error, dimensions }) {
  const { imageToSpectrum, spectrumToImage } = retrieval;
  const { ownImage, ownSpectrum, spectrumFromImage, imageFromSpectrum } = error;
  const errors = [ownImage, ownSpectrum, spectrumFromImage, imageFromSpectrum].map((value) => value.toFixed(2));
  const dims = `${dimensions.image.toFixed(1)}/${dimensions.spectrum.toFixed(1)}`;
  return [dataset, mode, ...scores(imageToSpectrum), ...scores(spectrumToImage), ...errors, dims];
}

function report(lines, modes) {
  say(`${lines[0].profile}; ${lines[0].folds} fold(s), each a fifth of the pairs`);
  for (const line of formatTable([...HEAD, ...ERRORS], lines.map(rowOf))) say(line);
  const films = lines.filter(({ simulated }) => simulated);
  for (const mode of modes) {
    const top5 = films.filter((line) => line.mode === mode).map((line) => line.retrieval.imageToSpectrum.top5);
    say(`median over films, patch to curve, top-5: ${mode} ${percent(median(top5))}`);
  }
  const caps = films.filter(({ mode }) => mode === modes[0]).map(({ cap }) => cap.imageToSpectrum.top5);
  say(`the same for exact knowledge of the visible structure: ${percent(median(caps))}`);
}
