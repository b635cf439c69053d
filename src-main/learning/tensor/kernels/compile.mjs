/**
 * Compiles the kernels to WebAssembly: `kernels.wasm`, and `kernels-fused.wasm` with fused multiply-add. The sources are
 * AssemblyScript in files that end in .as, so that the tools of TypeScript leave them alone.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';

const sources = import.meta.dirname;

const builds = [
  { file: 'kernels.wasm', fused: false },
  { file: 'kernels-fused.wasm', fused: true },
];

/** Pages of 64 KiB that the memory may grow to: 2 GiB. */
const MAXIMUM_PAGES = 32768;

/** Writes both builds into a folder. Throws with the compiler's messages where a source is wrong. */
export async function compileKernels(folder) {
  mkdirSync(folder, { recursive: true });
  for (const { file, fused } of builds) {
    const binary = await compile(fused);
    // Never a half-written file under the final name: tests in other processes may read it at this moment.
    const draft = join(folder, `${file}.${process.pid}`);
    writeFileSync(draft, binary);
    renameSync(draft, join(folder, file));
  }
}

async function compile(fused) {
  let binary;
  const features = ['simd', 'threads', ...(fused ? ['relaxed-simd'] : [])];
  const args = ['index.ts', '--outFile', 'out.wasm', '-O3', '--noAssert', '--runtime', 'stub'];
  args.push('--importMemory', '--sharedMemory', '--initialMemory', '32', '--maximumMemory', String(MAXIMUM_PAGES));
  args.push('--use', `FMA=${fused ? 1 : 0}`, ...features.flatMap((feature) => ['--enable', feature]));
  const { error, stderr } = await main(args, {
    readFile: (name) => (name.endsWith('.ts') ? readSource(name.replace(/\.ts$/, '.as')) : null),
    writeFile: (name, contents) => {
      if (name === 'out.wasm') binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) throw new Error(`The kernels do not compile.\n${stderr.toString()}`);
  return binary;
}

function readSource(name) {
  try {
    return readFileSync(join(sources, name), 'utf8');
  } catch {
    // The compiler asks for the same module under several names.
    return null;
  }
}
