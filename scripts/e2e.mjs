/** Runs the end-to-end tests in the real program; makes a virtual display where none is given. Arguments go to Playwright. */
import { join } from 'node:path';
import { reasonToBuild } from './freshness.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { hasDisplay, isMain, projectRoot } from './setup/project.mjs';
import { fail, say } from './setup/report.mjs';
import { startVirtualDisplay } from './virtualDisplay.mjs';

const PLAYWRIGHT = join(projectRoot, 'node_modules/@playwright/test/cli.js');

/**
 * Runs Playwright with the given arguments and gives its exit code; the display ends with it in every case. With
 * `--packaged` among them it tests the installed package on a clean Debian instead of the built program.
 */
export async function e2e(args) {
  const reason = reasonToBuild();
  if (reason !== undefined) {
    say(`e2e: building, because ${reason}`);
    const { build } = await import('./build.mjs');
    await build();
  }
  const display = hasDisplay() ? undefined : await startVirtualDisplay();
  try {
    const packaged = args.includes('--packaged') ? { CURIOSCOPE_E2E_PACKAGED: '1' } : {};
    const env = { ...process.env, ...display?.env, ...packaged };
    const rest = args.filter((argument) => argument !== '--packaged');
    return await runInForeground(process.execPath, [PLAYWRIGHT, 'test', ...rest], { env, cwd: projectRoot });
  } finally {
    await display?.stop();
  }
}

if (isMain(import.meta.url)) {
  try {
    process.exitCode = await e2e(process.argv.slice(2));
  } catch (error) {
    fail(error);
  }
}
