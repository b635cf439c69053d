/** The compiled kernels as a WebAssembly instance: which build this engine can run, and how it is loaded. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

/** Limits of the memory in pages of 64 KiB; they must agree with kernels/compile.mjs. */
const INITIAL_PAGES = 32;
const MAXIMUM_PAGES = 32768;

/** What the module offers, see kernels/index.as. */
export interface KernelExports {
  factorCholesky(a: number, n: number): number;
  isFused(a: number, b: number, c: number): number;
  help(thread: number): void;
  runJob(tiles: number, helpers: number): void;
  stopThreads(): void;
}

/** A build of the kernels over one shared memory. */
export interface KernelInstance {
  readonly name: string;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly exports: KernelExports;
}

/**
 * Loads the fastest build that this engine runs: with fused multiply-add where relaxed SIMD exists and really fuses,
 * else without. Throws where the files are missing or the engine has no SIMD or shared memory.
 *
 * @param folder where `npm run build` put the compiled kernels
 */
export function loadInstance(folder: string): KernelInstance {
  return loadFused(folder) ?? instantiate('wasm', readFileSync(join(folder, 'kernels.wasm')));
}

/** The kernels of another thread, over the same memory. */
export function shareInstance(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as KernelExports;
}

function loadFused(folder: string): KernelInstance | undefined {
  const binary = readFileSync(join(folder, 'kernels-fused.wasm'));
  // Node 20 has relaxed SIMD behind a flag, which may still be set now. Engines that have it for good do not know the flag.
  if (!WebAssembly.validate(binary)) setFlagsFromString('--experimental-wasm-relaxed-simd');
  if (!WebAssembly.validate(binary)) return undefined;
  const instance = instantiate('wasm-fused', binary);
  // Equal results need an engine that always fuses: 1 - 2^-26 and 1 - 2^-54 are rounded away by an unfused product.
  const fused = instance.exports.isFused(1 + 2 ** -13, 1 - 2 ** -13, 1 + 2 ** -27) === 1;
  return fused ? instance : undefined;
}

/** A build of the kernels over a new memory. */
export function instantiate(name: string, binary: Uint8Array<ArrayBuffer>): KernelInstance {
  const module = new WebAssembly.Module(binary);
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES, shared: true });
  return { name, module, memory, exports: shareInstance(module, memory) };
}

function abort(): never {
  throw new Error('The compiled kernels stopped on an internal check.');
}
