/**
 * Every check and every test of the project, in order; the output of a step is shown only when it fails. The very last
 * line is `N passed, N failed`, with `, N skipped` where tests were skipped. A check counts as one test.
 *
 *   node scripts/test.mjs [name of a step …]
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { counts, countCheck, countPlaywright, countVitest, lastLine, total, unsteady } from './results.mjs';
import { isMain, projectRoot } from './setup/project.mjs';
import { run } from './setup/processes.mjs';
import { formatDuration, say } from './setup/report.mjs';
import { onPath } from './setup/systemLibraries.mjs';

const reports = join(projectRoot, 'test-results');
const unitReport = join(reports, 'unit.json');
const e2eReport = join(reports, 'e2e.json');

const packagedReport = join(reports, 'packaged.json');

const bin = (path) => [process.execPath, join(projectRoot, 'node_modules', path)];
const script = (name) => [process.execPath, join(projectRoot, 'scripts', name)];

/** Installing a package takes a clean Debian in a folder, which not every machine can make. */
function reasonAgainstPackage() {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (process.getuid() !== 0) return 'this needs root';
  if (!onPath('debootstrap')) return 'debootstrap is not installed';
  return undefined;
}

/** The steps: a command each, what it needs to have passed before, and how its result is counted. */
export const steps = [
  { name: 'typecheck', command: [...bin('typescript/bin/tsc'), '-b'] },
  { name: 'lint', command: [...bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
  {
    name: 'format',
    command: [
      ...bin('prettier/bin/prettier.cjs'),
      '--check',
      '.',
      '--log-level',
      'warn',
      '--cache',
      '--cache-location',
      'node_modules/.cache/format-check',
    ],
  },
  {
    name: 'deps',
    command: [...bin('dependency-cruiser/bin/dependency-cruise.mjs'), 'src-main', 'src-renderer', 'src-shared', 'e2e'],
  },
  { name: 'dead', command: [...bin('knip/bin/knip.js'), '--no-progress'] },
  {
    name: 'unit',
    command: [
      ...bin('vitest/vitest.mjs'),
      'run',
      '--silent=passed-only',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${unitReport}`,
    ],
    count: (ok) => countVitest(readReport(unitReport), ok),
  },
  { name: 'build', command: script('build.mjs') },
  {
    name: 'e2e',
    needs: 'build',
    command: script('e2e.mjs'),
    env: { CURIOSCOPE_E2E_REPORT: e2eReport },
    count: (ok) => countPlaywright(readReport(e2eReport), ok),
    remarks: () => unsteady(readReport(e2eReport)),
  },
  {
    name: 'packaged',
    needs: 'build',
    unless: reasonAgainstPackage,
    command: [...script('e2e.mjs'), '--packaged'],
    env: { CURIOSCOPE_E2E_REPORT: packagedReport },
    count: (ok) => countPlaywright(readReport(packagedReport), ok),
    remarks: () => unsteady(readReport(packagedReport)),
  },
];

/** Runs the steps, all or the named ones, and gives the counts of all. A failed step does not keep the others back. */
export async function runSteps(chosen) {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const failed = new Set();
  const results = [];
  for (const step of chosen) {
    const reason = step.unless?.();
    if (reason !== undefined) {
      say(`${step.name.padEnd(10)} skipped: ${reason}`);
      continue;
    }
    const result = failed.has(step.needs) ? skipBecause(step) : await runStep(step);
    if (result.failed > 0) failed.add(step.name);
    results.push(result);
  }
  return total(results);
}

async function runStep({ name, command: [program, ...args], env, count = countCheck, remarks = () => [] }) {
  const start = performance.now();
  const { code, stdout, stderr } = await run(program, args, {
    cwd: projectRoot,
    env: { ...withoutColor(process.env), ...env },
    accept: 'any',
  });
  const ok = code === 0;
  const result = count(ok);
  if (result.failed > 0) say(`${stdout}${stderr}`.trimEnd());
  for (const remark of remarks()) say(`${name}: passed only at the second try: ${remark}`);
  say(`${name.padEnd(10)} ${lastLine(result)}  (${formatDuration(performance.now() - start)})`);
  return result;
}

/** Some tools take FORCE_COLOR=0 for a wish for colour. */
function withoutColor({ FORCE_COLOR: _, ...env }) {
  return { ...env, NO_COLOR: '1' };
}

function skipBecause({ name, needs }) {
  say(`${name.padEnd(10)} not run, because ${needs} failed`);
  return counts(0, 1);
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

if (isMain(import.meta.url)) {
  const names = process.argv.slice(2);
  const chosen = names.length === 0 ? steps : steps.filter(({ name }) => names.includes(name));
  const result = await runSteps(chosen);
  process.exitCode = result.failed > 0 || result.passed === 0 ? 1 : 0;
  say(lastLine(result));
}
