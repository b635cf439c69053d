import { expectState, startSession, stateChip, withoutWaiting } from '../fixtures/console';
import { expect, test } from '../fixtures/electron';

test('a panel has a window of its own: closing it changes nothing, STOP in it makes the run safe', async ({
  program,
}) => {
  test.setTimeout(90_000);
  const { window, app } = program;
  await withoutWaiting(window);
  await startSession(window, { seeds: 3, steps: 50, mode: 'Manual' });
  await expectState(window, /Your turn/, 60_000);

  const opening = app.waitForEvent('window');
  await window.keyboard.press('Control+m');
  const first = await opening;
  await expectState(first, /Your turn/);
  await expect(first.getByTestId('topography')).toHaveAccessibleName(/\b3 measured points/);
  // What is selected in one window is selected in all of them.
  await first.keyboard.press('j');
  await expect(window.getByText('selected (#1)')).toBeVisible();
  await first.close();
  await expectState(window, /Your turn/);

  await window.keyboard.press('Control+6');
  const again = app.waitForEvent('window');
  await window.getByRole('navigation').getByRole('button', { name: 'Window' }).click();
  const log = await again;
  await expect(log.getByTestId('event-log')).toContainText(/records/);
  expect(await log.evaluate(() => Object.keys((globalThis as unknown as { host: object }).host).sort())).toEqual([
    'invoke',
    'subscribe',
  ]);
  await log.getByRole('button', { name: /STOP & MAKE SAFE/ }).click();
  await expectState(log, /Halted/i);
  await expect(log.getByText(/tip is withdrawn/)).toBeVisible();
  await expectState(window, /Halted/i);
  await log
    .getByRole('region', { name: 'Alarms and remarks' })
    .getByRole('button', { name: 'Acknowledge' })
    .first()
    .click();
  await expect(stateChip(window)).toContainText(/Aborted/);
});
