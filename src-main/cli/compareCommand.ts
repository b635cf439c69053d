/** `compare`: the same films measured with several policies, and what came of it. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DEFAULT_EXPERIMENT, MAX_STEPS, POLICIES, type Policy } from '../../src-shared/experiment';
import compareWorkerPath from '../compare/compareWorker?modulePath';
import { comparePolicies } from '../compare/comparison';
import { comparisonHtml } from '../compare/comparisonHtml';
import { tablesText } from '../compare/comparisonTable';
import { allJobs, type Job, type JobResult } from '../compare/jobResult';
import { writeWhole } from '../compare/resultFiles';
import { findKernels } from '../learning/tensor/findKernels';
import { runJobs } from '../compare/runJobs';
import { MOST_PAIRS } from '../compare/wilcoxon';
import { EXPERIMENT_OPTIONS, readExperiment } from './experimentOptions';
import { PROGRAM_VERSION } from '../version';
import { oneOf, readOptions, UsageError, wholeNumber } from './usage';

const THREADS = 2;
const MAX_SEED = 0xffffffff;

const OPTIONS = {
  policies: { type: 'string', default: POLICIES.join(',') },
  films: { type: 'string', default: '10' },
  steps: { type: 'string', default: '200' },
  seed: { type: 'string', default: '1' },
  out: { type: 'string', default: 'comparison' },
  json: { type: 'boolean', default: false },
  ...EXPERIMENT_OPTIONS,
} as const;

/** Runs what is not yet on disk, prints the table and writes the page. Gives the exit code. */
export async function compareCommand(args: readonly string[]): Promise<number> {
  const { policies, films, config, folder, json } = await readCompareOptions(args);
  const { seeds, steps } = config;
  const jobs = allJobs(policies, films, config);
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let done = 0;
  const onResult = ({ policy, film, diversity }: JobResult, kept: boolean): void => {
    const [structural, spectral] = [diversity.structural.at(-1)!, diversity.spectral.at(-1)!];
    const words = `diversity ${structural.toFixed(4)} structural, ${spectral.toFixed(4)} spectral`;
    const from = kept ? ' (kept from before)' : '';
    process.stderr.write(`${++done}/${jobs.length} | ${policy} on film ${film} | ${words}${from}\n`);
  };
  const onStale = ({ film, config: { policy } }: Job): void => {
    process.stderr.write(`The kept ${policy} on film ${film} is of another program or other settings: run again.\n`);
  };
  const run = { folder, program: programName(), threads: THREADS, spawn: () => new Worker(compareWorkerPath) };
  const results = await runJobs(jobs, { ...run, signal: interrupt.signal, onResult, onStale });
  process.off('SIGINT', stop).off('SIGTERM', stop);
  if (interrupt.signal.aborted) {
    process.stderr.write(
      `Stopped. ${done} of ${jobs.length} are kept in ${folder}; the same call goes on from there.\n`,
    );
    return 130;
  }

  const rows = comparePolicies(policies, results);
  const page = join(folder, 'compare.html');
  await writeWhole(page, comparisonHtml(`${films.length} films, ${seeds} seeds and ${steps} steps each`, rows));
  if (json) process.stdout.write(`${JSON.stringify({ films, seeds, steps, config, policies: rows, page })}\n`);
  else process.stdout.write(`${tablesText(rows)}\nPage: ${page}\n`);
  return 0;
}

async function readCompareOptions(args: readonly string[]) {
  const { values } = readOptions(args, OPTIONS, 0);
  const first = wholeNumber('seed', values.seed, 0, MAX_SEED - MOST_PAIRS);
  const count = wholeNumber('films', values.films, 1, MOST_PAIRS);
  const policies = policiesOf(values.policies);
  // Every job has its own policy and the seed of its film.
  const asked = { steps: wholeNumber('steps', values.steps, 1, MAX_STEPS), policy: policies[0], seed: first };
  return {
    policies,
    films: Array.from({ length: count }, (_, k) => first + k),
    config: await readExperiment(DEFAULT_EXPERIMENT, values, asked),
    folder: resolve(values.out),
    json: values.json,
  };
}

function policiesOf(list: string): readonly Policy[] {
  const policies = list.split(',').map((name) => oneOf('policies', name.trim(), POLICIES));
  if (new Set(policies).size < policies.length) throw new UsageError('--policies names one policy twice.');
  return policies;
}

/** Names the code that makes the results. The bundler names a thread by a hash of all code that it loads. */
function programName(): string {
  const hash = createHash('sha256');
  const folder = findKernels(import.meta.dirname);
  if (existsSync(folder)) for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)));
  return `${PROGRAM_VERSION} ${basename(compareWorkerPath)} kernels ${hash.digest('hex').slice(0, 16)}`;
}
