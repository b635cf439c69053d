/** Memory of the learner: that two thousand steps leave nothing behind, and what the largest problem takes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleLearner, startLearner } from './bench/learners.mjs';
import { say } from './setup/report.mjs';

const MEBIBYTE = 2 ** 20;
const STEPS = 2000;
/** Memory has settled by then: every size of array has been asked for. */
const SETTLED = 200;
/** Growth that counts as noise of the allocator. */
const GROWTH_LIMIT = 16 * MEBIBYTE;
const LARGEST = { side: 527, n: 2000, limit: 1.5 * 1024 * MEBIBYTE };

const mebibytes = (bytes) => `${(bytes / MEBIBYTE).toFixed(0)} MiB`;

/** Runs both; the number of failures. */
export async function memorySoak() {
  const folder = mkdtempSync(join(tmpdir(), 'memory-soak-'));
  try {
    await bundleLearner(folder);
    const failures = [await inThread(folder, sameSteps), await inThread(folder, largestStep)];
    return failures.filter((ok) => !ok).length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inThread(folder, work) {
  const learner = startLearner(folder, { threads: availableParallelism() });
  try {
    return await work(learner);
  } finally {
    await learner.close();
  }
}

/** The same step over and over: whatever grows is never given back. */
async function sameSteps(learner) {
  await learner.ask('open', { profile: 'dkl-small', side: 64, largest: 40, cycles: 10 });
  await learner.ask('prepare', { n: 40 });
  let settled;
  for (let step = 1; step <= STEPS; step++) {
    await learner.ask('run', { cycles: 10 });
    if (step === SETTLED) settled = await learner.ask('memory');
  }
  const after = await learner.ask('memory');
  const [own, rss] = [after.own - settled.own, after.rss - settled.rss];
  say(`soak: memory from step ${SETTLED} to ${STEPS}: own ${mebibytes(own)}, resident ${mebibytes(rss)} more`);
  return own < GROWTH_LIMIT && rss < 4 * GROWTH_LIMIT;
}

async function largestStep(learner) {
  const { side, n, limit } = LARGEST;
  await learner.ask('open', { profile: 'dkl-small', side, largest: n, cycles: 1 });
  await learner.ask('prepare', { n });
  const { seconds } = await learner.ask('run', { cycles: 1 });
  const { rss } = await learner.ask('memory');
  const peak = Math.max(rss, process.resourceUsage().maxRSS * 1024);
  const candidates = (side - 15) ** 2;
  say(
    `soak: ${n} curves, ${candidates} candidates: at most ${mebibytes(peak)} resident, one cycle and prediction ${seconds.step.toFixed(0)} s`,
  );
  return peak < limit;
}
