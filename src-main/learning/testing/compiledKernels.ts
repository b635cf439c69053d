/** The compiled kernels for tests: compiled when their sources have changed, else taken from a folder that git ignores. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileKernels } from '../tensor/kernels/compile.mjs';

const sources = join(import.meta.dirname, '../tensor/kernels');
const cache = join(import.meta.dirname, '../../../node_modules/.cache/curioscope/kernels');

/** The folder with both builds of the kernels as they are now. */
export async function compiledKernels(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(join(sources, name)));
  const folder = join(cache, hash.digest('hex').slice(0, 16));
  const complete = ['kernels.wasm', 'kernels-fused.wasm'].every((name) => existsSync(join(folder, name)));
  if (!complete) await compileKernels(folder);
  return folder;
}
