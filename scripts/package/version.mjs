/** The version of a package: that of package.json, and in between two releases the commit that it was made from. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../setup/project.mjs';

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));

/**
 * `0.1.0` for a clean tree at the tag v0.1.0, else `0.1.0-dev.<commits>.g<hash>`; without git `0.1.0-dev`. A package on
 * another Electron than the one that package.json names is never a release.
 */
export function packageVersion({ release, git = runGit } = {}) {
  const { version } = manifest;
  const hash = git('rev-parse', '--short=9', 'HEAD');
  if (hash === undefined) return `${version}-dev`;
  const clean = git('status', '--porcelain', '--untracked-files=no') === '';
  if (release && clean && git('tag', '--points-at', 'HEAD')?.split('\n').includes(`v${version}`)) return version;
  return `${version}-dev.${git('rev-list', '--count', 'HEAD')}.g${hash}`;
}

/** Electron's version that the project wants to be released with. */
export const WANTED_ELECTRON = manifest.devDependencies.electron;

function runGit(...args) {
  try {
    return execFileSync('git', args, {
      cwd: projectRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
