/**
 * Packs the program: `npm run package` makes every package that this machine can make into dist/, and says for the
 * others what is missing; `npm run package -- deb` makes that one only. See docs/packaging.md.
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { basename, join } from 'node:path';
import { build as pack, Platform } from 'electron-builder';
import { build } from './build.mjs';
import { builderConfig } from './package/builderConfig.mjs';
import { billOfMaterials, bundledPackages, licencePage } from './package/licences.mjs';
import { packagesIn, releaseList } from './package/releaseList.mjs';
import { packageVersion, WANTED_ELECTRON } from './package/version.mjs';
import { describeElectron, installedElectron } from './setup/electronBinary.mjs';
import { projectRoot } from './setup/project.mjs';
import { fail, say, SetupError, timed } from './setup/report.mjs';

const dist = join(projectRoot, 'dist');
const asked = process.argv.slice(2);
const wants = (target) => asked.length === 0 || asked.includes(target);

/** Where the packages that cannot be made here are made: each needs files that only its own system or a download has. */
const ELSEWHERE = {
  linux: {
    AppImage: 'needs the AppImage runtime, which neither npm nor Debian has: run it where github.com can be reached',
    'Windows (NSIS, portable)': 'run `npm run package` on Windows, or on Linux with github.com and wine',
    'macOS (dmg)': 'run `npm run package` on macOS',
  },
  win32: { 'Linux (deb, rpm, tar.gz)': 'run it on Debian', 'macOS (dmg)': 'run it on macOS' },
  darwin: { 'Linux (deb, rpm, tar.gz)': 'run it on Debian', 'Windows (NSIS, portable)': 'run it on Windows' },
};

try {
  const electron = installedElectron();
  if (electron === undefined)
    throw new SetupError('There is no Electron binary yet: run `npm start` once, which fetches it.');
  const isRelease = electron.version === WANTED_ELECTRON;
  const version = packageVersion({ release: isRelease });
  say(`package: Curioscope ${version} with ${describeElectron(electron)}`);
  if (!isRelease) say('package: a package on this runtime is for development only; its name ends in -dev');
  await build({ version });
  const config = builderConfig({ electron, version, isRelease, extra: writeLicences(version, electron) });
  await timed('package: made by electron-builder', () => packHere(config));
  if (process.platform === 'linux' && wants('tar.gz'))
    await timed('package: tar.gz', () => tarball(version, isRelease));
  fs.writeFileSync(join(dist, 'latest.json'), `${JSON.stringify(releaseList(dist, version), undefined, 2)}\n`);
  for (const file of packagesIn(dist))
    say(`package: dist/${file}  ${(fs.statSync(join(dist, file)).size / 1e6).toFixed(1)} MB`);
  for (const [name, reason] of Object.entries(ELSEWHERE[process.platform] ?? {})) say(`package: no ${name}: ${reason}`);
} catch (error) {
  fail(error);
}

function writeLicences(version, electron) {
  const folder = join(dist, 'licences');
  fs.rmSync(dist, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const packages = bundledPackages();
  fs.writeFileSync(join(folder, 'LICENCES.txt'), licencePage(packages));
  const bill = billOfMaterials(packages, { version, electron: electron.version });
  fs.writeFileSync(join(folder, 'bill-of-materials.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
  return folder;
}

async function packHere(config) {
  const possible = { linux: linuxTargets, win32: () => ['nsis', 'portable'], darwin: () => ['dmg'] };
  const targets = possible[process.platform]().filter(wants);
  if (process.platform === 'linux') {
    // electron-builder would download fpm; this does the same with the system's own tools.
    process.env.CUSTOM_FPM_PATH = join(projectRoot, 'scripts/package/fpm.mjs');
  }
  await pack({
    projectDir: projectRoot,
    targets: Platform.current().createTarget(targets.length === 0 ? 'dir' : targets),
    config,
    publish: 'never',
  });
}

function linuxTargets() {
  const tools = { deb: 'dpkg-deb', rpm: 'rpmbuild' };
  return Object.entries(tools)
    .filter(([target, tool]) => {
      if (has(tool)) return true;
      say(
        `package: no .${target}: ${tool} is missing (on Debian: apt-get install ${target === 'rpm' ? 'rpm' : 'dpkg'})`,
      );
      return false;
    })
    .map(([target]) => target);
}

function tarball(version, isRelease) {
  const name = `curioscope-${version}-linux-x64${isRelease ? '' : '-dev'}`;
  const folder = join(dist, 'linux-unpacked');
  const rename = `s,^${basename(folder)},${name},`;
  execFileSync('tar', [
    '-C',
    dist,
    '--transform',
    rename,
    '-I',
    'gzip -6',
    '-cf',
    join(dist, `${name}.tar.gz`),
    basename(folder),
  ]);
}

function has(program) {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
