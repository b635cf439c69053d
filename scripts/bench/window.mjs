/** Starting the program with a real window for a measurement, on a display of its own where there is none. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { reasonToBuild } from '../freshness.mjs';
import { installedElectron } from '../setup/electronBinary.mjs';
import { hasDisplay, projectRoot } from '../setup/project.mjs';
import { say, SetupError } from '../setup/report.mjs';
import { startVirtualDisplay } from '../virtualDisplay.mjs';
import { largestPaint } from './uiPage.mjs';

const START_TIMEOUT_MS = 30_000;
/** By then everything that belongs to the start has been painted; the measurement itself must not disturb it. */
const SETTLED_MS = 4_000;

/** Builds out/ where it is older than its sources. */
export async function buildIfNeeded() {
  const reason = reasonToBuild();
  if (reason === undefined) return;
  say(`bench: building, because ${reason}`);
  const { build } = await import('../build.mjs');
  await build();
}

/** Gives a function the environment of a display and an empty profile; both are gone afterwards. */
export async function withDisplay(use) {
  const display = hasDisplay() ? undefined : await startVirtualDisplay();
  const profile = mkdtempSync(join(tmpdir(), 'curioscope-bench-'));
  const env = { ...process.env, ...display?.env };
  delete env.ELECTRON_RUN_AS_NODE;
  try {
    return await use({ env, profile });
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    await display?.stop();
  }
}

/** How the built program is started from the checkout: its executable and the first arguments. */
export function builtProgram() {
  const electron = installedElectron();
  if (electron === undefined)
    throw new SetupError('There is no Electron binary yet: run `npm start` once, which fetches it.');
  return { executable: electron.executable, first: [projectRoot], version: electron.version };
}

/** Chromium refuses its sandbox to root. */
export function sandboxSwitches() {
  return process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
}

/** Starts a program and reaches its page over Chromium's debugging port once the start is over; `use` gets both. */
export async function withStarted({ executable, first }, { env, profile }, use) {
  const args = [...first, ...sandboxSwitches(), `--user-data-dir=${profile}`, '--no-tour', '--remote-debugging-port=0'];
  const begun = performance.timeOrigin + performance.now();
  const child = spawn(executable, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const address = await debuggingAddress(child);
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    const page = () => withPage(address, (one) => one.evaluate(largestPaint));
    return await use({ pid: child.pid, paintedAfter: async () => (await page()) - begun, address });
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** Connects to the page of a started program, and lets go of it again. */
export async function withPage(address, use) {
  const browser = await chromium.connectOverCDP(address);
  try {
    const page = browser.contexts()[0]?.pages()[0];
    if (page === undefined) throw new Error('The program shows no window.');
    return await use(page);
  } finally {
    await browser.close();
  }
}

/** The address that Chromium prints when its debugging port is open. */
function debuggingAddress(child) {
  let errors = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The program did not start in time.\n${errors}`)),
      START_TIMEOUT_MS,
    );
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text;
      const found = /DevTools listening on (ws:\S+)/.exec(errors)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      reject(new Error(`The program ended with ${code}.\n${errors}`));
    });
  });
}
