import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src-shared/experiment';
import { systemClock } from '../clock';
import { plainKernels } from '../learning/tensor/plainKernels';
import { comparePolicies } from './comparison';
import { comparisonHtml } from './comparisonHtml';
import { comparisonTables, tablesText } from './comparisonTable';
import { allJobs, JobResult, type Job } from './jobResult';
import { keepResult, readResult, resultPath } from './resultFiles';
import { runJobs } from './runJobs';
import { simulateJob } from './simulateJob';

const CONFIG = { ...DEFAULT_EXPERIMENT, seeds: 10, steps: 2 };
const JOB: Job = allJobs(['random'], [3], CONFIG)[0]!;

function result(part: Partial<JobResult>, end: number, firstNull?: number): JobResult {
  const found = { club: 0, ...(firstNull === undefined ? {} : { null: firstNull }) };
  return {
    policy: 'random',
    film: 3,
    seeds: 10,
    steps: 2,
    diversity: { structural: [0.1, 0.2, end], spectral: [0.3, 0.2, 1 - end] },
    vendi: { steps: [0, 2], structural: [3, 10 * end], spectral: [2, 5] },
    coverage: { structural: 0.5, spectral: 0.25 },
    classes: { club: 8, heart: 3, diamond: 1, null: firstNull === undefined ? 0 : 1 },
    recall: { club: 0.5, heart: 1, diamond: 0.25, ...(firstNull === undefined ? {} : { null: 0.75 }) },
    first: found,
    firstChosen: found,
    ...part,
  };
}

test('medians, quartiles, first finds and the test against dn-dkl, paired by film', () => {
  const films = [1, 2, 3, 4, 5];
  const rows = comparePolicies(
    ['dn-dkl', 'random', 'grid'],
    [
      ...films.map((film) => result({ policy: 'dn-dkl', film }, 0.5 + film / 100)),
      ...films.toReversed().map((film) => result({ film }, 0.5, film < 4 ? 10 * film : undefined)),
    ],
  );

  expect(rows.map(({ policy }) => policy)).toEqual(['dn-dkl', 'random']);
  const [method, random] = rows;
  expect(method).not.toHaveProperty('againstDnDkl');
  expect(method!.measures.structural!.median).toBeCloseTo(0.53, 12);
  expect(method!.measures.structural!.q1).toBeCloseTo(0.52, 12);
  expect(method!.measures.structural!.q3).toBeCloseTo(0.54, 12);
  const against = random!.againstDnDkl!;
  expect(against).toMatchObject({ structural: { films: 5, p: 2 / 32 }, spectral: { films: 5, p: 2 / 32 } });
  expect(against.structural.medianDifference).toBeCloseTo(-0.03, 12);
  // 10, 20, 30, never, never: the third quartile is never.
  expect(random!.first.null).toEqual({ films: 3, median: 30, q1: 20, q3: undefined });
  expect(method!.first.null).toEqual({ films: 0, median: undefined, q1: undefined, q3: undefined });
  expect(method!.recall.null).toBeUndefined();
  expect(random!.recall.null).toMatchObject({ films: 3, median: 0.75 });
  expect(random!.measures.rareRecall).toMatchObject({ films: 5, median: 0.5 });
  expect(method!.curves.structural).toEqual({ steps: [0, 1, 2], values: [0.1, 0.2, 0.53] });
  expect(method!.curves.vendiSpectral).toEqual({ steps: [0, 2], values: [2, 5] });
});

test('every line of a table has a cell for every heading, and the page shows every policy without reaching out', () => {
  const rows = comparePolicies(['dn-dkl', 'random'], [result({ policy: 'dn-dkl' }, 0.4), result({}, 0.3, 7)]);

  for (const { headings, lines } of comparisonTables(rows))
    for (const line of lines) expect(line).toHaveLength(headings.length);
  expect(tablesText(rows)).toContain('7.00 [7.00, 7.00] (1/1)');
  const page = comparisonHtml('a <b>', rows);
  expect(page).toContain('a &lt;b&gt;');
  expect(page).toContain('never [never, never] (0/1)');
  expect(page.match(/class="diversity"/g)).toHaveLength(16);
  expect(page).not.toMatch(/(src|href)=/);
});

test('a kept result is taken, one of other code or settings is not, a broken one is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'compare-'));
  const kept = result({}, 0.4);
  expect(await readResult(folder, JOB, 'a')).toEqual({ kind: 'none' });
  await keepResult(folder, JOB, 'a', kept);

  expect(await readResult(folder, JOB, 'a')).toEqual({ kind: 'kept', result: kept });
  expect(await readdir(join(folder, 'results'))).toEqual(['random-3.json']);
  expect(await readResult(folder, JOB, 'b')).toEqual({ kind: 'stale' });
  const longer = { ...JOB, config: { ...JOB.config, steps: 3 } };
  expect(await readResult(folder, longer, 'a')).toEqual({ kind: 'stale' });

  const seen: boolean[] = [];
  const spawn = () => {
    throw new Error('nothing is left to run');
  };
  const { signal } = new AbortController();
  const onResult = (_: JobResult, was: boolean) => seen.push(was);
  const run = { folder, program: 'a', threads: 2, spawn, signal, onResult, onStale: spawn };
  expect(await runJobs([JOB], run)).toEqual([kept]);
  expect(seen).toEqual([true]);

  await writeFile(resultPath(folder, JOB), '{"policy":');
  await expect(readResult(folder, JOB, 'a')).rejects.toMatchObject({ code: 'config/invalid' });
});

test('a job on the simulated film is repeated exactly, and all policies of a film begin alike', async () => {
  const means = { kernels: plainKernels, clock: systemClock };
  const [random, grid] = allJobs(['random', 'grid'], [3], CONFIG);

  const first = await simulateJob(random!, means);
  const other = await simulateJob(grid!, means);

  expect(await simulateJob(random!, means)).toEqual(first);
  expect(JobResult.parse(JSON.parse(JSON.stringify(first)))).toEqual(first);
  expect(other.diversity.structural[0]).toBe(first.diversity.structural[0]);
  expect(other.diversity.spectral[0]).toBe(first.diversity.spectral[0]);
  expect(other.vendi.spectral[0]).toBe(first.vendi.spectral[0]);
  expect(first.vendi.steps).toEqual([0, 2]);
  expect(Object.values(first.classes).reduce((a, b) => a + b)).toBe(12);
  expect(first.vendi.structural[1]).toBeGreaterThan(1);
  expect(first.vendi.structural[1]).toBeLessThan(12);
  for (const share of Object.values(first.coverage)) {
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
  }
});
