import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newestMtime, reasonToBuild } from './freshness.mjs';

const OUTPUTS = [
  'out/main/index.js',
  'out/main/cli.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'out/sample/sample.curioscope',
];
let root;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'curioscope-freshness-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Writes a file and gives it and the folders above it a modification time in seconds. */
function put(path, seconds) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  for (let at = file; at !== root; at = dirname(at)) utimesSync(at, seconds, seconds);
}

test('the newest time below a folder is found at any depth', () => {
  put('src/a.ts', 100);
  put('src/deep/er/b.ts', 300);
  put('src/deep/c.ts', 200);
  utimesSync(join(root, 'src/deep/er'), 50, 50);

  expect(newestMtime(join(root, 'src'))).toBe(300_000);
});

test('a folder counts by itself, because a removed file changes nothing else', () => {
  put('src/a.ts', 100);
  utimesSync(join(root, 'src'), 500, 500);

  expect(newestMtime(join(root, 'src'))).toBe(500_000);
});

test('nothing has no time', () => {
  expect(newestMtime(join(root, 'src'))).toBeUndefined();
});

test('without out/ a build is needed, and the missing file is named', () => {
  put('src-main/index.ts', 100);

  expect(reasonToBuild(root)).toBe('out/main/index.js is missing');
});

test('a build is needed only where a source is newer than the oldest output', () => {
  put('src-main/index.ts', 100);
  for (const output of OUTPUTS) put(output, 200);

  expect(reasonToBuild(root)).toBeUndefined();

  put('src-shared/units.ts', 201);

  expect(reasonToBuild(root)).toBe('src-shared is newer than out/');
});
