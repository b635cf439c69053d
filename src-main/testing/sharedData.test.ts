import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sharedData } from './sharedData';

test('the folder that the environment names is used, and only the kinds that it holds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'curioscope-data-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  mkdirSync(join(folder, 'data'));
  vi.stubEnv('CURIOSCOPE_TEST_DATA', folder);

  expect(sharedData('data')).toBe(join(folder, 'data'));
  expect(sharedData('reference')).toBeUndefined();
});
