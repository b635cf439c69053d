/** System libraries and programs that Electron and the tests need on Linux. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './processes.mjs';
import { formatDuration, say, SetupError } from './report.mjs';

/** Debian packages for a window; where a release has renamed one with the suffix t64, that name is taken. */
const WINDOW_PACKAGES = ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'fonts-dejavu-core'];
const TEST_PACKAGES = ['xvfb', 'xauth'];
const TEST_PROGRAMS = ['Xvfb', 'xauth'];
const FONT_FOLDERS = ['/usr/share/fonts', '/usr/local/share/fonts'];

/** Names of the libraries that `ldd` could not find, in the order of its output. */
export function missingLibraries(lddOutput) {
  const names = [...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1]);
  return [...new Set(names)];
}

/** The packages of an `apt-cache policy` that can be installed. */
export function availableCandidates(policy) {
  const pattern = /^(\S+):\n {2}Installed: .*\n {2}Candidate: (?!\(none\))/gm;
  return new Set([...policy.matchAll(pattern)].map((match) => match[1]));
}

/** The Debian names to install: the name with t64 where that is the one that exists. */
export function debianNames(packages, available) {
  return packages.map((name) => (available.has(`${name}t64`) ? `${name}t64` : name));
}

/** True for the text of an os-release file of Debian or of something made from it. */
export function isDebianLike(osRelease) {
  return /^(ID|ID_LIKE)="?[^"\n]*\b(debian|ubuntu)\b/m.test(osRelease);
}

/**
 * Makes sure that Electron finds its libraries, and for tests that a display can be made. As root on Debian and its
 * relatives it installs what is missing; elsewhere it says what to do.
 *
 * @param purpose `start` needs a window only, `test` also a virtual display where the machine has none
 * @throws SetupError with the command to run where it cannot install
 */
export async function ensureSystemLibraries(executable, purpose) {
  if (process.platform !== 'linux') return;
  const missing = await findMissing(executable, purpose);
  if (missing.length === 0) return;
  if (!isDebianLike(readText('/etc/os-release')) || !onPath('apt-get')) {
    throw new SetupError(`Missing on this machine: ${missing.join(', ')}. Install them with its package manager.`);
  }
  const packages = purpose === 'test' ? [...WINDOW_PACKAGES, ...TEST_PACKAGES] : WINDOW_PACKAGES;
  if (process.getuid() !== 0) throw new SetupError(await sudoMessage(missing, packages));
  const start = performance.now();
  say(`setup: installing what is missing with apt-get (${missing.join(', ')}) …`);
  await install(packages);
  const stillMissing = await findMissing(executable, purpose);
  if (stillMissing.length > 0) throw new SetupError(`Still missing after apt-get: ${stillMissing.join(', ')}.`);
  say(`setup: system libraries: ${formatDuration(performance.now() - start)}`);
}

async function findMissing(executable, purpose) {
  // ldd ends with 1 for a script that starts the real binary; that one has to know its libraries itself.
  const { stdout } = await run('ldd', [executable], { env: { ...process.env, LC_ALL: 'C' }, accept: [0, 1] });
  const needsDisplay = purpose === 'test' && !process.env.DISPLAY;
  const programs = needsDisplay ? TEST_PROGRAMS.filter((name) => !onPath(name)) : [];
  const fonts = FONT_FOLDERS.some(holdsFont) ? [] : ['any font'];
  return [...missingLibraries(stdout), ...programs, ...fonts];
}

async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  // A stale or partly unreachable list is no reason to stop: the installation says what it could not find.
  const update = await run('apt-get', [...wait, '-q', 'update'], { env, accept: [0, 100] });
  if (update.code !== 0) say(`setup: apt-get update had problems: ${update.stderr.trim().split('\n')[0]}`);
  const names = await availableNames(packages);
  await run('apt-get', [...wait, '-q', 'install', '-y', '--no-install-recommends', ...names], { env });
}

async function sudoMessage(missing, packages) {
  const names = await availableNames(packages);
  return (
    `Missing on this machine: ${missing.join(', ')}. This account may not install them; run once:\n` +
    `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`
  );
}

async function availableNames(packages) {
  const renamed = packages.map((name) => `${name}t64`);
  const { stdout } = await run('apt-cache', ['policy', ...renamed], { env: { ...process.env, LC_ALL: 'C' } });
  return debianNames(packages, availableCandidates(stdout));
}

/** True where a program of this name is in a folder of the PATH. */
export function onPath(name, env = process.env) {
  return (env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)));
}

function holdsFont(folder) {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf|ttc|pfb)$/i.test(name));
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
