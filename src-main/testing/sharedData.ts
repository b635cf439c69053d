/** Recorded files of real instruments and reference results, which are not part of the project. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const BESIDE_THE_CHECKOUT = resolve(import.meta.dirname, '../../../shared');

/**
 * The folder of one kind of test data, or undefined where this machine does not have it; a test that needs it is then
 * skipped by name, with `test.skipIf(folder === undefined)`. `CURIOSCOPE_TEST_DATA` names the folder that holds `data`
 * and `reference`; without it, `shared` beside the checkout is looked at.
 */
export function sharedData(kind: 'data' | 'reference'): string | undefined {
  const folder = join(process.env['CURIOSCOPE_TEST_DATA'] ?? BESIDE_THE_CHECKOUT, kind);
  return existsSync(folder) ? folder : undefined;
}
