/**
 * How long a step of the learner takes: `wasm` kernels against their plain twin and against PyTorch, run by run in turn.
 *
 *   npm run bench -- dkl [--quick] [--profiles A,B] [--sides 128,256] [--n 50,210] [--rounds 3] [--json]
 *   npm run bench -- calibration [--films N] [--json]
 *
 * `vae` instead of `dkl` measures an epoch of the Dual-VAE, see vae.mjs; `alignment` compares its modes on held-out pairs,
 * see alignment.mjs;
 * `ui` measures the window, see ui.mjs; `start` the packaged program, see start.mjs;
 * `calibration` holds the models against the truth of simulated films, see calibration.mjs.
 *
 * With --json the last line on standard output is the result as JSON.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMain } from '../setup/project.mjs';
import { fail, say, SetupError } from '../setup/report.mjs';
import { benchCalibration } from './calibration.mjs';
import { bundleLearner, startLearner } from './learners.mjs';
import { formatSummary, formatTable, growthExponent, median, pairedRatio, summarise } from './statistics.mjs';
import { benchAlignment } from './alignment.mjs';
import { benchStart } from './start.mjs';
import { benchUi } from './ui.mjs';
import { benchVae } from './vae.mjs';
import { findTorch, startTorch, TORCH_ADVICE } from './torchPeer.mjs';

const folder = join(tmpdir(), `bench-${process.pid}`);
const CYCLES = 200;
const PROFILES = ['dkl-small', 'dkl-atomai', 'dkl-engage'];
/** Layers of dkl-atomai in training at n = 210 and in prediction, rows x inputs x outputs. */
const SHAPES = [
  { rows: 210, inner: 256, cols: 1000 },
  { rows: 210, inner: 1000, cols: 500 },
  { rows: 210, inner: 256, cols: 64 },
  { rows: 2048, inner: 256, cols: 1000 },
  { rows: 2048, inner: 1000, cols: 500 },
  { rows: 2048, inner: 256, cols: 64 },
];
const PROBE_CYCLES = 4;
/** A step of the plain twin that would take longer than this is not measured. */
const PLAIN_LIMIT_SECONDS = 10;

/**
 * Sizes of a run, or those of them that were asked for: sides of 128, 256 and 527 pixels have 12,769, 58,081 and 262,144
 * candidates.
 */
function plan({ quick, profiles, sides, n, rounds }) {
  const all = quick
    ? { profiles: ['dkl-small'], sides: [128], counts: [10, 50, 110, 210] }
    : { profiles: PROFILES, sides: [128, 256, 527], counts: [10, 50, 110, 210, 500, 1000] };
  return {
    profiles: profiles?.split(',') ?? all.profiles,
    sides: sides?.split(',').map(Number) ?? all.sides,
    counts: n?.split(',').map(Number) ?? all.counts,
    rounds: Number(rounds),
  };
}

/** Starts everyone who takes part; all are up for the whole run and idle while another works. */
async function startAll({ wasm, plain, torch }) {
  const all = availableParallelism();
  const threads = all > 1 ? [1, all] : [1];
  for (const count of threads) wasm.push(startLearner(folder, { kernels: 'wasm', threads: count }));
  plain.push(startLearner(folder, { kernels: 'plain', threads: 1 }));
  const python = findTorch();
  if (python === undefined) say(TORCH_ADVICE);
  else for (const count of threads) torch.push(await startTorch(python, count));
  for (const { version, threads: count, worst } of torch)
    say(`PyTorch ${version}, ${count} thread(s): agrees with the reference within ${worst.toExponential(1)}`);
}

/** Measures one size; the rounds go A B C A B C. */
async function measure({ wasm, plain: [plain], torch }, { profile, n }, rounds) {
  const infos = [];
  for (const learner of wasm) infos.push(await learner.ask('prepare', { n }));
  await plain.ask('prepare', { n });
  const { image, ...problem } = await wasm[0].ask('peerData');
  const file = join(folder, 'image.f32');
  writeFileSync(file, new Uint8Array(image.buffer, image.byteOffset, image.byteLength));
  for (const peer of torch) await peer.ask({ call: 'load', ...problem, image: file });

  const runners = [
    ...wasm.map((learner) => () => learner.ask('run', { cycles: CYCLES })),
    () => plain.ask('run', { cycles: CYCLES }),
    ...torch.map((peer) => () => peer.ask({ call: 'run', profile, cycles: CYCLES })),
  ];
  for (const learner of wasm) await learner.ask('run', { cycles: PROBE_CYCLES });
  for (const peer of torch) await peer.ask({ call: 'run', profile, cycles: PROBE_CYCLES });
  const { seconds: probe } = await plain.ask('run', { cycles: PROBE_CYCLES });
  if (probe.step - probe.train + (probe.train * CYCLES) / PROBE_CYCLES > PLAIN_LIMIT_SECONDS)
    runners[wasm.length] = undefined;
  const runs = runners.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [k, run] of runners.entries()) if (run !== undefined) runs[k].push((await run()).seconds);
  return {
    infos,
    wasmRuns: runs.slice(0, wasm.length),
    plainRuns: runs[wasm.length],
    torchRuns: runs.slice(wasm.length + 1),
  };
}

const part = (runs, name) => runs.map((seconds) => seconds[name]);

/** One line of the result for each number of threads. The peer is the fastest of its thread settings. */
function results({ infos, wasmRuns, plainRuns, torchRuns }, { profile, n }) {
  const fastest = (name) => torchRuns.map((runs) => part(runs, name)).sort((a, b) => median(a) - median(b))[0];
  const [peer, predicting] = [fastest('step'), fastest('predict')];
  return wasmRuns.map((runs, k) => ({
    profile,
    n,
    candidates: infos[k].candidates,
    threads: infos[k].threads,
    kernels: infos[k].name,
    train: summarise(part(runs, 'train')),
    predict: summarise(part(runs, 'predict')),
    step: summarise(part(runs, 'step')),
    ...(plainRuns.length > 0
      ? {
          plain: summarise(part(plainRuns, 'step')),
          toPlain: pairedRatio(part(runs, 'step'), part(plainRuns, 'step')),
        }
      : {}),
    ...(peer === undefined
      ? {}
      : {
          torch: summarise(peer),
          toTorch: pairedRatio(part(runs, 'step'), peer),
          torchPredict: summarise(predicting),
          predictToTorch: pairedRatio(part(runs, 'predict'), predicting),
        }),
  }));
}

const HEAD = ['profile', 'n', 'candidates', 'threads', 'train s', 'predict s', 'step s'];
const PEERS = ['plain step s', 'wasm/plain', 'torch step s', 'wasm/torch', 'wasm/torch, predict'];

function rowOf({ profile, n, candidates, threads, ...times }) {
  const { train, predict, step, plain, toPlain, torch, toTorch, predictToTorch } = times;
  const shown = [train, predict, step, plain, toPlain, torch, toTorch, predictToTorch].map(formatSummary);
  return [profile, n, candidates, threads, ...shown];
}

/** Growth of the training time with n, for each profile, frame and number of threads. */
function growthLines(lines) {
  return [...new Set(lines.map(keyOf))].flatMap((key) => {
    const group = lines.filter((line) => keyOf(line) === key);
    // One n has no growth.
    if (new Set(group.map(({ n }) => n)).size < 2) return [];
    const exponent = growthExponent(group.map(({ n, train }) => ({ n, seconds: train.median })));
    return `train time grows as n^${exponent.toFixed(2)} (${key}, n = ${group.map(({ n }) => n).join(', ')})`;
  });
}

function keyOf({ profile, candidates, threads }) {
  return `${profile}, ${candidates} candidates, ${threads} thread(s)`;
}

function jsonLine({ profile, n, candidates, threads, train, predict, step, ...peers }) {
  const { torch, toTorch, torchPredict, predictToTorch } = peers;
  const peer =
    torch === undefined
      ? {}
      : {
          pytorchStepSeconds: torch.median,
          ratio: toTorch.median,
          pytorchPredictSeconds: torchPredict.median,
          predictRatio: predictToTorch.median,
        };
  const own = { trainSeconds: train.median, predictSeconds: predict.median, stepSeconds: step.median };
  return { profile, n, candidates, threads, ...own, ...peer };
}

/** Measures every size of the plan in its order. */
async function measureAll(everyone, { profiles, sides, counts, rounds }) {
  const lines = [];
  for (const profile of profiles)
    for (const side of sides) {
      const problem = { profile, side, largest: Math.max(...counts), cycles: CYCLES };
      for (const learner of [...everyone.wasm, ...everyone.plain]) await learner.ask('open', problem);
      for (const n of counts) lines.push(...results(await measure(everyone, { profile, n }, rounds), { profile, n }));
    }
  return lines;
}

async function benchDkl({ json, ...asked }) {
  mkdirSync(folder, { recursive: true });
  await bundleLearner(folder);
  say(`load average before: ${loadavg()[0].toFixed(2)}`);
  const everyone = { wasm: [], plain: [], torch: [] };
  try {
    await startAll(everyone);
    const sizes = plan(asked);
    for (const line of await speedLines(everyone.wasm)) say(line);
    report(await measureAll(everyone, sizes), { json, rounds: sizes.rounds });
  } finally {
    for (const peer of everyone.torch) peer.close();
    await Promise.all([...everyone.wasm, ...everyone.plain].map((learner) => learner.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** GFLOP/s of dense layers by number of threads. */
async function speedLines(learners) {
  const columns = [];
  for (const learner of learners) columns.push(await learner.ask('speeds', { shapes: SHAPES }));
  const rows = SHAPES.map(({ rows, inner, cols }, k) => [
    `${rows} x ${inner} x ${cols}`,
    ...columns.map((speeds) => speeds[k].toFixed(0)),
  ]);
  return formatTable(
    ['dense layer', ...learners.map((_, k) => `GFLOP/s, ${k === 0 ? 'one thread' : 'all threads'}`)],
    rows,
  );
}

function report(lines, { json, rounds }) {
  say(`${CYCLES} cycles; kernels ${lines[0].kernels}; median (min..max) of ${rounds} round(s) in turn`);
  for (const line of formatTable([...HEAD, ...PEERS], lines.map(rowOf))) say(line);
  for (const line of growthLines(lines)) say(line);
  say(`load average after: ${loadavg()[0].toFixed(2)}`);
  if (json) say(JSON.stringify({ dkl: lines.map(jsonLine) }));
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      films: { type: 'string', default: '10' },
      profiles: { type: 'string' },
      sides: { type: 'string' },
      n: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      program: { type: 'string' },
    },
  });
  const benches = {
    dkl: benchDkl,
    calibration: benchCalibration,
    vae: benchVae,
    alignment: benchAlignment,
    ui: benchUi,
    start: benchStart,
  };
  const names = Object.keys(benches).join('|');
  const films = Number(values.films);
  if (positionals.length !== 1 || !Object.hasOwn(benches, positionals[0]) || !(Number.isInteger(films) && films > 0))
    throw new SetupError(`Usage: npm run bench -- ${names} [--quick] [--films N] [--json]`);
  await benches[positionals[0]]({ ...values, films });
}

if (isMain(import.meta.url)) await main().catch(fail);
