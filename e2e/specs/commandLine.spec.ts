import { expect, test } from '@playwright/test';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, startCommand } from '../fixtures/commandLine';

let folder: string;
test.beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'curioscope-cli-'))));
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Summary {
  readonly seeds: number;
  readonly steps: number;
  readonly proposalsSha256: string;
  readonly session: string;
  readonly classes: Record<string, number>;
  readonly diversity: {
    readonly structural: { readonly afterSeeds: number; readonly step20: number; readonly end: number };
  };
}

async function run(name: string, ...args: string[]): Promise<Summary> {
  const { code, stdout, stderr } = await runCommand('run', '--json', '--out', join(folder, name), ...args);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Summary;
}

test('a run is repeated byte for byte, finds new structure fast, and leaves a report and a session that verifies', async () => {
  test.setTimeout(180_000);
  const first = await run('first', '--steps', '20', '--seed', '1');
  const again = await run('again', '--steps', '20', '--seed', '1');
  const random = await run('random', '--steps', '20', '--seed', '1', '--policy', 'random');

  expect(first).toMatchObject({ seeds: 10, steps: 20, session: join(folder, 'first') });
  expect(again.proposalsSha256).toBe(first.proposalsSha256);
  const { afterSeeds, step20, end } = first.diversity.structural;
  expect(step20 / afterSeeds).toBeGreaterThan(1.12);
  expect(end).toBeGreaterThan(random.diversity.structural.end);
  expect(Object.values(first.classes).reduce((sum, count) => sum + count)).toBe(30);

  const verified = await runCommand('verify', first.session);
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('unbroken chain') });
  const report = readFileSync(join(first.session, 'report.html'), 'utf8');
  expect(report).toContain(first.proposalsSha256);
  expect(report).not.toMatch(/(src|href)="(https?:)?\/\//);
});

test('a killed run loses the sweep in flight at most', async () => {
  const session = join(folder, 'killed');
  const running = startCommand('run', '--steps', '50', '--out', session);
  await running.saying('step 0/50');
  running.kill('SIGKILL');
  await running.ended;

  const verified = await runCommand('verify', session);
  expect(verified.code, verified.stderr).toBe(0);
  const journal = readFileSync(join(session, 'journal.jsonl'), 'utf8');
  const count = (kind: string): number => journal.split(`"kind":"${kind}"`).length - 1;
  const sweeps = count('sweepBias');
  expect(count('curve.recorded')).toBeGreaterThanOrEqual(10);
  expect(count('curve.recorded')).toBeGreaterThanOrEqual(sweeps - 1);
  expect((await runCommand('report', session)).code).toBe(0);
});

test('Ctrl-C stops after the step in hand and keeps everything', async () => {
  const session = join(folder, 'stopped');
  const running = startCommand('run', '--steps', '50', '--out', session, '--json');
  await running.saying('step 0/50');
  running.kill('SIGINT');
  const { code, stdout, stderr } = await running.ended;
  expect(code).toBe(130);
  expect(stderr).toContain('Stopping after the step in hand');
  expect((JSON.parse(stdout) as Summary).seeds).toBe(10);
  expect((await runCommand('verify', session)).code).toBe(0);
});

const wrong: [string, (folder: string) => string[], RegExp][] = [
  ['an unknown command', () => ['fly'], /no command "fly"/],
  ['an unknown option', () => ['run', '--colour', 'red'], /Unknown option '--colour'/],
  ['no steps', () => ['run', '--steps', '0'], /--steps takes a whole number from 1 to 2000, not "0"/],
  ['negative steps', () => ['run', '--steps', '-3'], /not "-3"/],
  ['far too many steps', () => ['run', '--steps', '1e9'], /not "1e9"/],
  ['steps that are no number', () => ['run', '--steps', 'many'], /not "many"/],
  ['a missing value', () => ['run', '--steps'], /'--steps/],
  ['an unknown policy', () => ['run', '--policy', 'best'], /--policy takes dn-dkl or random or .*, not "best"/],
  [
    'a folder that cannot be written',
    () => ['run', '--steps', '1', '--out', '/proc/nowhere/session'],
    /\/proc\/nowhere\/session cannot be written/,
  ],
  [
    'a folder below a file',
    (to) => ['run', '--steps', '1', '--out', join(to, 'bad.json', 'session')],
    /cannot be written/,
  ],
  ['a folder that holds a session', (to) => ['run', '--steps', '1', '--out', join(to, 'session')], /cannot be written/],
  [
    'a settings file that is not there',
    (to) => ['run', '--settings', join(to, 'none.json')],
    /none\.json cannot be used/,
  ],
  ['a settings file that is not JSON', (to) => ['run', '--settings', join(to, 'bad.json')], /it is not JSON/],
  ['a misspelt setting', (to) => ['run', '--settings', join(to, 'misspelt.json')], /no setting "acquisition\.kapa"/],
  ['a setting out of bounds', (to) => ['run', '--settings', join(to, 'bounds.json')], /"acquisition\.kappa"/],
  [
    'a sweep beyond the bias limit',
    (to) => ['run', '--settings', join(to, 'unsafe.json'), '--out', join(to, 'new')],
    /reaches 3\.00 V; the bias limit is 2\.00 V/,
  ],
  ['a folder that is no session', (to) => ['report', to], /is not a session/],
  ['a damaged session', (to) => ['verify', join(to, 'session')], /Line 1 of .*journal\.jsonl is not JSON/],
  ['no session at all', () => ['report'], /needs the folder of a session/],
];

for (const [name, args, message] of wrong) {
  test(`${name} gets a clear message and exit code 2`, async () => {
    const session = join(folder, 'session');
    mkdirSync(session);
    writeFileSync(join(session, 'journal.jsonl'), 'not a journal\n');
    writeFileSync(join(folder, 'bad.json'), '{"steps": 5,}');
    writeFileSync(join(folder, 'misspelt.json'), '{"acquisition": {"kapa": 1}}');
    writeFileSync(join(folder, 'unsafe.json'), '{"sweep": {"peakVolts": 3}}');
    writeFileSync(join(folder, 'bounds.json'), '{"acquisition": {"kappa": -1}}');
    const { code, stdout, stderr } = await runCommand(...args(folder));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
}

test('help and version', async () => {
  expect(await runCommand('run', '--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--seeds') });
  expect((await runCommand('--help')).stdout).toContain('--policy dn-dkl|random');
  expect((await runCommand('--version')).stdout).toMatch(/^curioscope \d+\.\d+\.\d+/);
});

test('compare runs more jobs than it has threads, and takes finished ones from its folder', async () => {
  const out = join(folder, 'compared');
  const args = ['compare', '--policies', 'dn-dkl,random,grid', '--films', '2', '--steps', '2', '--out', out];
  const first = await runCommand(...args);
  expect(first.code, first.stderr).toBe(0);
  expect(first.stderr).toContain('6/6');
  expect(readFileSync(join(out, 'compare.html'), 'utf8')).toContain('dn-dkl');
  const again = await runCommand(...args);
  expect(again.stderr.match(/kept from before/g)).toHaveLength(6);
  expect(again.stdout).toBe(first.stdout);
});
