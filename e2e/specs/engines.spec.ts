import { createPackage } from '@electron/asar';
import { expect, test } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const ELECTRON = createRequire(import.meta.url)('electron') as unknown as string;
const RUN = ['run', '--json', '--steps', '8', '--seed', '3', '--speed', 'max', '--out'];

let folder: string;
test.beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'curioscope-engines-'))));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a short session; its fingerprint, and the kernels that its journal names. */
function session(name: string, [program, ...before]: readonly [string, ...string[]], env: NodeJS.ProcessEnv = {}) {
  const out = join(folder, name);
  const options = { encoding: 'utf8', env: { ...process.env, ...env } } as const;
  const { status, stdout, stderr } = spawnSync(program, [...before, ...RUN, out], options);
  expect(status, stderr).toBe(0);
  const journal = readdirSync(out).find((file) => file.endsWith('.jsonl'))!;
  const kernels = [...readFileSync(join(out, journal), 'utf8').matchAll(/"kernels":"([^"]+)"/g)].map(
    ([, used]) => used,
  );
  return { proposals: (JSON.parse(stdout) as { proposalsSha256: string }).proposalsSha256, kernels: new Set(kernels) };
}

test('the same seed gives the same proposals on one core and on all, in Node and in Electron from an archive', async () => {
  test.setTimeout(240_000);
  const cli = 'out/main/cli.js';
  const content = join(folder, 'content');
  cpSync(join(root, 'out'), join(content, 'out'), { recursive: true });
  cpSync(join(root, 'package.json'), join(content, 'package.json'));
  const archive = join(folder, 'app.asar');
  await createPackage(content, archive);
  rmSync(content, { recursive: true });

  const inNode = session('node', [process.execPath, join(root, cli)]);
  const inElectron = session('electron', [ELECTRON, join(archive, cli)], { ELECTRON_RUN_AS_NODE: '1' });

  expect(inNode.kernels).toEqual(new Set(['wasm-fused']));
  expect(inElectron).toEqual(inNode);
  test.skip(process.platform !== 'linux', 'only Linux has taskset to keep a process on one core');
  expect(session('one core', ['taskset', '-c', '0', process.execPath, join(root, cli)])).toEqual(inNode);
});
