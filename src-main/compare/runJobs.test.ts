import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src-shared/experiment';
import { allJobs, type Job, type JobResult } from './jobResult';
import { runJobs } from './runJobs';

/** A thread that answers every job at once, but says nothing about film 9 and fails on film 8. */
const THREAD = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', (job) => {
  const { film, config: { policy, seeds, steps } } = job;
  if (film === 9) return;
  if (film === 8) return parentPort.postMessage({ kind: 'failure', error: { code: 'internal', message: 'film 8' } });
  const diversity = { structural: [0.1, 0.2], spectral: [0.1, 0.2] };
  const vendi = { steps: [0, 1], structural: [2, 3], spectral: [2, 3] };
  const coverage = { structural: 0.5, spectral: 0.5 };
  const classes = { club: 1, heart: 1, diamond: 1, null: 0 };
  const measures = { diversity, vendi, coverage, classes, recall: { club: 1 }, first: { club: 0 }, firstChosen: {} };
  parentPort.postMessage({ kind: 'result', result: { policy, film, seeds, steps, ...measures } });
});`;

const CONFIG = { ...DEFAULT_EXPERIMENT, seeds: 2, steps: 1 };

async function setting(films: readonly number[]) {
  const seen: string[] = [];
  const interrupt = new AbortController();
  const run = {
    folder: await mkdtemp(join(tmpdir(), 'compare-')),
    program: 'this one',
    threads: 2,
    spawn: () => new Worker(THREAD, { eval: true }),
    signal: interrupt.signal,
    onResult: ({ film, policy }: JobResult, kept: boolean) => void seen.push(`${policy}-${film}${kept ? ' kept' : ''}`),
    onStale: ({ film, config }: Job) => void seen.push(`${config.policy}-${film} stale`),
  };
  return { run, seen, interrupt, jobs: allJobs(['random', 'grid'], films, CONFIG) };
}

test('two threads work off more jobs than threads, and a second call runs none of them', async () => {
  const { run, seen, jobs } = await setting([1, 2, 3, 4]);

  expect(await runJobs(jobs, run)).toHaveLength(8);
  expect(await readdir(join(run.folder, 'results'))).toHaveLength(8);
  expect(seen).toHaveLength(8);
  expect(await runJobs(jobs, run)).toHaveLength(8);
  expect(seen.slice(8)).toEqual(jobs.map(({ config, film }) => `${config.policy}-${film} kept`));
});

test('results of another program or of other settings are run again and replaced', async () => {
  const { run, seen, jobs } = await setting([1]);
  await runJobs(jobs, run);
  const other = allJobs(['random', 'grid'], [1], { ...CONFIG, acquisition: { ...CONFIG.acquisition, kappa: 5 } });
  seen.length = 0;

  await runJobs(jobs, { ...run, program: 'the next one' });
  await runJobs(other, { ...run, program: 'the next one' });
  await runJobs(other, { ...run, program: 'the next one' });

  const counted = (word: string) => seen.filter((line) => line.endsWith(word)).length;
  expect([counted('stale'), counted('kept'), seen.length]).toEqual([4, 2, 10]);
  expect(await readdir(join(run.folder, 'results'))).toHaveLength(2);
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
