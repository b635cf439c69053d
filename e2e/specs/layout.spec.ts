import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { expectState, startSession, withoutWaiting } from '../fixtures/console';
import { expect, test, type Program } from '../fixtures/electron';
import { layoutFaults } from '../fixtures/layoutFaults';

const VIEWS = ['Live', 'Veto', 'Maps', 'Manifold', 'Sessions', 'Log', 'Setup', 'Settings'] as const;
const SIZES = [
  { width: 1280, height: 720, zoom: 1 },
  { width: 1440, height: 900, zoom: 1 },
  { width: 1920, height: 1080, zoom: 1 },
  { width: 1920, height: 1080, zoom: 2 },
  { width: 1440, height: 900, zoom: 2 },
] as const;

async function resize({ app, window }: Program, size: (typeof SIZES)[number]): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height, zoom }) => {
    const [opened] = BrowserWindow.getAllWindows();
    opened?.setContentSize(width, height);
    opened?.webContents.setZoomFactor(zoom);
  }, size);
  // Without a window manager the window comes out a pixel smaller.
  await expect
    .poll(async () => Math.abs((await window.evaluate(() => innerWidth)) - size.width / size.zoom))
    .toBeLessThanOrEqual(1);
}

async function show(window: Page, name: string): Promise<void> {
  const button = window.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) });
  await button.evaluate((element: HTMLElement) => element.click());
  await expect(button).toHaveAttribute('aria-current', 'page');
}

/** Violations that keep somebody from using the program, with the places where they are. */
async function seriousFindings(window: Page): Promise<readonly string[]> {
  await window.evaluate(axe.source);
  const { violations, passes } = await window.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations', 'passes'] }),
  );
  // Nothing found by rules that looked at nothing would prove nothing.
  expect(passes.length).toBeGreaterThan(15);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
    );
}

async function waitingProposal(window: Page): Promise<void> {
  await withoutWaiting(window);
  await startSession(window, { seeds: 5, steps: 6, mode: 'Manual' });
  await expectState(window, /Your turn/, 60_000);
}

/** A replay with every badge that the header has for one. */
async function openSample(window: Page): Promise<void> {
  await show(window, 'Sessions');
  await window
    .getByRole('button', { name: /sample/i })
    .first()
    .click();
  await expect(window.getByRole('banner').getByText('SAMPLE', { exact: true })).toBeVisible();
  await show(window, 'Live');
}

test('in every view and size everything has its place, and STOP is free', async ({ program }) => {
  test.setTimeout(180_000);
  const { window } = program;
  for (const state of ['first start', 'sample session', 'proposal waiting'] as const) {
    await resize(program, SIZES[1]);
    if (state === 'sample session') await openSample(window);
    if (state === 'proposal waiting') await waitingProposal(window);
    for (const size of SIZES) {
      await resize(program, size);
      for (const view of VIEWS) {
        await show(window, view);
        const where = `${state}, ${view}, ${size.width} x ${size.height} at ${size.zoom * 100} %`;
        await expect.poll(() => layoutFaults(window), where).toEqual([]);
      }
    }
  }
});

test('assistive technology finds no serious fault in any view and theme', async ({ program }) => {
  test.setTimeout(180_000);
  const { window } = program;
  await waitingProposal(window);
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme });
    await expect(window.locator('html')).toHaveAttribute('data-theme', colorScheme);
    for (const view of VIEWS) {
      await show(window, view);
      await expect.poll(() => seriousFindings(window), `${view}, ${colorScheme}`).toEqual([]);
    }
  }
});
