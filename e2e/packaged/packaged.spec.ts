/** The package on a clean Debian: installed with apt, used by an ordinary user, removed; his sessions stay. */
import { chromium, expect, test, type Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expectState, openView, startSession, withoutWaiting } from '../fixtures/console';
import { openDebianRoot, reasonAgainst, type DebianRoot } from './debianRoot';

const PROJECT = resolve(import.meta.dirname, '../..');
const DEBUG_PORT = 19_333;
const MEGABYTE = 1e6;
const SESSIONS = 'home/scientist/.config/Curioscope/sessions';

let debian: DebianRoot;

test.describe.configure({ mode: 'serial', timeout: 300_000 });
// Mounting is forbidden in some containers, which only trying shows; `npm test` looks at the rest before.
test.skip(reasonAgainst() !== undefined, `no clean Debian: ${reasonAgainst() ?? ''}`);

test.beforeAll(async () => {
  debian = await openDebianRoot();
});
test.afterAll(() => debian.remove());

test('the package is made, is small and installs with apt', async () => {
  const packed = spawnSync(process.execPath, [join(PROJECT, 'scripts/package.mjs'), 'deb'], { encoding: 'utf8' });
  expect(packed.status, packed.stderr).toBe(0);
  const name = readdirSync(join(PROJECT, 'dist')).find((file) => file.endsWith('.deb'));
  const file = join(PROJECT, 'dist', name ?? 'no package');
  expect(statSync(file).size).toBeLessThan(120 * MEGABYTE);
  copyFileSync(file, join(debian.folder, 'tmp/curioscope.deb'));
  await debian.asRoot(
    'apt-get update -qq && apt-get install -y -qq /tmp/curioscope.deb xvfb xauth fonts-dejavu-core shared-mime-info desktop-file-utils',
  );
  const { code, output } = await debian.asUser('curioscope --headless --version');
  expect(code).toBe(0);
  expect(output).toMatch(/curioscope \d+\.\d+\.\d+/);
  expect(existsSync(join(debian.folder, 'opt/Curioscope/licences/LICENCES.txt'))).toBe(true);
  expect(existsSync(join(debian.folder, 'opt/Curioscope/licences/bill-of-materials.cdx.json'))).toBe(true);
});

test('the command line runs a session on the compiled kernels, and verifies it', async () => {
  const ran = await debian.asUser('curioscope --headless run --steps 3 --seed 1 --speed max --json --out first');
  expect(ran.code, ran.output).toBe(0);
  expect(JSON.parse(ran.output.trim().split('\n').at(-1) ?? '')).toMatchObject({ steps: 3 });
  const verified = await debian.asUser('curioscope --headless verify first');
  expect(verified.code, verified.output).toBe(0);
  const wrong = await debian.asUser('curioscope --headless verify nothing-here');
  expect(wrong.code).toBe(2);
});

test('the window opens for an ordinary user, sandboxed, and runs a session', async () => {
  const program = debian.startAsUser(
    `xvfb-run -a -s "-screen 0 1440x900x24" curioscope --no-tour --remote-debugging-port=${DEBUG_PORT}`,
  );
  try {
    await withWindow(async (window) => {
      await withoutWaiting(window);
      await startSession(window, { seeds: 10, steps: 2, mode: 'Autonomous' });
      await expectState(window, /finished|complete/i, 60_000);
      await openView(window, 'Sessions');
      await expect(window.getByRole('main')).toContainText('12');
    });
  } finally {
    await program.stop();
  }
  expect(program.output()).not.toContain('no-sandbox');
});

test('the sample session shows its manifold, and is exported', async () => {
  const program = debian.startAsUser(
    `xvfb-run -a -s "-screen 0 1440x900x24" curioscope --no-tour --remote-debugging-port=${DEBUG_PORT}`,
  );
  try {
    await withWindow(async (window) => {
      await openView(window, 'Sessions');
      await window.getByRole('button', { name: 'Open the sample session' }).click();
      await expect(window.getByTestId('structure-manifold')).toBeVisible();
      await expect(window.getByTestId('manifold-model')).toContainText('60 points');
    });
  } finally {
    await program.stop();
  }
  const exported = await debian.asUser(
    'cd .config/Curioscope/sessions && curioscope --headless export *sample* --format png,svg,archive --out ~/figures',
  );
  expect(exported.code, exported.output).toBe(0);
  const files = readdirSync(join(debian.folder, 'home/scientist/figures'));
  for (const ending of ['.png', '.svg', '.curioscope']) expect(files.some((name) => name.endsWith(ending))).toBe(true);
});

test('the desktop knows archives of sessions', async () => {
  const archive = '~/figures/*.curioscope';
  const known = readFileSync(join(debian.folder, 'usr/share/mime/globs2'), 'utf8');
  expect(known).toContain('application/x-curioscope-session:*.curioscope');
  const entry = readFileSync(join(debian.folder, 'usr/share/applications/curioscope.desktop'), 'utf8');
  expect(entry).toContain('MimeType=application/x-curioscope-session');
  const imported = await debian.asUser(`curioscope --headless import ${archive} --out ~/elsewhere`);
  expect(imported.code, imported.output).toBe(0);
});

test('removing the package leaves the sessions alone', async () => {
  const before = readdirSync(join(debian.folder, SESSIONS));
  // The one that was measured, and the copy of the sample.
  expect(before).toHaveLength(2);
  await debian.asRoot('apt-get remove -y -qq curioscope');
  expect(existsSync(join(debian.folder, 'opt/Curioscope/curioscope'))).toBe(false);
  expect(readdirSync(join(debian.folder, SESSIONS))).toEqual(before);
  expect(existsSync(join(debian.folder, 'home/scientist/first/journal.jsonl'))).toBe(true);
});

/** Reaches the window over the debugging port; the inspector of the packaged program is switched off. */
async function withWindow(use: (window: Page) => Promise<void>): Promise<void> {
  await expect(async () => {
    await (await fetch(`http://127.0.0.1:${DEBUG_PORT}/json/version`)).json();
  }).toPass({ timeout: 30_000 });
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${DEBUG_PORT}`);
  try {
    const window = browser.contexts()[0]?.pages()[0];
    if (window === undefined) throw new Error('The program shows no window.');
    await use(window);
  } finally {
    await browser.close();
  }
}
