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
  await window.getByRole('checkbox', { name: 'Wipe A over B' }).check();
  await window.getByRole('slider', { name: 'Where A ends and B begins' }).fill('25');
  await expect(window.getByTestId('map-A')).toBeVisible();
  await window.getByLabel('Colours').selectOption('even about the median');
  await window.getByTestId('map-difference').focus();
  // By keyboard: the cross hairs a few pixels away from the middle, and the place into the table.
  await window.keyboard.press('Shift+ArrowRight');
  await window.keyboard.press('Space');
  await expect(window.getByTestId('map-values').getByRole('columnheader', { name: 'a', exact: true })).toBeVisible();
});

test('sessions are found by what was said of them, looked into and compared', async ({ program }) => {
  test.setTimeout(120_000);
  const { window } = program;
  await finishedSession(window);
  await startSession(window, { seeds: 5, steps: 1, mode: 'Autonomous' });
  await expectMeasured(window, 6, 60_000);
  await expectState(window, /Finished/, 60_000);
  await show(window, 'Sessions');
  const ticks = window.getByRole('checkbox', { name: /^Look at/ });
  await expect(ticks).toHaveCount(2);
  await ticks.nth(1).check();
  const look = window.getByTestId('session-look');
  await expect(look.getByTestId('look-map')).toHaveAccessibleName(/\b11 measured points/);
  await look.getByLabel('Tags, between commas').fill('batch 3, PVSK');
  await look.getByRole('button', { name: 'Save tags' }).click();
  await look.getByLabel('New note').fill('a crack at the left');
  await look.getByRole('button', { name: 'Add note' }).click();
  await expect(look.getByRole('listitem').filter({ hasText: 'a crack at the left' })).toBeVisible();
  await ticks.nth(0).check();
  await expect(look.getByTestId('look-map')).toHaveAccessibleName(/A \u2212 B/);
  await expect(look.getByRole('listitem')).toHaveCount(4);
  await window.getByRole('searchbox', { name: 'Search names, tags, notes' }).fill('CRACK pvsk');
  await expect(ticks).toHaveCount(1);
  await window.getByRole('searchbox', { name: 'Search names, tags, notes' }).fill('nothing of the kind');
  await expect(window.getByText(/No session has all these words/)).toBeVisible();
});

test('points are bookmarked and noted by key, taken back and made again, and all of it is there after closing', async ({
  program,
}, testInfo) => {
  test.setTimeout(120_000);
  const { window } = program;
  await finishedSession(window);
  await window.keyboard.press('b');
  await expect(window.getByText('Select a measured point first')).toBeVisible();
  await window.getByTestId('topography').focus();
  await window.keyboard.press('j');
  await window.keyboard.press('j');
  const remarks = window.getByTestId('remarks');
  await expect(remarks).toContainText('#2');
  await window.keyboard.press('b');
  await expect(remarks.getByRole('button', { name: 'Bookmark', exact: true })).toHaveAttribute('aria-pressed', 'true');
  const counted = window.getByText('1 bookmarked', { exact: true });
  await expect(counted).toBeVisible();
  await window.screenshot({ path: testInfo.outputPath('bookmarked.png') });
  await window.keyboard.press('n');
  await window.keyboard.type('crack at the boundary');
  await window.keyboard.press('Enter');
  await expect(remarks.getByText('crack at the boundary')).toBeVisible();

  await window.keyboard.press('Control+z');
  await expect(remarks.getByText('crack at the boundary')).toBeHidden();
  await window.keyboard.press('Control+z');
  await expect(counted).toBeHidden();
  await window.keyboard.press('Control+Shift+z');
  await window.keyboard.press('Control+Shift+z');
  await expect(remarks.getByText('crack at the boundary')).toBeVisible();
  await window.keyboard.press('l');
  await expect(window.getByTestId('maps-view')).toBeVisible();

  const again = await program.relaunch();
  await show(again, 'Sessions');
  await again
    .getByRole('button', { name: /^Open (?!the sample|an archive)/ })
    .first()
    .click();
  await expect(again.getByText('1 bookmarked', { exact: true })).toBeVisible();
  await again.getByRole('group', { name: 'Bookmarks' }).getByRole('button').click();
  await expect(again.getByTestId('remarks').getByText('crack at the boundary')).toBeVisible();
});
