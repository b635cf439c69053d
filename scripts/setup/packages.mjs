/** The npm packages in node_modules. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project.mjs';
import { runNpm } from './processes.mjs';
import { formatDuration, say, SetupError } from './report.mjs';

/**
 * Why node_modules is not what the lock file asks for, or undefined where it is. npm leaves its own account of an
 * installation in node_modules; packages that are optional or meant for another platform may be absent from it.
 *
 * @param lock      package-lock.json, parsed
 * @param installed node_modules/.package-lock.json, parsed; undefined where there is none
 */
export function differenceFromLock(lock, installed) {
  if (installed === undefined) return 'node_modules is absent or incomplete';
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (path === '') continue;
    const found = installed.packages[path];
    if (found === undefined && !wanted.optional) return `${path} is missing`;
    if (found !== undefined && found.version !== wanted.version)
      return `${path} is ${found.version}, not ${wanted.version}`;
    if (found !== undefined && found.integrity !== wanted.integrity) return `${path} has other contents`;
  }
  const extra = Object.keys(installed.packages).find((path) => lock.packages[path] === undefined);
  return extra === undefined ? undefined : `${extra} is not in the lock file`;
}

/** Makes node_modules what the lock file says, with `npm ci`, when it is not already. */
export async function ensurePackages(root = projectRoot) {
  const lock = readJson(join(root, 'package-lock.json'));
  const reason = differenceFromLock(lock, readJson(join(root, 'node_modules/.package-lock.json')));
  if (reason === undefined) return;
  const start = performance.now();
  say(`setup: npm ci, because ${reason} …`);
  try {
    await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
  } catch (error) {
    throw new SetupError(`npm ci failed.\n${withoutUsage(error.message)}`);
  }
  say(`setup: npm packages: ${formatDuration(performance.now() - start)}`);
}

/** npm's message without the pages of options that it adds to some. */
function withoutUsage(message) {
  return message.split(/\n(?:npm error\s*\n)*npm error (?:Clean install a project|Usage:)/)[0];
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
