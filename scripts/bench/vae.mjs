/** How long an epoch of the Dual-VAE takes, against the same mathematics in PyTorch, run by run in turn. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../setup/project.mjs';
import { say } from '../setup/report.mjs';
import { bundleLearner, startLearner } from './learners.mjs';
import { formatSummary, formatTable, median, pairedRatio, summarise } from './statistics.mjs';
import { findTorch, startTorch, TORCH_ADVICE } from './torchPeer.mjs';

/** Not in out/, which every build empties. */
const folder = join(projectRoot, 'node_modules/.cache/curioscope/bench-vae');
const ENTRY = 'vaeBenchWorker.mjs';
const N = 210;
const PEER_MODE = { mode: 'corrected', coord: 1, profile: 'full' };
/** Where the two implementations differ by more than single precision explains, their times mean nothing. */
const AGREEMENT = { loss: 1e-5, slopes: 1e-3 };

const plan = (quick) =>
  quick
    ? { rounds: 3, epochs: 2, others: [{ ...PEER_MODE, profile: 'fast' }] }
    : {
        rounds: 5,
        epochs: 5,
        others: [
          { ...PEER_MODE, profile: 'fast' },
          { mode: 'notebook', coord: 3, profile: 'full' },
        ],
      };

export async function benchVae({ quick, json }) {
  mkdirSync(folder, { recursive: true });
  await bundleLearner(folder, ENTRY);
  say(`load average before: ${loadavg()[0].toFixed(2)}`);
  const threads = availableParallelism();
  const vae = startLearner(folder, { entry: ENTRY, threads });
  const peers = [];
  try {
    const python = findTorch();
    if (python === undefined) say(TORCH_ADVICE);
    else for (const count of new Set([1, threads])) peers.push(await startTorch(python, count, 'dual_vae_torch.py'));
    const { rounds, epochs, others } = plan(quick);
    const lines = [await measureWithPeers(vae, peers, { rounds, epochs })];
    for (const problem of others) lines.push(await measureAlone(vae, problem, { rounds, epochs: 4 * epochs }));
    report(lines, { rounds, json });
  } finally {
    for (const peer of peers) peer.close();
    await vae.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureWithPeers(vae, peers, { rounds, epochs }) {
  const { threads } = await vae.ask('open', { n: N, ...PEER_MODE });
  const { loss, sizes, arrays } = await vae.ask('peerData');
  const file = join(folder, 'step.f32');
  writeFileSync(file, Buffer.concat(arrays.map((values) => Buffer.from(values.buffer))));
  const lengths = arrays.map((values) => values.length);
  for (const peer of peers) {
    const step = await peer.ask({ call: 'load', file, lengths, sizes, weights: { beta: 1, gamma: 10 } });
    const worst = { loss: Math.abs(step.loss - loss) / Math.abs(loss), slopes: step.slopes };
    if (worst.loss > AGREEMENT.loss || worst.slopes > AGREEMENT.slopes)
      throw new Error(`PyTorch does not compute the same: ${JSON.stringify(worst)}.`);
    say(
      `PyTorch ${peer.version}, ${peer.threads} thread(s): the loss agrees within ${worst.loss.toExponential(1)}, the slopes within ${worst.slopes.toExponential(1)}`,
    );
  }
  const runners = [() => vae.ask('run', { epochs }), ...peers.map((peer) => () => peer.ask({ call: 'run', epochs }))];
  for (const run of runners) await run();
  const runs = runners.map(() => []);
  for (let round = 0; round < rounds; round++) for (const [k, run] of runners.entries()) runs[k].push(await run());
  const [own, ...theirs] = runs;
  // The peer is the fastest of its thread settings.
  const best = peers.length === 0 ? undefined : theirs.sort((a, b) => median(a) - median(b))[0];
  const peer = best === undefined ? {} : { torch: summarise(best), ratio: pairedRatio(own, best) };
  return { ...PEER_MODE, threads, epoch: summarise(own), ...peer };
}

async function measureAlone(vae, problem, { rounds, epochs }) {
  const { threads } = await vae.ask('open', { n: N, ...problem });
  await vae.ask('run', { epochs: 2 });
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push(await vae.ask('run', { epochs }));
  return { ...problem, threads, epoch: summarise(runs) };
}

function report(lines, { rounds, json }) {
  say(`n = ${N}; seconds per epoch, median (min..max) of ${rounds} rounds in turn`);
  const head = ['mode', 'coord', 'profile', 'threads', 'epoch s', 'PyTorch epoch s', 'ratio', '1000 epochs, min'];
  const rows = lines.map(({ mode, coord, profile, threads, epoch, torch, ratio }) => [
    ...[mode, coord, profile, threads, formatSummary(epoch), formatSummary(torch), formatSummary(ratio)],
    ((epoch.median * 1000) / 60).toFixed(1),
  ]);
  for (const line of formatTable(head, rows)) say(line);
  say(`load average after: ${loadavg()[0].toFixed(2)}`);
  if (json) say(JSON.stringify({ vae: lines.map(jsonLine) }));
}

function jsonLine({ mode, coord, profile, threads, epoch, torch, ratio }) {
  const peer =
    torch === undefined
      ? {}
      : {
          pytorchSecondsPerEpoch: torch.median,
          ratio: ratio.median,
          ratioMin: ratio.min,
          ratioMax: ratio.max,
        };
  return { mode, coord, profile, n: N, threads, secondsPerEpoch: epoch.median, ...peer };
}
