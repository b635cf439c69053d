/** Whether out/ is younger than everything it is made from. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './setup/project.mjs';

const OUTPUTS = [
  'out/main/index.js',
  'out/main/cli.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'out/sample/sample.curioscope',
];
const SOURCES = [
  'src-main',
  'src-renderer',
  'src-shared',
  'assets',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
  'scripts/sampleSession.mjs',
];

/**
 * Newest modification time below a path, milliseconds since 1970, or undefined where nothing is there. Folders count
 * too: removing a file changes only its folder.
 */
export function newestMtime(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path)
    .map((name) => newestMtime(join(path, name)) ?? 0)
    .reduce((a, b) => Math.max(a, b), stats.mtimeMs);
}

/** Why a build is needed, in words, or undefined where out/ is up to date. */
export function reasonToBuild(root = projectRoot) {
  const times = OUTPUTS.map((output) => newestMtime(join(root, output)));
  const missing = OUTPUTS.find((_, i) => times[i] === undefined);
  if (missing !== undefined) return `${missing} is missing`;
  const built = Math.min(...times);
  const newer = SOURCES.find((source) => (newestMtime(join(root, source)) ?? 0) > built);
  return newer === undefined ? undefined : `${newer} is newer than out/`;
}
