/**
 * How fast the window is, in the real Electron with its real bridge: frames and answers while maps arrive, what a long
 * session leaves in memory, the grids of the manifold, and the start.
 *
 *   npm run bench -- ui [--quick] [--json]
 *
 * The session is fed where the main process announces one, see uiFeed.mjs: no learner keeps up with five steps of
 * 512 x 512 pixels a second.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { build } from 'vite';
import { projectRoot } from '../setup/project.mjs';
import { say } from '../setup/report.mjs';
import { formatSummary, formatTable, quantile, summarise } from './statistics.mjs';
import { beginFrames, endFrames, redrawGrid, takeAnswers, watchAnswers } from './uiPage.mjs';
import { buildIfNeeded, builtProgram, sandboxSwitches, withDisplay, withStarted } from './window.mjs';

/** Not in out/, which every build empties. */
const folder = join(projectRoot, 'node_modules/.cache/curioscope/bench-ui');
const WINDOW = { width: 1920, height: 1080 };
const MAPS = { side: 512, points: 500, hertz: 5 };
const LONG = { side: 128, steps: 2000, settled: 200, hertz: 20 };
const MANIFOLD = { points: 60, epochs: 40 };
const MEGABYTE = 1e6;

const plan = (quick) =>
  quick
    ? { rounds: 1, frameSeconds: 10, answers: 30, starts: 2, redraws: 10, long: undefined }
    : { rounds: 3, frameSeconds: 20, answers: 100, starts: 10, redraws: 30, long: LONG };

export async function benchUi({ quick, json }) {
  await buildIfNeeded();
  await bundleFeed();
  const asked = plan(quick);
  say(`load average before: ${loadavg()[0].toFixed(2)}`);
  try {
    const rounds = [];
    for (let round = 0; round < asked.rounds; round++)
      rounds.push(await inProgram((program) => liveMaps(program, asked)));
    const heap = asked.long === undefined ? undefined : await inProgram((program) => longSession(program, asked.long));
    const grids = await inProgram((program) => manifoldGrids(program, asked));
    const start = await starts(asked.starts);
    report({ rounds, heap, grids, start, json });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds the feed as a file that the main process can load. */
async function bundleFeed() {
  mkdirSync(folder, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'uiFeed.mjs'),
      outDir: folder,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
    ssr: { noExternal: true },
  });
}

/** Starts the program with an empty profile, in a window that fills the screen. */
function inProgram(use) {
  return withDisplay(async ({ env, profile }) => {
    const { executable } = builtProgram();
    const args = [...sandboxSwitches(), projectRoot, `--user-data-dir=${profile}`, '--no-tour'];
    const app = await _electron.launch({ executablePath: executable, args, env, cwd: projectRoot });
    try {
      const page = await app.firstWindow();
      await page.getByRole('button', { name: 'Start session' }).waitFor();
      await app.evaluate(
        ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0].setContentSize(...size),
        [WINDOW.width, WINDOW.height],
      );
      return await use({ app, page });
    } finally {
      await app.close();
    }
  });
}

/** Puts a fed session into the program; `tell` calls its methods in the main process. */
async function feed({ app, page }, { side, steps }) {
  const { value } = await page.evaluate(() => window.host.invoke('console.snapshot'));
  await app.evaluate(
    (electron, { file, options }) => {
      const { createRequire } = process.getBuiltinModule('node:module');
      globalThis.benchFeed = createRequire(file)(file).createFeed(electron, options);
    },
    { file: join(folder, 'uiFeed.cjs'), options: { snapshot: value, side, steps } },
  );
  const tell = (method, ...input) =>
    app.evaluate((_electron, call) => globalThis.benchFeed[call.method](...call.input), { method, input });
  await tell('open');
  return tell;
}

/** Frames, then answers to hover, drag and click, with maps arriving all the time. */
async function liveMaps(program, { frameSeconds, answers }) {
  const { page } = program;
  const tell = await feed(program, { side: MAPS.side, steps: 2000 });
  await tell('measure', MAPS.points);
  await page.getByTestId('map-combined').waitFor();
  await tell('start', MAPS.hertz);
  await page.waitForTimeout(3000);
  await page.evaluate(beginFrames);
  await page.waitForTimeout(1000 * frameSeconds);
  const frames = await page.evaluate(endFrames);
  await page.evaluate(watchAnswers);
  const found = { frames, ...(await answersOf(page, answers)) };
  await tell('stop');
  return found;
}

async function answersOf(page, count) {
  const box = await page.getByTestId('topography').boundingBox();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  // A spiral: every place is another, and none is left out for good.
  const place = (i) => {
    const [angle, radius] = [i * 2.4, 0.4 * Math.min(box.width, box.height) * Math.sqrt(i / count)];
    return [middle.x + radius * Math.cos(angle), middle.y + radius * Math.sin(angle)];
  };
  // Not in step with the maps, which come every 200 ms.
  const rest = (i) => page.waitForTimeout(60 + ((i * 37) % 90));
  const take = async (kind) => {
    await page.waitForTimeout(500);
    return page.evaluate(takeAnswers, kind);
  };

  for (let i = 0; i < count; i++) {
    await page.mouse.move(...place(i));
    await rest(i);
  }
  const hover = await take('pointermove');
  for (let i = 0; i < count; i++) {
    await page.mouse.click(...place(i));
    await rest(i);
  }
  const select = await take('pointerup');
  await page.mouse.move(middle.x, middle.y);
  for (let notch = 0; notch < 6; notch++) await page.mouse.wheel(0, -100);
  await page.mouse.down();
  await take('wheel');
  for (let i = 0; i < count; i++) {
    await page.mouse.move(middle.x + 40 * Math.sin(i / 3), middle.y + 40 * Math.cos(i / 3));
    await rest(i);
  }
  const pan = await take('pointermove');
  await page.mouse.up();
  return { hover, select, pan };
}

/** What is in use after a garbage collection, early in a long session and at its end, bytes. */
async function longSession(program, { side, steps, settled, hertz }) {
  const { app, page } = program;
  const tell = await feed(program, { side, steps });
  const devtools = await app.context().newCDPSession(page);
  const at = async (points) => {
    await tell('start', hertz, points);
    while ((await tell('measured')) < points) await page.waitForTimeout(500);
    await tell('stop');
    await page.waitForTimeout(2000);
    for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize, backingStorageSize } = await devtools.send('Runtime.getHeapUsage');
    // Older Chromium tells the first number only.
    return {
      script: usedSize,
      ...(embedderHeapUsedSize === undefined ? {} : { page: embedderHeapUsedSize }),
      ...(backingStorageSize === undefined ? {} : { arrays: backingStorageSize }),
    };
  };
  const before = await at(settled);
  const after = await at(steps);
  return Object.fromEntries(Object.keys(before).map((name) => [name, after[name] - before[name]]));
}

/** Trains a manifold on a simulated session and draws its finest grids again and again. */
async function manifoldGrids({ page }, { redraws }) {
  await measureAndTrain(page);
  const structure = page.getByTestId('structure-manifold');
  await structure.focus();
  // A box over the whole grid, refined into 30 x 30 cells.
  for (let i = 0; i < 9; i++) await page.keyboard.press('Shift+ArrowRight');
  for (let i = 0; i < 9; i++) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="iv-manifold"][data-side="30"]').waitFor();
  const found = {};
  for (const testId of ['structure-manifold', 'iv-manifold'])
    found[testId] = await page.evaluate(redrawGrid, { testId, times: redraws });
  return found;
}

async function measureAndTrain(page) {
  const open = (name) => page.getByRole('navigation').getByRole('button', { name }).click();
  await open('Settings');
  await page.getByLabel('Pace').selectOption('max');
  await open('Live');
  await page.getByLabel('Policy').selectOption('random');
  await page.getByRole('banner').getByRole('radio', { name: 'Autonomous', exact: true }).click();
  await page.getByLabel('Seeds').fill('10');
  await page.getByLabel('Steps', { exact: true }).fill(String(MANIFOLD.points - 10));
  await page.getByRole('button', { name: 'Start session' }).click();
  await page
    .getByTestId('state-chip')
    .getByText(/Finished/)
    .waitFor({ timeout: 120_000 });
  await open('Manifold');
  await page.getByRole('radio', { name: 'Fast' }).click();
  await page.getByLabel('Epochs').fill(String(MANIFOLD.epochs));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByTestId('structure-manifold').waitFor({ timeout: 240_000 });
}

/** Seconds from the start of the built program to its first useful picture, each time with an empty profile. */
async function starts(count) {
  const seconds = [];
  for (let i = 0; i < count; i++)
    seconds.push(
      await withDisplay((place) =>
        withStarted(builtProgram(), place, async ({ paintedAfter }) => (await paintedAfter()) / 1000),
      ),
    );
  return summarise(seconds);
}

/** Summary over the rounds of a number that each round has. */
const over = (rounds, of) => summarise(rounds.map(of));

function report({ rounds, heap, grids, start, json }) {
  const p = (name, share) => over(rounds, (round) => quantile(round[name], share));
  const lines = ['frames', 'hover', 'select', 'pan'].map((name) => ({
    name,
    count: rounds.reduce((sum, round) => sum + round[name].length, 0),
    median: p(name, 0.5),
    p95: p(name, 0.95),
    max: p(name, 1),
  }));
  const { side, points, hertz } = MAPS;
  say(
    `${side} x ${side} pixels, ${points} points, ${hertz} steps a second; median (min..max) of ${rounds.length} rounds`,
  );
  const rows = lines.map(({ name, count, median, p95, max }) => [
    name,
    count,
    ...[median, p95, max].map(formatSummary),
  ]);
  for (const line of formatTable(['', 'count', 'median ms', 'p95 ms', 'longest ms'], rows)) say(line);
  const redraws = Object.entries(grids).map(([name, times]) => ({
    name,
    script: summarise(times.map(({ script }) => script)),
    frame: summarise(times.map(({ frame }) => frame)),
  }));
  const gridRows = redraws.map(({ name, script, frame }) => [name, formatSummary(script), formatSummary(frame)]);
  for (const line of formatTable(['30 x 30 cells', 'drawing ms', 'until shown ms'], gridRows)) say(line);
  if (heap !== undefined) {
    const megabytes = Object.entries(heap).map(([name, bytes]) => `${name} ${(bytes / MEGABYTE).toFixed(1)} MB`);
    say(`growth from step ${LONG.settled} to ${LONG.steps}: ${megabytes.join(', ')}`);
  }
  say(`start to first useful picture, s: ${formatSummary(start)}`);
  say(`load average after: ${loadavg()[0].toFixed(2)}`);
  if (json) say(JSON.stringify({ ui: { live: lines, redraws, heapGrowthBytes: heap, startSeconds: start } }));
}
