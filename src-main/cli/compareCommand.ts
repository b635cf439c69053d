/** `compare`: the same films measured with several policies, and what came of it. */
import { join, resolve } from 'node:path';
import { DEFAULT_EXPERIMENT, MAX_STEPS, POLICIES, type Policy } from '../../src-shared/experiment';
import createCompareWorker from '../compare/compareWorker?nodeWorker';
import { comparePolicies } from '../compare/comparison';
import { comparisonHtml } from '../compare/comparisonHtml';
import { tableText } from '../compare/comparisonTable';
import { allJobs, type JobResult } from '../compare/jobResult';
import { writeWhole } from '../compare/resultFiles';
import { runJobs } from '../compare/runJobs';
import { MOST_PAIRS } from '../compare/wilcoxon';
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
} as const;

/** Runs what is not yet on disk, prints the table and writes the page. Gives the exit code. */
export async function compareCommand(args: readonly string[]): Promise<number> {
  const { policies, films, steps, folder, json } = readCompareOptions(args);
  const { seeds } = DEFAULT_EXPERIMENT;
  const jobs = allJobs(policies, films, { seeds, steps });
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
  const spawn = () => createCompareWorker({});
  const results = await runJobs(jobs, { folder, threads: THREADS, spawn, signal: interrupt.signal, onResult });
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
  if (json) process.stdout.write(`${JSON.stringify({ films, seeds, steps, policies: rows, page })}\n`);
  else process.stdout.write(`${tableText(rows)}\nPage: ${page}\n`);
  return 0;
}

function readCompareOptions(args: readonly string[]) {
  const { values } = readOptions(args, OPTIONS, 0);
  const first = wholeNumber('seed', values.seed, 0, MAX_SEED - MOST_PAIRS);
  const count = wholeNumber('films', values.films, 1, MOST_PAIRS);
  return {
    policies: policiesOf(values.policies),
    films: Array.from({ length: count }, (_, k) => first + k),
    steps: wholeNumber('steps', values.steps, 1, MAX_STEPS),
    folder: resolve(values.out),
    json: values.json,
  };
}

function policiesOf(list: string): readonly Policy[] {
  const policies = list.split(',').map((name) => oneOf('policies', name.trim(), POLICIES));
  if (new Set(policies).size < policies.length) throw new UsageError('--policies names one policy twice.');
  return policies;
}
