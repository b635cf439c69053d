/** Where the build put files that are no code. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How many folders up the bundler may have put the code that asks. */
const LEVELS = 4;

/**
 * The folder of that name beside or above a bundled module; the nearest that holds `file`. Where there is none, the path
 * beside the module, so that whoever opens it says which file is missing.
 */
export function findBuilt(from: string, name: string, file: string): string {
  let folder = from;
  for (let level = 0; level < LEVELS; level++, folder = dirname(folder))
    if (existsSync(join(folder, name, file))) return join(folder, name);
  return join(from, name);
}
