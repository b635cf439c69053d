/** Which kernels are used, and what happens where the compiled ones or their helpers are missing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeAll, expect, test, vi } from 'vitest';
import { compiledKernels } from '../testing/compiledKernels';
import { findKernels } from './findKernels';
import { openKernels } from './openKernels';

const monotonicSeconds = () => 0;
let folder: string;

beforeAll(async () => {
  folder = await compiledKernels();
}, 120_000);

test('compiled kernels on one thread where nobody can start another', () => {
  const { kernels, fallback } = openKernels({ folder, monotonicSeconds });

  expect([kernels.name, kernels.threads, fallback]).toEqual(['wasm-fused', 1, undefined]);
});

test('plain kernels, and the reason, where the compiled ones are missing or broken', () => {
  const missing = openKernels({ folder: join(tmpdir(), 'no-kernels-here'), monotonicSeconds });
  const broken = mkdtempSync(join(tmpdir(), 'broken-kernels-'));
  for (const name of ['kernels.wasm', 'kernels-fused.wasm']) writeFileSync(join(broken, name), 'no wasm');
  const spoilt = openKernels({ folder: broken, monotonicSeconds });
  rmSync(broken, { recursive: true });

  expect([missing.kernels.name, missing.fallback]).toEqual(['typescript', expect.stringContaining('ENOENT')]);
  expect([spoilt.kernels.name, spoilt.fallback]).toEqual(['typescript', expect.stringContaining('WebAssembly')]);
});

test('a helper that cannot start is a warning; the work is done without it', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const { kernels, close } = openKernels({
    folder,
    threads: 2,
    when: 'always',
    monotonicSeconds,
    spawnHelper: () => new Worker('throw new Error("no helper")', { eval: true }),
  });
  await vi.waitFor(() => expect(warned).toHaveBeenCalledWith(expect.objectContaining({ message: 'no helper' })));

  const sums = kernels.scope(() => {
    const matrix = kernels.double(100 * 3).fill(2);
    const out = kernels.double(100);
    kernels.reduceRows({ matrix, vector: undefined, out, rows: 100, cols: 3 });
    return Array.from(out);
  });
  close();

  expect(sums).toEqual(Array.from({ length: 100 }, () => 12));
});

test('the kernels are found beside or above the code that asks; else the path beside it is named', () => {
  const out = mkdtempSync(join(tmpdir(), 'out-'));
  const code = join(out, 'main', 'chunks');
  const before = findKernels(code);
  mkdirSync(join(out, 'kernels'));
  writeFileSync(join(out, 'kernels', 'kernels.wasm'), '');
  const after = findKernels(code);
  rmSync(out, { recursive: true });

  expect([before, after]).toEqual([join(code, 'kernels'), join(out, 'kernels')]);
});
