import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../clock';
import { plainKernels } from '../learning/tensor/plainKernels';
import { comparePolicies } from './comparison';
import { comparisonHtml } from './comparisonHtml';
import { HEADINGS, tableCells, tableText } from './comparisonTable';
import { allJobs, JobResult, type Job } from './jobResult';
import { readResult, resultPath, writeWhole } from './resultFiles';
import { runJobs } from './runJobs';
import { simulateJob } from './simulateJob';

const JOB: Job = { policy: 'random', film: 3, seeds: 10, steps: 2 };

function result(job: Partial<Job>, end: number, firstNull?: number): JobResult {
  return {
    ...JOB,
    ...job,
    diversity: { structural: [0.1, 0.2, end], spectral: [0.3, 0.2, 1 - end] },
    vendi: { structural: 10 * end, spectral: 5 },
    classes: { club: 8, heart: 3, diamond: 1, null: firstNull === undefined ? 0 : 1 },
    firstDiamond: 1,
    ...(firstNull === undefined ? {} : { firstNull }),
    coverage: 0.5,
  };
}

test('medians, quartiles, first finds and the test against dn-dkl, paired by film', () => {
  const films = [1, 2, 3, 4, 5];
  const rows = comparePolicies(
    ['dn-dkl', 'random', 'grid'],
    [
      ...films.map((film) => result({ policy: 'dn-dkl', film }, 0.5 + film / 100)),
      ...films.toReversed().map((film) => result({ film }, 0.5, film < 3 ? 10 * film : undefined)),
    ],
  );

  expect(rows.map(({ policy }) => policy)).toEqual(['dn-dkl', 'random']);
  const [method, random] = rows;
  expect(method).not.toHaveProperty('againstDnDkl');
  expect(method!.structural.median).toBeCloseTo(0.53, 12);
  expect(method!.structural.q1).toBeCloseTo(0.52, 12);
  expect(method!.structural.q3).toBeCloseTo(0.54, 12);
  expect(random!.againstDnDkl).toMatchObject({ films: 5, structural: { p: 2 / 32 }, spectral: { p: 2 / 32 } });
  expect(random!.againstDnDkl!.structural.medianDifference).toBeCloseTo(-0.03, 12);
  expect(random!.firstNull).toEqual({ films: 2, medianStep: 15 });
  expect(method!.firstNull).toEqual({ films: 0, medianStep: undefined });
  expect(method!.curves.structural[1]).toBe(0.2);
});

test('the table has a cell for every heading, and the page shows every policy without reaching out', () => {
  const rows = comparePolicies(['dn-dkl', 'random'], [result({ policy: 'dn-dkl' }, 0.4), result({}, 0.3, 7)]);

  for (const row of rows) expect(tableCells(row)).toHaveLength(HEADINGS.length);
  expect(tableText(rows).split('\n')).toHaveLength(4);
  const page = comparisonHtml('a <b>', rows);
  expect(page).toContain('a &lt;b&gt;');
  expect(page).toContain('7.00 (1/1)');
  expect(page.match(/class="diversity"/g)).toHaveLength(8);
  expect(page).not.toMatch(/(src|href)=/);
});

test('a kept result is taken, a broken or foreign one is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'compare-'));
  const kept = result({}, 0.4);
  expect(await readResult(folder, JOB)).toBeUndefined();
  await writeWhole(resultPath(folder, JOB), JSON.stringify(kept));

  expect(await readResult(folder, JOB)).toEqual(kept);
  expect(await readdir(join(folder, 'results'))).toEqual(['random-3.json']);
  await expect(readResult(folder, { ...JOB, steps: 3 })).rejects.toMatchObject({ code: 'config/invalid' });

  const seen: boolean[] = [];
  const spawn = () => {
    throw new Error('nothing is left to run');
  };
  const { signal } = new AbortController();
  const run = { folder, threads: 2, spawn, signal, onResult: (_: JobResult, was: boolean) => seen.push(was) };
  expect(await runJobs([JOB], run)).toEqual([kept]);
  expect(seen).toEqual([true]);

  await writeFile(resultPath(folder, JOB), '{"policy":');
  await expect(readResult(folder, JOB)).rejects.toMatchObject({ code: 'config/invalid' });
});

test('a job on the simulated film is repeated exactly, and all policies of a film begin alike', async () => {
  const means = { kernels: plainKernels, clock: systemClock };
  const [random, grid] = allJobs(['random', 'grid'], [3], { seeds: 10, steps: 2 });

  const first = await simulateJob(random!, means);
  const other = await simulateJob(grid!, means);

  expect(await simulateJob(random!, means)).toEqual(first);
  expect(JobResult.parse(JSON.parse(JSON.stringify(first)))).toEqual(first);
  expect(other.diversity.structural[0]).toBe(first.diversity.structural[0]);
  expect(other.diversity.spectral[0]).toBe(first.diversity.spectral[0]);
  expect(Object.values(first.classes).reduce((a, b) => a + b)).toBe(12);
  expect(first.vendi.structural).toBeGreaterThan(1);
  expect(first.vendi.structural).toBeLessThan(12);
  expect(first.coverage).toBeGreaterThan(0);
});
