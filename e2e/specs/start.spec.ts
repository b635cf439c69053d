/** The command that a person types first, as it is typed, with a display and without. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { killTree } from '../fixtures/processTree';

const PROJECT = resolve(import.meta.dirname, '../..');

let folder: string;
let child: ChildProcess | undefined;
let said = '';
test.beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'curioscope-start-'))));
test.afterEach(async () => {
  if (child?.pid !== undefined && child.exitCode === null) await killTree(child.pid);
  child = undefined;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts npm in the project, with a home of its own for what the program keeps. */
function npm(words: readonly string[], change: NodeJS.ProcessEnv = {}): ChildProcess {
  said = '';
  const env = { ...process.env, XDG_CONFIG_HOME: folder, ...change };
  const started = spawn('npm', words, { cwd: PROJECT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  child = started;
  return started;
}

test('npm start without a display runs a session in the terminal', async () => {
  test.setTimeout(120_000);
  const started = npm(['start', '--', '--steps', '20'], { DISPLAY: undefined, WAYLAND_DISPLAY: undefined });
  const code = await new Promise((ended) => started.once('exit', ended));

  expect(code, said).toBe(0);
  expect(said).toContain('runs here in the terminal');
  expect(said).toContain('10 seeds and 20 steps measured with dn-dkl.');
});

test('npm start opens the window, and the demo begins by itself', async () => {
  test.setTimeout(120_000);
  npm(['start', '--', `--user-data-dir=${folder}`]);
  const sessions = join(folder, 'sessions');

  await expect.poll(() => said, { timeout: 60_000 }).toContain('opening the window');
  await expect.poll(() => existsSync(sessions) && readdirSync(sessions).join(), { timeout: 60_000 }).toMatch(/demo/);
});
