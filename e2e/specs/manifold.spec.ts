import type { Locator, Page } from '@playwright/test';
import { chooseMode, expectState, openView, startSession, withoutWaiting } from '../fixtures/console';
import { expect, test } from '../fixtures/electron';

/** A session at random places: nothing is fitted, so that it takes seconds. */
async function measure(window: Page, points: number): Promise<void> {
  await withoutWaiting(window);
  await window.getByLabel('Policy').selectOption('random');
  await startSession(window, { seeds: 10, steps: points - 10, mode: 'Autonomous' });
  await expectState(window, /Finished/, 90_000);
}

async function train(window: Page, epochs: number): Promise<void> {
  await window.getByRole('radio', { name: 'Fast' }).click();
  await window.getByLabel('Epochs').fill(String(epochs));
  await window.getByRole('button', { name: 'Train', exact: true }).click();
}

/** Clicks into a cell of a grid; rows and columns count from 1. */
async function clickCell(grid: Locator, row: number, column: number): Promise<void> {
  const box = (await grid.boundingBox())!;
  const side = Number(await grid.getAttribute('data-side'));
  const [left, top, pitch] = (await grid.getAttribute('data-layout'))!.split(' ').map(Number) as [
    number,
    number,
    number,
  ];
  expect(side).toBeGreaterThanOrEqual(Math.max(row, column));
  const at = { x: left + (column - 0.5) * pitch, y: top + (row - 0.5) * pitch };
  expect(at.y).toBeLessThan(box.height);
  await grid.click({ position: at });
}

test('without a session, and with too few points, the view says what it takes', async ({ program }) => {
  const { window } = program;
  await openView(window, 'Manifold');
  await expect(window.getByTestId('manifold-words')).toContainText('No session on the screen');
  await window.getByRole('button', { name: 'Go to Live' }).click();

  await measure(window, 12);
  await openView(window, 'Manifold');
  await expect(window.getByTestId('manifold-words')).toContainText('needs at least 30 points');
  await expect(window.getByTestId('manifold-words')).toContainText('This session has 12. Measure 18 more.');
});

test('train, open cells, refine, label, note, bookmark; all of it is there after closing', async ({
  program,
}, testInfo) => {
  test.setTimeout(240_000);
  let { window } = program;
  await measure(window, 60);
  await openView(window, 'Manifold');
  await expect(window.getByText('60 points ready.')).toBeVisible();
  await train(window, 40);
  await expect(window.getByTestId('manifold-model')).toContainText('40 epochs', { timeout: 120_000 });

  const structure = window.getByTestId('structure-manifold');
  const detail = window.getByTestId('manifold-detail');
  await clickCell(structure, 5, 6);
  await expect(detail.getByRole('heading', { name: 'Cell: Row 5, column 6' })).toBeVisible();
  await expect(detail.getByTestId('cell-label')).toContainText(/(club|heart|diamond|null|other) automatic, confidence/);
  await expect(detail.getByTestId('near-points').getByRole('button')).toHaveCount(6);
  await expect(detail.getByRole('button', { name: 'Measure 5 more like this' })).toBeDisabled();
  await expect(detail.getByTestId('like-this')).toContainText(/unmeasured places, the best at latent distance/);
  await window.getByRole('button', { name: 'Bookmark', exact: true }).click();
  await expect(window.getByRole('button', { name: 'Remove bookmark' })).toBeVisible();

  // By keyboard: two cells to the right, then a box of 3 x 3 that is refined, and back.
  await structure.focus();
  await window.keyboard.press('ArrowRight');
  await window.keyboard.press('ArrowRight');
  await window.keyboard.press('Enter');
  await expect(detail.getByRole('heading', { name: 'Cell: Row 5, column 8' })).toBeVisible();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowLeft', 'ArrowLeft']) await window.keyboard.press(`Shift+${key}`);
  await expect(window.getByTestId('grid-spoken')).toHaveText('Rows 5–7, columns 6–8');
  await window.keyboard.press('Enter');
  await expect(structure).toHaveAttribute('data-side', '30');
  await expect(window.getByTestId('iv-manifold')).toHaveAccessibleName(/30 by 30 decoded curves/);
  await window.screenshot({ path: testInfo.outputPath('refined.png') });
  await structure.focus();
  await window.keyboard.press('Escape');
  await expect(structure).toHaveAttribute('data-side', '10');

  // A person's label and note on the nearest point, thresholds tried and saved.
  await detail.getByTestId('near-points').getByRole('button').first().click();
  const point = window.getByTestId('point-detail');
  const name = (await point.getByRole('heading').innerText()).replace('Point ', '');
  await point.getByLabel('Yours').selectOption('other');
  await point.getByLabel('Note on this point').fill('sharp edge at the left');
  await point.getByRole('button', { name: 'Add note' }).click();
  await expect(point.getByLabel('Note on this point')).toHaveValue('');
  await window.getByRole('radio', { name: 'Thresholds' }).click();
  const counts = window.getByTestId('threshold-counts').getByRole('row', { name: /^null/ });
  await expect(counts).toContainText(/null\s*0\s*0/);
  await window.getByLabel('Null below').fill('0,9');
  await expect(counts).toContainText(/null\s*0\s*[1-9]/);
  await window.getByRole('button', { name: 'Save thresholds' }).click();
  await expect(counts).toContainText(/null\s*[1-9]\d*\s*[1-9]/);

  window = await program.relaunch();
  await openView(window, 'Sessions');
  await window
    .getByRole('button', { name: /^Open (?!the sample|an archive)/ })
    .first()
    .click();
  await expect(window.getByRole('banner').getByText('REPLAY')).toBeVisible();
  await openView(window, 'Manifold');
  await expect(window.getByTestId('manifold-model')).toContainText('40 epochs');
  await clickCell(window.getByTestId('structure-manifold'), 5, 6);
  await expect(window.getByRole('button', { name: 'Remove bookmark' })).toBeVisible();
  await window.getByRole('radio', { name: 'Notes' }).click();
  const notes = window.getByTestId('manifold-notes');
  await expect(notes).toContainText('sharp edge at the left');
  await expect(notes).toContainText(/other; automatic: (club|heart|diamond|null)/);
  await expect(notes.getByRole('button', { name }).first()).toBeVisible();
  await expect(notes.getByLabel('Bookmark text')).toHaveCount(1);
  await window.getByRole('radio', { name: 'Thresholds' }).click();
  await expect(window.getByLabel('Null below')).toHaveValue('0.9');
});

test('a training that is cancelled keeps what it has learned', async ({ program }) => {
  test.setTimeout(180_000);
  const { window } = program;
  await measure(window, 40);
  await openView(window, 'Manifold');
  await train(window, 5000);
  await expect(window.getByTestId('training-epoch')).toContainText(/[1-9]\d* \/ 5000/, { timeout: 60_000 });
  await window.getByRole('button', { name: 'Cancel, keep this state' }).click();
  await expect(window.getByTestId('manifold-model')).toContainText(/\d+ of 5000 epochs, cancelled/, {
    timeout: 60_000,
  });
  await expect(window.getByTestId('latent-scatter')).toHaveAccessibleName(/40 points/);
  await clickCell(window.getByTestId('iv-manifold'), 1, 1);
  await expect(window.getByTestId('unsupported')).toContainText('No data near');
});

test('places like a cell go into the queue of a run, and its new points make the manifold stale', async ({
  program,
}) => {
  test.setTimeout(180_000);
  const { window } = program;
  await withoutWaiting(window);
  await window.getByLabel('Policy').selectOption('random');
  await startSession(window, { seeds: 35, steps: 20, mode: 'Manual' });
  await expectState(window, /Your turn/, 60_000);
  await openView(window, 'Manifold');
  await train(window, 20);
  await expect(window.getByTestId('manifold-model')).toContainText('35 points', { timeout: 60_000 });
  await clickCell(window.getByTestId('structure-manifold'), 5, 5);
  await window.getByRole('textbox', { name: 'Places' }).fill('3');
  await window.getByRole('button', { name: 'Measure 3 more like this' }).click();
  await expect(window.getByTestId('like-this')).toContainText('3 places in the queue.');
  await chooseMode(window, 'Autonomous');
  await expect(window.getByTestId('manifold-stale')).toContainText(/[1-9]\d* new points? since training/);
});

test.describe('with a graphics unit that is emulated', () => {
  test.use({ launch: { args: ['--try-emulated-gpu'] } });

  test('it is tried, refused with the reason, and the training ends on the processor', async ({ program }) => {
    test.setTimeout(180_000);
    const { window } = program;
    await measure(window, 30);
    await openView(window, 'Manifold');
    await train(window, 20);
    await expect(window.getByTestId('manifold-model')).toContainText('20 epochs', { timeout: 120_000 });
    const words = window.getByTestId('manifold-model').locator('.model-bar__words');
    await expect(words).toHaveAttribute(
      'title',
      /The graphics unit \(.*\) was tried and is not used: (it is not faster|its first steps took longer)/,
    );
    await expect(words).toContainText(/wasm.*thread/);
  });
});
