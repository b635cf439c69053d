/** Makes the pictures of the README from the real program: `node scripts/pictures.mjs`. Needs a build. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { animatedPng } from './animatedPng.mjs';
import { hasDisplay, projectRoot } from './setup/project.mjs';
import { fail, say } from './setup/report.mjs';
import { startVirtualDisplay } from './virtualDisplay.mjs';

const SIZE = { width: 1440, height: 900 };
/** Of the animation, which must stay small. */
const SMALL = { width: 640, height: 400 };
const FRAME_MILLIS = 800;
/** The frames: lines of the survey, then curves measured, of which the first ten are the seeds. */
const SURVEYED = [0.3, 0.7];
const MEASURED = [1, 4, 7, 10, 12, 15, 20, 26, 33, 40];
const images = join(projectRoot, 'docs/images');

/** Opens the program on a profile of its own, does something with its window, and ends it. */
async function withProgram(env, work) {
  const profile = mkdtempSync(join(tmpdir(), 'curioscope-pictures-'));
  const args = [projectRoot, `--user-data-dir=${profile}`, '--no-tour'];
  const app = await _electron.launch({ args, env, cwd: projectRoot });
  try {
    const window = await app.firstWindow();
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0].setContentSize(size.width, size.height),
      SIZE,
    );
    await work(app, window);
  } finally {
    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
    });
    await app.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** In the window: whether such a share of the survey's lines is on the map. */
function surveyed(share) {
  const [, done, rows] = /Scanning line (\d+) of (\d+)/.exec(document.body.innerText) ?? [];
  return done !== undefined && Number(done) >= share * Number(rows);
}

/** In the window: whether so many curves are on the map. */
function measured(curves) {
  const name = document.querySelector('[data-testid="topography"]')?.getAttribute('aria-label') ?? '';
  return Number(/(\d+) measured points/.exec(name)?.[1] ?? 0) >= curves;
}

const show = (window, view) => window.getByRole('navigation').getByRole('button', { name: view }).click();

/** A session from its survey on, as an animation; then, with a question open, as a picture. */
async function takeSession(app, window) {
  const mode = (name) => window.getByRole('banner').getByRole('radio', { name, exact: true }).click();
  await mode('Autonomous');
  await window.getByLabel('Steps', { exact: true }).fill('60');
  await window.getByRole('button', { name: 'Start session' }).click();
  const frames = [];
  for (const share of SURVEYED) {
    await window.waitForFunction(surveyed, share, { timeout: 60_000 });
    frames.push(await pixels(app));
  }
  for (const curves of MEASURED) {
    await window.waitForFunction(measured, curves, { timeout: 60_000 });
    frames.push(await pixels(app));
  }
  await mode('Auto');
  await window.getByTestId('state-chip').getByText('Your turn').waitFor();
  // Drawn to its end before it is taken.
  await window.waitForTimeout(1000);
  await keep(app, 'live.png');
  const animation = animatedPng(SMALL, frames, FRAME_MILLIS);
  writeFileSync(join(images, 'session.png'), animation);
  say(`pictures: docs/images/session.png  ${(animation.length / 1e6).toFixed(2)} MB`);
}

/** The sample session's manifold with a cell opened, so that the detail shows what it stands for. */
async function takeManifold(app, window) {
  await show(window, 'Sessions');
  await window.getByRole('button', { name: 'Open the sample session' }).click();
  const grid = window.getByTestId('structure-manifold');
  await grid.waitFor();
  await grid.click();
  await window.getByTestId('near-points').waitFor();
  // Drawn to its end before it is taken.
  await window.waitForTimeout(1500);
  await keep(app, 'manifold.png');
}

async function keep(app, name) {
  const picture = await capture(app, SIZE.width);
  writeFileSync(join(images, name), picture);
  say(`pictures: docs/images/${name}  ${(picture.length / 1e6).toFixed(2)} MB`);
}

/** The window as PNG, so many pixels wide. */
async function capture(app, width) {
  const text = await app.evaluate(async ({ BrowserWindow }, wide) => {
    const image = await BrowserWindow.getAllWindows()[0].webContents.capturePage();
    return image.resize({ width: wide, quality: 'best' }).toPNG().toString('base64');
  }, width);
  return Buffer.from(text, 'base64');
}

/** The pixels of the window, small: red, green, blue, opacity. */
async function pixels(app) {
  const text = await app.evaluate(async ({ BrowserWindow }, small) => {
    const image = await BrowserWindow.getAllWindows()[0].webContents.capturePage();
    return image
      .resize({ ...small, quality: 'best' })
      .toBitmap()
      .toString('base64');
  }, SMALL);
  const bytes = Buffer.from(text, 'base64');
  // Electron gives blue first.
  for (let at = 0; at < bytes.length; at += 4) [bytes[at], bytes[at + 2]] = [bytes[at + 2], bytes[at]];
  return bytes;
}

const display = hasDisplay() ? undefined : await startVirtualDisplay();
try {
  const env = { ...process.env, ...display?.env };
  await withProgram(env, takeSession);
  await withProgram(env, takeManifold);
} catch (error) {
  fail(error);
} finally {
  await display?.stop();
}
