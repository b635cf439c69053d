import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { runCommand } from '../fixtures/commandLine';
import {
  chooseMode,
  expectMeasured,
  expectState,
  openView,
  startSession,
  stateChip,
  withoutWaiting,
} from '../fixtures/console';
import { expect, test } from '../fixtures/electron';

const MAPS = ['Predicted novelty', 'Uncertainty σ', 'Acquisition', 'Image novelty', 'Combined'];

/** A panel of the Live view by its title. */
function panel(window: Page, name: string): Locator {
  return window.getByRole('region', { name, exact: true });
}

/** Where the proposal on the card lies, as it stands there. */
async function proposedPlace(window: Page): Promise<string> {
  const place = window.getByTestId('next-point').getByText(/^x .* y .*m$/);
  return place.innerText();
}

function sessionFolders(profile: string): string[] {
  const folder = join(profile, 'sessions');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

test('the first start, with an empty profile: idle, no panel without a word, nothing measured', async ({ program }) => {
  const { window, profile } = program;
  await expectState(window, /Idle/);
  await expect(window.getByRole('button', { name: /STOP & MAKE SAFE/ })).toBeEnabled();
  await expect(window.getByText('SIMULATED', { exact: true })).toBeVisible();
  for (const name of ['Topography', 'Next point', 'IV curves', 'Diversity', ...MAPS])
    await expect(panel(window, name).locator('.empty'), name).toContainText(/\w+ \w+ \w+/);
  await expect(window.getByText(/No topography yet/)).toBeVisible();
  expect(await window.evaluate(() => Object.keys((globalThis as unknown as { host: object }).host).sort())).toEqual([
    'invoke',
    'subscribe',
  ]);
  expect(sessionFolders(profile)).toEqual([]);
});

test('a whole session, 10 seeds and 20 steps, fills every panel and verifies on disk', async ({
  program,
}, testInfo) => {
  test.setTimeout(120_000);
  const { window, profile } = program;
  await withoutWaiting(window);
  await startSession(window, { seeds: 10, steps: 20, mode: 'Autonomous' });
  await expectState(window, /Finished/, 90_000);

  await expectMeasured(window, 30);
  await expect(window.getByTestId('step-counter')).toContainText('20 / 20');
  await expect(window.getByTestId('iv-compare')).toContainText('30 curves');
  await expect(window.getByTestId('diversity')).toContainText(/structural 0\.\d+/);
  for (const map of MAPS) await expect(panel(window, map), map).toContainText('for step 20');
  await window.screenshot({ path: testInfo.outputPath('live.png') });

  const [session] = sessionFolders(profile);
  expect(await runCommand('verify', session!)).toMatchObject({ code: 0 });
});

test('pause, resume and stop after the step', async ({ program }) => {
  const { window } = program;
  await withoutWaiting(window);
  await startSession(window, { seeds: 3, steps: 50, mode: 'Manual' });
  await expectState(window, /Your turn/);
  await window.getByRole('button', { name: 'Pause now' }).click();
  await expectState(window, /Paused/);
  await expectMeasured(window, 3);
  await window.keyboard.press('F8');
  await expectState(window, /Your turn/);
  await window.getByRole('button', { name: 'Approve', exact: true }).click();
  await expectMeasured(window, 4);
  await expectState(window, /Your turn/);
  await window.keyboard.press('F9');
  await expectState(window, /Stopped/);
  await expectMeasured(window, 4);
  await expect(window.getByRole('button', { name: 'Start session' })).toBeVisible();
});

test('a vetoed proposal is never measured, by mouse and by keyboard', async ({ program }) => {
  const { window, profile } = program;
  await withoutWaiting(window);
  await startSession(window, { seeds: 3, steps: 6, mode: 'Manual' });
  await expectState(window, /Your turn/);
  const first = await proposedPlace(window);
  await window.getByRole('region', { name: 'Next point' }).getByRole('button', { name: 'Veto', exact: true }).click();
  await window.getByRole('button', { name: /Already seen/ }).click();
  await expect.poll(() => proposedPlace(window)).not.toBe(first);
  await expectState(window, /Your turn/);

  const second = await proposedPlace(window);
  await window.keyboard.press('g');
  await window.keyboard.press('v');
  await window.keyboard.press('1');
  await expect.poll(() => proposedPlace(window)).not.toBe(second);
  await expect(window.getByTestId('topography')).toHaveAccessibleName(/2 vetoed/);

  await chooseMode(window, 'Autonomous');
  await expectState(window, /Finished/, 60_000);
  await expectMeasured(window, 9);
  const [session] = sessionFolders(profile);
  const bodies = readFileSync(join(session!, 'journal.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(
      (line) =>
        (
          JSON.parse(line) as {
            body: { kind: string; candidate?: number; rule?: { candidate: number; reason: string } };
          }
        ).body,
    );
  const vetoes = bodies.filter((body) => body.kind === 'veto.added').map((body) => body.rule!);
  expect(vetoes.map((rule) => rule.reason)).toEqual(['already seen', 'contamination']);
  const measured = bodies.filter((body) => body.kind === 'curve.recorded').map((body) => body.candidate);
  expect(measured.filter((candidate) => vetoes.some((rule) => rule.candidate === candidate))).toEqual([]);
});

test('STOP works from the keyboard, says that the tip is safe, and waits to be acknowledged', async ({ program }) => {
  const { window } = program;
  await startSession(window, { seeds: 10, steps: 20, mode: 'Autonomous' });
  await expectState(window, /Surveying/);
  await window.keyboard.press('F12');
  await expectState(window, /Halted/i);
  await expect(window.getByText(/tip is withdrawn/)).toBeVisible();
  await window.getByRole('button', { name: 'Acknowledge' }).click();
  await expectState(window, /Aborted/);
});

test('closing in the middle of a run asks, makes safe, and everything is there on reopening', async ({ program }) => {
  test.setTimeout(120_000);
  await withoutWaiting(program.window);
  await startSession(program.window, { seeds: 4, steps: 5, mode: 'Manual' });
  await expectState(program.window, /Your turn/);
  const place = await proposedPlace(program.window);
  const asked = await program.app.evaluate(({ dialog }) => {
    const seen = globalThis as unknown as { asked: number };
    seen.asked = 0;
    dialog.showMessageBox = () => Promise.resolve({ response: seen.asked++ === 0 ? 0 : 1, checkboxChecked: false });
    return seen.asked;
  });
  expect(asked).toBe(0);
  await program.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expectState(program.window, /Your turn/);

  const window = await program.relaunch();
  await expectMeasured(window, 4);
  await expect(window.getByRole('banner').getByText('REPLAY')).toBeVisible();
  for (const map of MAPS) await expect(panel(window, map), map).toContainText('for step 1');
  await window.getByRole('button', { name: 'Continue session' }).click();
  await expectState(window, /Paused/);
  await window.getByRole('button', { name: 'Resume' }).click();
  await expectState(window, /Your turn/);
  expect(await proposedPlace(window)).toBe(place);
  await chooseMode(window, 'Autonomous');
  await expectState(window, /Finished/, 60_000);
  await expectMeasured(window, 9);
});

test('a killed program loses the sweep in flight at most, and the list says what happened', async ({ program }) => {
  test.setTimeout(120_000);
  await withoutWaiting(program.window);
  await startSession(program.window, { seeds: 5, steps: 200, mode: 'Autonomous' });
  await expect(program.window.getByTestId('step-counter')).toContainText(/[3-9] \/ 200/, { timeout: 60_000 });
  await program.kill();
  const [session] = sessionFolders(program.profile);
  const verified = await runCommand('verify', session!);
  expect(verified.code, verified.stderr).toBe(0);

  const window = await program.relaunch();
  await expect(window.getByTestId('topography')).toHaveAccessibleName(/\b([8-9]|[1-9]\d+) measured points/);
  await openView(window, 'Sessions');
  await expect(window.getByRole('row', { name: /interrupted/ })).toBeVisible();
});

test('Ctrl-C in the terminal makes safe and ends the program in the middle of a run', async ({ program }) => {
  const { window, profile } = program;
  await withoutWaiting(window);
  await startSession(window, { seeds: 3, steps: 5, mode: 'Manual' });
  await expectState(window, /Your turn/);
  await program.interrupt();
  const journal = readFileSync(join(sessionFolders(profile)[0]!, 'journal.jsonl'), 'utf8');
  expect(journal.trim().split('\n').slice(-2).join()).toMatch(/"withdraw".*"result":"done"/);
  await expectMeasured(await program.relaunch(), 3);
});

test('the demo begins by itself and its countdown acts', async ({ program }) => {
  const window = await program.relaunch({ args: ['--demo'] });
  await expectState(window, /Surveying|Preparing/);
  await expect(stateChip(window)).toContainText(/Your turn/, { timeout: 45_000 });
  await expect(window.getByTestId('step-counter')).toContainText('1 / 200', { timeout: 20_000 });
});
