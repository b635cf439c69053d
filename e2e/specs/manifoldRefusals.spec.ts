/** What the Manifold view says of sessions that cannot be trained on, or only in part. The sessions are made on disk. */
import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { readSession } from '../../src-main/journal/reader';
import { runCommand } from '../fixtures/commandLine';
import { openView } from '../fixtures/console';
import { expect, test } from '../fixtures/electron';
import { addCurve, rewriteSession, type ChangeRecord } from '../fixtures/rewriteSession';

/** Point #4 without one of its values, point #6 broken off. */
const gaps: ChangeRecord = async (body, array) => {
  if (body.kind !== 'curve.recorded') return body;
  if (body.index === 3) return { ...body, amperes: await array(body.amperes, (value, i) => (i === 9 ? NaN : value)) };
  return body.index === 5 ? { ...body, flags: { ...body.flags, complete: false } } : body;
};

/** As `gaps`, and one pixel of the frame without a height. */
const gapsAndHole =
  (pixel: number): ChangeRecord =>
  async (body, array) =>
    body.kind === 'frame.recorded'
      ? { ...body, heights: await array(body.heights, (height, i) => (i === pixel ? NaN : height)) }
      : gaps(body, array);

/** As `gaps`, and nothing after twenty curves. */
const short: ChangeRecord = async (body, array) =>
  body.kind === 'curve.recorded' && body.index >= 20 ? undefined : gaps(body, array);

const flat: ChangeRecord = async (body, array) =>
  body.kind === 'frame.recorded' ? { ...body, heights: await array(body.heights, () => 4e-9) } : body;

const halfSweep: ChangeRecord = async (body, array) =>
  body.kind === 'curve.recorded' ? { ...body, volts: await array(body.volts, (bias) => bias / 2) } : body;

const otherAxis: ChangeRecord = async (body, array) =>
  body.kind === 'curve.recorded' && body.index === 20 ? halfSweep(body, array) : body;

async function openSession(window: Page, name: string): Promise<void> {
  await openView(window, 'Sessions');
  await window.getByRole('row', { name }).getByRole('button', { name: /^Open/ }).click();
  await expect(window.getByRole('banner').getByText(name)).toBeVisible();
  await openView(window, 'Manifold');
}

test('sessions that cannot be trained on are refused by their reason; gaps are left out and counted', async ({
  program,
}, testInfo) => {
  test.setTimeout(120_000);
  const { window, profile } = program;
  const base = testInfo.outputPath('base');
  const made = await runCommand('run', '--policy', 'random', '--seeds', '39', '--steps', '1', '--out', base);
  expect(made.code, made.stderr).toBe(0);
  const { view } = await readSession(base);
  const { row, col } = view.points[7]!.at;
  const folder = (name: string): string => join(profile, 'sessions', name);
  await rewriteSession(base, folder('axes'), 'Two axes', otherAxis);
  await rewriteSession(base, folder('flat'), 'Flat surface', flat);
  await rewriteSession(base, folder('short'), 'Short of points', short);
  const pixel = Math.round(row) * view.config.scan.cols + Math.round(col);
  await rewriteSession(base, folder('gaps'), 'With gaps', gapsAndHole(pixel));

  const words = window.getByTestId('manifold-words');
  const train = window.getByRole('button', { name: 'Train', exact: true });
  await openSession(window, 'Two axes');
  await expect(words).toContainText('This session cannot be trained on');
  await expect(words).toContainText(
    /different voltage axes: point #1 has 251 points up to 1\.500 V, point #21 has 251 points up to 0\.750 V/,
  );
  await expect(train).toHaveCount(0);

  await openSession(window, 'Flat surface');
  await expect(words).toContainText('Every patch is flat');
  await expect(train).toHaveCount(0);

  await openSession(window, 'Short of points');
  await expect(words).toContainText('needs at least 30 points');
  await expect(words).toContainText('This session has 18. Measure 12 more.');
  await expect(words).toContainText('2 points left out');
  await expect(train).toHaveCount(0);

  await openSession(window, 'With gaps');
  const page = window.getByTestId('manifold-training');
  await expect(page).toContainText('37 points ready.');
  await expect(page).toContainText('3 points left out');
  await expect(page.getByRole('listitem')).toHaveText([
    'missing values in the curve: #4',
    'curve broken off: #6',
    'missing heights in the patch: #8',
  ]);
  await window.screenshot({ path: testInfo.outputPath('gaps.png') });
  await window.getByRole('radio', { name: 'Fast' }).click();
  await window.getByLabel('Epochs').fill('3');
  await train.click();
  const model = window.getByTestId('manifold-model');
  await expect(model).toContainText('3 epochs', { timeout: 60_000 });
  await expect(model).toContainText('37 points');
  await expect(model).toContainText('3 points left out');

  // A curve on another axis that comes after the training: the manifold stays, another training is refused by the reason.
  await openSession(window, 'Two axes');
  await addCurve(folder('gaps'), halfSweep);
  await openSession(window, 'With gaps');
  await expect(model).toContainText('3 epochs');
  await window.getByRole('button', { name: 'Train again' }).click();
  await train.click();
  await expect(
    window.getByText(/different voltage axes: point #1 has .* point #41 has 251 points up to 0\.750 V/).first(),
  ).toBeVisible();
  await window.screenshot({ path: testInfo.outputPath('refused-after.png') });
});
