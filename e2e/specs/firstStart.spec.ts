/** The first ten minutes: the welcome, the tour to a running session, the sample session, archives, help. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { expectMeasured, expectState, openView } from '../fixtures/console';
import { runCommand } from '../fixtures/commandLine';
import { expect, test } from '../fixtures/electron';

const PROJECT = resolve(import.meta.dirname, '../..');
const SAMPLE = join(PROJECT, 'out/sample/sample.curioscope');

const tour = (window: Page): Locator => window.getByTestId('tour');

/** No part of the card lies over the button that stops everything. */
async function expectStopFree(window: Page): Promise<void> {
  const onTop = await window.evaluate(() => {
    const { left, top, width, height } = document.querySelector('.stop')!.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2)?.closest('.stop') !== null;
  });
  expect(onTop).toBe(true);
}

test.describe('a newcomer', () => {
  test.use({ launch: { newcomer: true } });

  test('is led to a running session by the keyboard alone, and is not asked again', async ({ program }) => {
    test.setTimeout(120_000);
    const { window } = program;
    await expect(window.getByTestId('welcome')).toBeVisible();
    await expectStopFree(window);
    await window.keyboard.press('Enter');

    for (const step of [1, 2, 3, 4, 5]) {
      await expect(tour(window)).toContainText(`Step ${step} of 5`);
      await expect(window.locator('.tour__frame')).toBeVisible();
      await expectStopFree(window);
      const main = tour(window).locator('.button--main');
      await expect(main).toBeVisible();
      await main.focus();
      await window.keyboard.press('Enter');
    }
    await expect(tour(window)).toBeHidden();
    await expectState(window, /Surveying|Moving|Measuring|Saving|Training|Choosing|Your turn/);
    await expect(window.getByRole('banner')).toContainText('My first session');

    const again = await program.relaunch();
    await expect(again.getByTestId('state-chip')).not.toContainText('Connecting');
    await expect(again.getByTestId('welcome')).toBeHidden();
  });

  test('can skip the tour and take it later from the help', async ({ program }) => {
    const { window } = program;
    await window.getByTestId('welcome').getByRole('button', { name: 'Take the tour' }).click();
    await window.keyboard.press('Escape');
    await expect(tour(window)).toBeHidden();
    await expect(window.getByTestId('welcome')).toBeHidden();

    await window.keyboard.press('F1');
    const guide = window.getByTestId('guide');
    await expect(guide.getByRole('img')).toHaveCount(3);
    await guide.getByRole('tab', { name: 'Safety' }).click();
    await expect(guide).toContainText('STOP UNCONFIRMED');
    await guide.getByRole('tab', { name: 'About' }).click();
    await expect(guide).toContainText('Chromium');
    await guide.getByRole('button', { name: 'Take the tour' }).click();
    await expect(tour(window)).toContainText('Step 1 of 5');
  });

  test('sees a trained manifold at once in the sample session, marked as such', async ({ program }) => {
    const { window } = program;
    await window.getByTestId('welcome').getByRole('button', { name: 'Open the sample session' }).click();
    await expect(window.getByTestId('structure-manifold')).toBeVisible();
    await expect(window.getByTestId('manifold-model')).toContainText('60 points');
    await expect(window.getByRole('banner')).toContainText('SAMPLE');
    await openView(window, 'Live');
    await expectMeasured(window, 60);
    await openView(window, 'Sessions');
    await openSample(window);
    await openView(window, 'Sessions');
    await expect(window.getByRole('row').filter({ hasText: 'SAMPLE' })).toHaveCount(1);
  });
});

test('every empty view has a way out', async ({ program }) => {
  const { window } = program;
  for (const name of ['Veto', 'Maps', 'Log', 'Sessions'] as const) {
    await window.getByRole('navigation').getByRole('button', { name }).click();
    await window.getByRole('button', { name: 'Start a session in Live' }).click();
    await expect(window.getByRole('button', { name: 'Start session' })).toBeVisible();
  }
});

test('figures and tables of a session are exported by mouse', async ({ program }) => {
  const { app, window, profile } = program;
  await openView(window, 'Sessions');
  await openSample(window);
  await openView(window, 'Sessions');
  await answerOpen(app, profile);
  await window.getByRole('button', { name: /^Export figures and tables of/ }).click();
  await expect(window.getByTestId('toast')).toContainText(profile);

  const [id] = readdirSync(join(profile, 'sessions'));
  const folder = join(profile, id!);
  const files = readdirSync(folder);
  expect(files).toEqual(expect.arrayContaining(['figure-4a.svg', 'figure-4a.png', 'figure-4a.json', 'curves.csv']));
  expect(files).toEqual(
    expect.arrayContaining(['figure-5d.svg', 'figure-5d.png', 'figure-5d.json', 'figure-6a.svg', 'figure-6b.png']),
  );
  expect(files.filter((file) => file.endsWith('.unfinished'))).toEqual([]);
  expect(readFileSync(join(folder, 'points.csv'), 'utf8').trim().split('\n')).toHaveLength(1 + 60);
});

test('a session is saved as one file, and opened by a second start of the program and on the command line', async ({
  program,
}) => {
  const { app, window, profile } = program;
  await openView(window, 'Sessions');
  await openSample(window);
  await openView(window, 'Sessions');
  const file = join(profile, 'mine.curioscope');
  await answerSave(app, file);
  await window.getByRole('button', { name: /^Save .* as archive/ }).click();
  await expect(window.getByTestId('toast')).toContainText('mine.curioscope');
  expect(existsSync(file)).toBe(true);

  const out = join(profile, 'elsewhere');
  const imported = await runCommand('import', file, '--out', out, '--json');
  expect(imported.code, imported.stderr).toBe(0);
  const { session } = JSON.parse(imported.stdout) as { session: string };
  expect((await runCommand('verify', session)).code).toBe(0);
  expect(readdirSync(out)).toHaveLength(1);

  await openView(window, 'Live');
  writeFileSync(join(profile, 'broken.curioscope'), 'no archive');
  await secondStart(app, profile, join(profile, 'broken.curioscope'));
  await expect(window.getByText(/broken\.curioscope.*no zip file/)).toBeVisible();
});

test.describe('started with an archive', () => {
  test.use({ launch: { args: [SAMPLE] } });

  test('the program shows its session', async ({ program }) => {
    await expectMeasured(program.window, 60);
  });
});

/** From the Sessions view; the program then shows the manifold by itself. */
async function openSample(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Open the sample session' }).click();
  await expect(window.getByTestId('structure-manifold')).toBeVisible();
}

/** What the person would choose in the dialog. */
async function answerSave(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, filePath);
}

async function answerOpen(app: ElectronApplication, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);
}

/** Starts the same program on the same profile, as a double click does; it hands the file over and ends. */
async function secondStart(app: ElectronApplication, profile: string, file: string): Promise<void> {
  const { spawnfile, spawnargs } = app.process();
  const switches = spawnargs.includes('--no-sandbox') ? ['--no-sandbox'] : [];
  const own = spawnargs.includes(PROJECT) ? [PROJECT] : [];
  const child = spawn(spawnfile, [...switches, ...own, `--user-data-dir=${profile}`, file], { stdio: 'ignore' });
  await new Promise((ended) => child.once('exit', ended));
}
