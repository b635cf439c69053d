/**
 * The ready-made session that comes with the program: measured by the built program on its simulated film, with a trained
 * Dual-VAE in it, as one archive in out/sample. It is made again only when something that decides its content changed.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './setup/processes.mjs';
import { projectRoot } from './setup/project.mjs';

const CACHE = join(projectRoot, 'node_modules/.cache/curioscope-sample');
const NAME = 'sample.curioscope';

/** What the content of the sample follows from: the method, the film, the form of the journal, and how it is made. */
const SOURCES = [
  'src-shared',
  'src-main/engine',
  'src-main/instrument/simulator',
  'src-main/journal',
  'src-main/learning',
  'src-main/numerics',
  'src-main/exchange/sessionArchive.ts',
  'scripts/sampleSession.mjs',
];

/**
 * Enough points for the manifold to have a shape; every second pixel is a candidate, so that the maps stay small; the
 * places keep apart, so that a newcomer sees the whole film and not one corner of it.
 */
const METHOD = ['--set', 'patch.stride=2', '--set', 'gate.minDistancePixels=8'];
const RUN = ['--sample', '--seed', '3', '--seeds', '10', '--steps', '50', '--speed', 'max', ...METHOD];
const TITLE = 'Sample session on a simulated film';
const TRAINING = ['--mode', 'aligned', '--profile', 'fast', '--epochs', '300', '--seed', '1'];

/** Puts the archive into `out/sample`, from the cache where it is still what it would be made to. */
export async function makeSample(out) {
  const cached = join(CACHE, `${fingerprint()}.curioscope`);
  if (!existsSync(cached)) await measure(join(out, 'main/cli.js'), cached);
  mkdirSync(join(out, 'sample'), { recursive: true });
  copyFileSync(cached, join(out, 'sample', NAME));
}

async function measure(cli, archive) {
  const work = mkdtempSync(join(tmpdir(), 'curioscope-sample-'));
  try {
    const session = join(work, 'session');
    const call = (...args) => run(process.execPath, [cli, ...args], { cwd: work });
    await call('run', ...RUN, '--set', `name=${TITLE}`, '--out', session);
    await call('vae', session, ...TRAINING);
    await call('export', session, '--format', 'archive', '--out', join(work, NAME));
    rmSync(CACHE, { recursive: true, force: true });
    mkdirSync(CACHE, { recursive: true });
    copyFileSync(join(work, NAME), `${archive}.part`);
    renameSync(`${archive}.part`, archive);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Changes when a source does; tests decide nothing. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesOf)) hash.update(file).update(readFileSync(join(projectRoot, file)));
  return hash.digest('hex').slice(0, 32);
}

function filesOf(path) {
  const full = join(projectRoot, path);
  if (/\.(ts|mjs)$/.test(path)) return [path];
  return readdirSync(full, { recursive: true })
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing\//.test(name.replaceAll('\\', '/')))
    .map((name) => `${path}/${name.replaceAll('\\', '/')}`)
    .sort();
}
