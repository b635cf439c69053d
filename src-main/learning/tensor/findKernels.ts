/** Where the build put the compiled kernels. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How many folders up the bundler may have put the code that asks. */
const LEVELS = 4;

/**
 * The folder `kernels` beside or above a bundled module; the nearest that holds the kernels. Where there is none, the
 * path beside the module, so that whoever opens it says which file is missing.
 */
export function findKernels(from: string): string {
  let folder = from;
  for (let level = 0; level < LEVELS; level++, folder = dirname(folder)) {
    const kernels = join(folder, 'kernels');
    if (existsSync(join(kernels, 'kernels.wasm'))) return kernels;
  }
  return join(from, 'kernels');
}
