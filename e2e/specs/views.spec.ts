import type { Page } from '@playwright/test';
import { expectMeasured, expectState, startSession, withoutWaiting } from '../fixtures/console';
import { expect, test } from '../fixtures/electron';

async function show(window: Page, name: string): Promise<void> {
  await window
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();
}

async function finishedSession(window: Page): Promise<void> {
  await withoutWaiting(window);
  await startSession(window, { seeds: 5, steps: 6, mode: 'Autonomous' });
  await expectState(window, /Finished/, 60_000);
  await expectMeasured(window, 11);
}

test('the scrubber rewinds every panel, takes the commands away, and comes back to the newest', async ({ program }) => {
  test.setTimeout(120_000);
  const { window } = program;
  await finishedSession(window);
  await window.getByTestId('topography').focus();
  await window.keyboard.press('Home');
  await expect(window.getByText('REPLAY step 1', { exact: true })).toBeVisible();
  await expectMeasured(window, 5);
  await expect(window.getByTestId('iv-compare')).toContainText('5 curves');
  await expect(window.getByRole('region', { name: 'Combined', exact: true })).toContainText('for step 1');
  await expect(window.getByTestId('next-point')).toContainText('step 1');
  await expect(window.getByRole('button', { name: 'Start session' })).toBeHidden();
  await window.keyboard.press(']');
  await expectMeasured(window, 6);
  await expect(window.getByRole('region', { name: 'Combined', exact: true })).toContainText('for step 2');
  await window.keyboard.press('F12');
  await expect(window.getByText(/tip is withdrawn/)).toBeVisible();
  await window.keyboard.press('End');
  await expectMeasured(window, 11);
  await expect(window.getByText(/REPLAY step/)).toBeHidden();
});

test('the log tells the story, is searched, and leads to a step', async ({ program }) => {
  test.setTimeout(120_000);
  const { window } = program;
  await finishedSession(window);
  await show(window, 'Log');
  const log = window.getByTestId('event-log');
  await expect(log).toContainText('Run ended: Finished');
  await log.getByRole('searchbox').fill('curve saved step 4');
  const rows = log.getByRole('row').filter({ has: window.getByRole('cell') });
  await expect
    .poll(async () => (await rows.allInnerTexts()).every((words) => /curve[^]*saved/i.test(words)))
    .toBe(true);
  await log.getByRole('button', { name: 'Look at step 4' }).click();
  await expect(window.getByText('REPLAY step 4', { exact: true })).toBeVisible();
  await expectMeasured(window, 8);
});

test('a line drawn on one map gives a profile of all, and the palette goes anywhere', async ({ program }) => {
  test.setTimeout(120_000);
  const { window } = program;
  await finishedSession(window);
  await window.keyboard.press('Control+k');
  await window.keyboard.type('go maps');
  await window.keyboard.press('Enter');
  await expect(window.getByTestId('maps-view')).toBeVisible();
  await window.getByRole('button', { name: 'Draw profile' }).click();
  const box = (await window.getByTestId('tile-novelty').boundingBox())!;
  await window.mouse.move(box.x + 20, box.y + 20);
  await window.mouse.down();
  await window.mouse.move(box.x + box.width - 20, box.y + box.height - 20, { steps: 4 });
  await window.mouse.up();
  await expect(window.getByTestId('profile').getByRole('listitem')).toHaveCount(6);
  await window.getByRole('radio', { name: 'A | B' }).click();
  await expect(window.getByTestId('map-difference')).toHaveAccessibleName(/A − B/);
});
