/**
 * How well the modes of the Dual-VAE bring patches and curves together, on held-out pairs of five simulated films and of
 * two recorded data sets; beside them what bounds it: a plain regression, and for films someone who knows the structure
 * exactly. What is finished is kept in a folder, so that the same call goes on after an interruption.
 *
 * CURIOSCOPE_MODES names modes, separated by commas, or `none` for the bounds alone; CURIOSCOPE_FOLDS is how many folds.
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
  const modes = (process.env.CURIOSCOPE_MODES ?? MODES.join(',')).split(',').filter((mode) => mode !== 'none');
  const lines = [];
  const bounds = [];
  try {
    const all = await datasets(quick);
    const folds = Number(process.env.CURIOSCOPE_FOLDS ?? (await worker.ask('folds')));
    for (const dataset of all) bounds.push(...(await boundsOf(worker, dataset)));
    // Fold by fold, so that an interrupted run has something of everything.
    for (let fold = 0; fold < folds; fold++)
      for (const dataset of all) for (const mode of modes) await scoreOf(worker, { dataset, mode, fold });
    for (const dataset of all)
      for (const mode of modes) {
        const scores = [];
        for (let fold = 0; fold < folds; fold++) scores.push(await scoreOf(worker, { dataset, mode, fold }));
        const merged = await worker.ask('merge', { scores });
        const { settings, profile, points } = scores[0];
        const simulated = dataset.kind === 'film';
        lines.push({ dataset: dataset.name, simulated, mode, folds, settings, profile, points, ...merged });
      }
  } finally {
    await worker.close();
    rmSync(folder, { recursive: true, force: true });
  }
  report(lines, modes);
  reportBounds(bounds);
  if (json) say(JSON.stringify({ alignment: lines, bounds }));
}

/** Retrieval of the plain regression, over all folds, and of exact knowledge, which is known for films only. */
async function boundsOf(worker, dataset) {
  const kinds = dataset.kind === 'film' ? ['reference', 'cap'] : ['reference'];
  const bounds = [];
  for (const kind of kinds) {
    const retrieval = await kept(`${dataset.name}-${kind}`, () => worker.ask(kind, { dataset }));
    bounds.push({ dataset: dataset.name, simulated: dataset.kind === 'film', kind, retrieval });
  }
  return bounds;
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
  if (lines.length === 0) return;
  say(`${lines[0].profile}; ${lines[0].folds} fold(s), each a fifth of the pairs`);
  for (const line of formatTable([...HEAD, ...ERRORS], lines.map(rowOf))) say(line);
  for (const mode of modes)
    sayMedians(
      mode,
      lines.filter((line) => line.mode === mode),
    );
}

const BOUNDS = { reference: 'plain regression, all folds', cap: 'exact knowledge of the visible structure' };

function reportBounds(bounds) {
  const rows = bounds.map(({ dataset, kind, retrieval: { imageToSpectrum, spectrumToImage } }) => [
    ...[dataset, BOUNDS[kind], ...scores(imageToSpectrum), ...scores(spectrumToImage)],
  ]);
  for (const line of formatTable(HEAD, rows)) say(line);
  for (const kind of Object.keys(BOUNDS))
    sayMedians(
      BOUNDS[kind],
      bounds.filter((bound) => bound.kind === kind),
    );
}

/** The middle film by top-5, each way by itself. */
function sayMedians(name, lines) {
  const films = lines.filter(({ simulated }) => simulated);
  const top5 = (way) => percent(median(films.map(({ retrieval }) => retrieval[way].top5)));
  say(`median over films, top-5: ${name}: ${top5('imageToSpectrum')} patch to curve, ${top5('spectrumToImage')} back`);
}
