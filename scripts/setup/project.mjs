/** Where things are. Nothing here needs an npm package. */
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder of the checkout. */
export const projectRoot = resolve(fileURLToPath(import.meta.url), '../../..');

/** The folder for what outlives node_modules. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'curioscope');

/** True where the module with this address is the program that was started, not an import of another. */
export function isMain(moduleUrl) {
  const started = process.argv[1];
  return started !== undefined && moduleUrl === pathToFileURL(realpathSync(started)).href;
}

/** True where a window can be opened: always outside Linux, there only with an X or Wayland display. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
