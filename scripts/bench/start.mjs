/**
 * What the packaged program takes: from its start to the first useful picture, and afterwards while nothing happens.
 *
 *   npm run bench -- start [--quick] [--program dist/linux-unpacked/curioscope] [--json]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { projectRoot } from '../setup/project.mjs';
import { say, SetupError } from '../setup/report.mjs';
import { cpuSeconds, memoryOf, processTree } from './processes.mjs';
import { formatSummary, formatTable, summarise } from './statistics.mjs';
import { buildIfNeeded, withDisplay, withPage, withStarted } from './window.mjs';

const MEGABYTE = 1e6;
const SESSION = { seeds: 10, steps: 20 };

/** Starts it again and again with an empty profile, then looks at it idle; `--quick` starts it three times. */
export async function benchStart({ quick, json, program }) {
  const executable = resolve(projectRoot, program ?? 'dist/linux-unpacked/curioscope');
  if (!existsSync(executable))
    throw new SetupError(`${executable} is missing: \`npm run package\` makes it, or name a program with --program.`);
  await buildIfNeeded();
  const [starts, idleSeconds] = quick ? [3, 5] : [10, 20];
  say(`load average before: ${loadavg()[0].toFixed(2)}`);
  const seconds = [];
  for (let i = 0; i < starts; i++)
    seconds.push(
      await withDisplay((place) =>
        withStarted({ executable, first: [] }, place, async ({ paintedAfter }) => (await paintedAfter()) / 1000),
      ),
    );
  const idle = await withDisplay((place) => idleOf(executable, place, idleSeconds));
  report({ start: summarise(seconds), idle, idleSeconds, starts, json });
}

/** Start screen, then a finished session. */
async function idleOf(executable, place, seconds) {
  const sessions = join(place.profile, 'sessions');
  mkdirSync(sessions, { recursive: true });
  measureSession(join(sessions, 'finished'));
  return withStarted({ executable, first: [] }, place, async ({ pid, address }) => {
    const found = [{ screen: 'start', ...(await watch(pid, seconds)) }];
    await withPage(address, openFinished);
    await pause(5);
    return [...found, { screen: 'finished session', ...(await watch(pid, seconds)) }];
  });
}

/** A session made by the command line, so that there is something to open. */
function measureSession(folder) {
  const cli = join(projectRoot, 'out/main/cli.js');
  const numbers = ['--seeds', String(SESSION.seeds), '--steps', String(SESSION.steps)];
  const { status, stderr } = spawnSync(
    process.execPath,
    [cli, 'run', ...numbers, '--speed', 'max', '--seed', '1', '--out', folder],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The session could not be made:\n${stderr}`);
}

async function openFinished(page) {
  await page.getByRole('navigation').getByRole('button', { name: 'Sessions' }).click();
  const opened = await page.evaluate(async () => {
    const { value: sessions } = await window.host.invoke('session.list');
    return window.host.invoke('session.open', { id: sessions[0].id });
  });
  if (!opened.ok) throw new Error(opened.error.message);
  await page.getByRole('navigation').getByRole('button', { name: 'Live' }).click();
  await page.getByTestId('topography').waitFor();
}

/** Share of one core, and memory at the end, over a time in which nobody does anything. */
async function watch(pid, seconds) {
  const pids = processTree(pid);
  const before = cpuSeconds(pids);
  await pause(seconds);
  const cpu = (cpuSeconds(pids) - before) / seconds;
  const { rss, pss } = memoryOf(pids);
  return { processes: pids.length, cpu, rss, pss };
}

const pause = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

function report({ start, idle, idleSeconds, starts, json }) {
  say(`start to first useful picture, s: ${formatSummary(start)}; median (min..max) of ${starts} starts`);
  const rows = idle.map(({ screen, processes, cpu, pss, rss }) => [
    ...[screen, processes, (100 * cpu).toFixed(2), (pss / MEGABYTE).toFixed(0), (rss / MEGABYTE).toFixed(0)],
  ]);
  say(`idle for ${idleSeconds} s`);
  for (const line of formatTable(['screen', 'processes', 'CPU % of a core', 'PSS MB', 'RSS MB'], rows)) say(line);
  say(`load average after: ${loadavg()[0].toFixed(2)}`);
  if (json) say(JSON.stringify({ start: { secondsToPicture: start, starts, idle } }));
}
