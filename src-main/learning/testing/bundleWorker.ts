/** Bundles the thread of the learner the way the program does, so that tests can run the real one. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/** The path of a module for `new Worker(path)`, and the folder to remove afterwards. */
export async function bundleLearnerWorker(): Promise<{ readonly path: string; readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'learner-worker-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, '../worker/learnerWorker.ts'),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
    ssr: { noExternal: true },
  });
  return { path: join(folder, 'learnerWorker.mjs'), folder };
}
