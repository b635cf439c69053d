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
const FRAMES = 12;
const FRAME_MILLIS = 800;
const images = join(projectRoot, 'docs/images');

/** Opens the program on a profile of its own, takes all pictures, and ends it. */
async function takePictures(env) {
  const profile = mkdtempSync(join(tmpdir(), 'curioscope-pictures-'));
  const args = [projectRoot, `--user-data-dir=${profile}`, '--no-tour'];
  const app = await _electron.launch({ args, env, cwd: projectRoot });
  try {
    const window = await app.firstWindow();
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0].setContentSize(size.width, size.height),
      SIZE,
    );
    const view = (name) => window.getByRole('navigation').getByRole('button', { name }).click();
    await view('Sessions');
    await window.getByRole('button', { name: 'Open the sample session' }).click();
    await window.getByTestId('structure-manifold').waitFor();
    // A cell in the middle, so that the detail shows what it stands for.
    await window.getByTestId('structure-manifold').click();
    await window.waitForTimeout(1500);
    await keep(app, 'manifold.png');
    await view('Live');
    await record(app, window);
  } finally {
    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
    });
    await app.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** A session from its survey on, as an animation, and its end as a picture. */
async function record(app, window) {
  await window.getByRole('banner').getByRole('radio', { name: 'Autonomous', exact: true }).click();
  await window.getByLabel('Steps', { exact: true }).fill('60');
  await window.getByRole('button', { name: 'Start session' }).click();
  // The session before it is gone from the screen.
  await window.getByRole('banner').getByText('SAMPLE').waitFor({ state: 'detached' });
  const frames = [];
  for (let k = 0; k < FRAMES; k++) {
    frames.push(await pixels(app));
    await window.waitForTimeout(3000);
  }
  await keep(app, 'live.png');
  const animation = animatedPng(SMALL, frames, FRAME_MILLIS);
  writeFileSync(join(images, 'session.png'), animation);
  say(`pictures: docs/images/session.png  ${(animation.length / 1e6).toFixed(2)} MB`);
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
  await takePictures({ ...process.env, ...display?.env });
} catch (error) {
  fail(error);
} finally {
  await display?.stop();
}
