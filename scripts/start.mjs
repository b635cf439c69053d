/**
 * Starts the program: builds it when needed, opens the window where there is a display, and otherwise runs the same
 * session in the terminal. Arguments after `--` go to the program.
 */
import { join } from 'node:path';
import { reasonToBuild } from './freshness.mjs';
import { describeElectron, installedElectron } from './setup/electronBinary.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { hasDisplay, isMain, projectRoot } from './setup/project.mjs';
import { fail, say, SetupError } from './setup/report.mjs';

/** Builds when needed, runs the program to its end and gives its exit code. */
export async function start(args) {
  const reason = reasonToBuild();
  if (reason !== undefined) {
    say(`start: building, because ${reason}`);
    const { build } = await import('./build.mjs');
    await build();
  }
  return hasDisplay() ? openWindow(args) : runInTerminal(args);
}

function openWindow(args) {
  const electron = installedElectron();
  if (electron === undefined)
    throw new SetupError('There is no Electron binary yet: run `npm start`, which fetches it.');
  const switches = needsNoSandbox() ? ['--no-sandbox'] : [];
  const note = switches.length > 0 ? ', without its sandbox, which Chromium refuses to use as root' : '';
  say(`start: opening the window in ${describeElectron(electron)}${note}`);
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE;
  return runInForeground(electron.executable, [...switches, projectRoot, '--demo', ...args], { env });
}

function runInTerminal(args) {
  say('start: no display (DISPLAY and WAYLAND_DISPLAY are not set), so the session runs here in the terminal');
  return runInForeground(process.execPath, [join(projectRoot, 'out/main/cli.js'), 'run', ...args]);
}

function needsNoSandbox() {
  return process.platform === 'linux' && process.getuid() === 0;
}

if (isMain(import.meta.url)) {
  try {
    process.exitCode = await start(process.argv.slice(2));
  } catch (error) {
    fail(error);
  }
}
