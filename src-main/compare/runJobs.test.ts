import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { allJobs, type JobResult } from './jobResult';
import { runJobs } from './runJobs';

/** A thread that answers every job at once, but says nothing about film 9 and fails on film 8. */
const THREAD = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', (job) => {
  if (job.film === 9) return;
  if (job.film === 8) return parentPort.postMessage({ kind: 'failure', error: { code: 'internal', message: 'film 8' } });
  const both = { structural: [0.1, 0.2], spectral: [0.1, 0.2] };
  const classes = { club: 1, heart: 1, diamond: 1, null: 0 };
  const vendi = { structural: 2, spectral: 2 };
  parentPort.postMessage({ kind: 'result', result: { ...job, diversity: both, vendi, classes, coverage: 0.5 } });
});`;

async function setting(films: readonly number[]) {
  const seen: string[] = [];
  const interrupt = new AbortController();
  const run = {
    folder: await mkdtemp(join(tmpdir(), 'compare-')),
    threads: 2,
    spawn: () => new Worker(THREAD, { eval: true }),
    signal: interrupt.signal,
    onResult: ({ film, policy }: JobResult, kept: boolean) => void seen.push(`${policy}-${film}${kept ? ' kept' : ''}`),
  };
  return { run, seen, interrupt, jobs: allJobs(['random', 'grid'], films, { seeds: 2, steps: 1 }) };
}

test('two threads work off more jobs than threads, and a second call runs none of them', async () => {
  const { run, seen, jobs } = await setting([1, 2, 3, 4]);

  expect(await runJobs(jobs, run)).toHaveLength(8);
  expect(await readdir(join(run.folder, 'results'))).toHaveLength(8);
  expect(seen).toHaveLength(8);
  expect(await runJobs(jobs, run)).toHaveLength(8);
  expect(seen.slice(8)).toEqual(jobs.map(({ policy, film }) => `${policy}-${film} kept`));
});

test('stopping ends jobs in hand and keeps finished ones', async () => {
  const { run, jobs, interrupt } = await setting([1, 9]);
  const all = runJobs(jobs, {
    ...run,
    onResult: () => setImmediate(() => interrupt.abort()),
  });

  const results = await all;
  const kept = await readdir(join(run.folder, 'results'));
  expect(kept).toHaveLength(results.length);
  expect(results.length).toBeGreaterThan(0);
  expect(results.every(({ film }) => film === 1)).toBe(true);
});

test('a job that fails ends the comparison with its reason', async () => {
  const { run, jobs } = await setting([1, 8]);

  await expect(runJobs(jobs, run)).rejects.toThrow('film 8');
});
