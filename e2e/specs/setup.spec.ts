/** The Setup view, and whole sessions from the window on instruments other than the simulator. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { sharedData } from '../../src-main/testing/sharedData';
import { startCommand } from '../fixtures/commandLine';
import { expectMeasured, expectState, openView, startSession, withoutWaiting } from '../fixtures/console';
import { expect, test } from '../fixtures/electron';
import { listening } from '../fixtures/listening';

const data = sharedData('data');
/** Away from the ports that Nanonis itself takes. */
const NANONIS_PORT = 16_511;

/** Clicks at a share of the width and height of the check's frame. */
async function clickFrame(window: Page, right: number, down: number): Promise<void> {
  const map = window.getByTestId('check-map');
  const box = (await map.boundingBox())!;
  await map.click({ position: { x: box.width * right, y: box.height * down } });
}

/** No session can be started, and the pre-flight list says that something blocks it. */
async function expectBlocked(window: Page): Promise<void> {
  await expect(window.getByText(/Blocked by \d/).first()).toBeVisible();
  await expect(window.getByRole('button', { name: 'Start session' })).toBeDisabled();
}

test('limits are loosened only when asked, and a profile brings everything back', async ({ program }) => {
  const { window } = program;
  await openView(window, 'Setup');
  const limits = window.getByTestId('setup-limits');
  const bias = limits.getByLabel('Bias, either sign');

  await bias.fill('1.2');
  await limits.getByRole('button', { name: 'Apply limits' }).click();
  await expect(limits).toContainText('for the next session');
  await expect(window.getByTestId('setup-program')).toContainText('1.50 V is above the bias limit of 1.20 V');

  const profiles = window.getByTestId('setup-profiles');
  await profiles.getByLabel('Name').fill('Careful');
  await profiles.getByRole('button', { name: 'Save as profile' }).click();
  await expect(profiles).toContainText('Simulator, 1.20 V, 20.0 nA, not checked');

  await bias.fill('3');
  await limits.getByRole('button', { name: 'Apply limits' }).click();
  const question = limits.getByRole('alertdialog');
  await expect(question).toContainText('Bias, either sign: 1.20 V \u2192 3.00 V');
  await question.getByRole('button', { name: 'Keep the old ones' }).click();
  await expect(bias).toHaveValue('1.2');
  await bias.fill('3');
  await limits.getByRole('button', { name: 'Apply limits' }).click();
  await limits.getByRole('button', { name: 'Loosen them' }).click();
  await expect(window.getByTestId('setup-program')).not.toContainText('is above the bias limit');

  await profiles.getByRole('button', { name: 'Load' }).click();
  await expect(bias).toHaveValue('1.2');

  await openView(window, 'Live');
  await expectBlocked(window);
});

test('a tip that went elsewhere in the coordinate check measures nothing until the check passes', async ({
  program,
}) => {
  const { window } = program;
  await openView(window, 'Settings');
  await window.getByLabel('Pace').selectOption('max');
  await openView(window, 'Setup');
  const check = window.getByTestId('setup-check');
  await check.getByRole('button', { name: 'Take the frame' }).click();
  await clickFrame(window, 0.7, 0.7);
  await expect(check).toContainText('outside the top left quarter');
  await clickFrame(window, 0.35, 0.3);
  await expect(check).toContainText(/Read back\s*x \u2212\d+ nm, y \d+ nm/);
  await check.getByRole('button', { name: 'It went elsewhere' }).click();
  await expect(check).toContainText('FAILED');

  await openView(window, 'Live');
  await expectBlocked(window);

  await openView(window, 'Setup');
  await check.getByRole('button', { name: 'Take the frame' }).click();
  await clickFrame(window, 0.35, 0.3);
  await check.getByRole('button', { name: 'It went there' }).click();
  await expect(check).toContainText('Passed');
});

test('a Nanonis that is not there is called so, and nothing starts on it', async ({ program }) => {
  const { window } = program;
  await openView(window, 'Setup');
  const instrument = window.getByTestId('setup-instrument');
  await instrument.getByRole('radio', { name: 'Nanonis' }).click();
  await instrument.getByLabel('Port').fill('1');
  await instrument.getByRole('button', { name: 'Use this instrument' }).click();

  const connection = window.getByTestId('setup-connection');
  await expect(connection.getByRole('alert')).toBeVisible();
  await expect(connection).toContainText('no answer');
  await openView(window, 'Live');
  await expectBlocked(window);
});

test('a whole session on a recorded Nanonis grid', async ({ program }) => {
  test.skip(data === undefined, 'needs the recorded files of instruments');
  test.setTimeout(240_000);
  const { window } = program;
  await openView(window, 'Setup');
  const instrument = window.getByTestId('setup-instrument');
  await instrument.getByRole('radio', { name: 'Replay' }).click();
  await instrument.getByLabel('File or session folder').fill(join(data!, 'nanonis_sts_grid_lockin.3ds'));
  await instrument.getByLabel('Pace').selectOption('max');
  await instrument.getByRole('button', { name: 'Use this instrument' }).click();
  const connection = window.getByTestId('setup-connection');
  await expect(connection).toContainText('Replay of nanonis_sts_grid_lockin.3ds');
  await expect(connection).toContainText('30 x 30 pixels');
  await expect(connection).toContainText('missing');

  await openView(window, 'Live');
  await expect(window.getByRole('form', { name: 'New session' })).toContainText('Frame and sweep are those of');
  await startSession(window, { seeds: 10, steps: 30, mode: 'Autonomous' });
  await expectState(window, /Finished/, 200_000);
  await expectMeasured(window, 40);
});

test('a whole session on a Nanonis over TCP', async ({ program }) => {
  test.setTimeout(300_000);
  const simulator = startCommand('simulate', 'nanonis', '--port', String(NANONIS_PORT), '--speed', 'max');
  try {
    await listening(NANONIS_PORT + 3);
    const { window } = program;
    await openView(window, 'Setup');
    const instrument = window.getByTestId('setup-instrument');
    await instrument.getByRole('radio', { name: 'Nanonis' }).click();
    await instrument.getByLabel('Port').fill(String(NANONIS_PORT));
    await instrument.getByRole('button', { name: 'Use this instrument' }).click();
    await expect(window.getByTestId('setup-connection')).toContainText('Nanonis simulator');

    await openView(window, 'Live');
    await startSession(window, { seeds: 10, steps: 30, mode: 'Autonomous' });
    await expectState(window, /Finished/, 260_000);
    await expectMeasured(window, 40);
  } finally {
    simulator.kill('SIGTERM');
    await simulator.ended;
  }
});

test('STOP says UNCONFIRMED, and what to do by hand, when the controller has fallen silent', async ({
  program,
}, testInfo) => {
  test.setTimeout(120_000);
  const simulator = startCommand('simulate', 'nanonis', '--port', String(NANONIS_PORT), '--speed', '20');
  try {
    await listening(NANONIS_PORT + 3);
    const { window } = program;
    await openView(window, 'Setup');
    const instrument = window.getByTestId('setup-instrument');
    await instrument.getByRole('radio', { name: 'Nanonis' }).click();
    await instrument.getByLabel('Port').fill(String(NANONIS_PORT));
    await instrument.getByRole('button', { name: 'Use this instrument' }).click();
    await expect(window.getByTestId('setup-connection')).toContainText('Nanonis simulator');
    await openView(window, 'Live');
    await startSession(window, { seeds: 3, steps: 5, mode: 'Manual' });
    await expectState(window, /Your turn/, 60_000);

    simulator.kill('SIGSTOP');
    await window.keyboard.press('F12');
    await expect(window.getByText('STOP UNCONFIRMED').first()).toBeVisible();
    const alarms = window.getByRole('region', { name: 'Alarms and remarks' });
    await expect(alarms).toContainText('at the instrument itself, set the bias to 0 V');
    await expect(window.getByText(/tip is withdrawn/)).toBeHidden();
    await expect(window.getByText(/NO CONNECTION, last read \d+ s ago/)).toBeVisible();
    await window.screenshot({ path: testInfo.outputPath('unconfirmed.png') });
    await window.getByRole('button', { name: 'Acknowledge' }).first().click();
    await expectState(window, /Aborted/);
    await expectMeasured(window, 3);
    simulator.kill('SIGCONT');
  } finally {
    simulator.kill('SIGKILL');
    await simulator.ended;
  }
});

test('drift and wear are looked at as Setup says, and shown beside the diversity', async ({ program }) => {
  test.setTimeout(120_000);
  const { window } = program;
  await withoutWaiting(window);
  await openView(window, 'Setup');
  const upkeep = window.getByTestId('setup-upkeep');
  for (const [label, count] of [
    ['Check every', '6'],
    ['Sweep again every', '4'],
  ] as const) {
    await upkeep.getByLabel(label).fill(count);
    await upkeep.getByLabel(label).press('Enter');
    await expect(upkeep.getByLabel(label)).toHaveValue(count);
  }

  await openView(window, 'Live');
  await startSession(window, { seeds: 10, steps: 3, mode: 'Autonomous' });
  await expectState(window, /Finished/, 90_000);
  await expect(window.getByTestId('wear-trend')).toContainText(/tip \d+ % of its first current \(3 sweeps\)/);
  await expect(window.getByTestId('drift-trend')).toContainText(/drift .*m since the survey/);
});
