import { expect, test } from 'vitest';
import { counts, countCheck, countPlaywright, countVitest, lastLine, total, unsteady } from './results.mjs';

const vitest = (passed, failed, files = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: files,
});
const playwright = (expected, unexpected, flaky, skipped) => ({ stats: { expected, unexpected, flaky, skipped } });

test('the last line names skipped tests only where there are some', () => {
  expect(lastLine(counts(12, 0))).toBe('12 passed, 0 failed');
  expect(lastLine(counts(12, 3, 1))).toBe('12 passed, 3 failed, 1 skipped');
});

test('a check counts as one test', () => {
  expect(countCheck(true)).toEqual(counts(1, 0));
  expect(countCheck(false)).toEqual(counts(0, 1));
});

test('the sum of no steps is nothing, of several their sum', () => {
  expect(total([])).toEqual(counts());
  expect(total([counts(1, 2, 3), counts(10, 20, 30)])).toEqual(counts(11, 22, 33));
});

test('unit tests: pending and todo are skipped, a file that did not load is a failure', () => {
  const files = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{}] },
    { status: 'passed', assertionResults: [] },
  ];

  expect(countVitest(vitest(5, 1, files), false)).toEqual(counts(5, 2, 3));
});

test.each([
  ['no report', countVitest(undefined, true)],
  ['no report of the end-to-end tests', countPlaywright(undefined, true)],
  ['a bad exit code with no failed test', countVitest(vitest(0, 0), false)],
  ['no test at all', countPlaywright(playwright(0, 0, 0, 0), true)],
])('%s is one failure', (_, result) => {
  expect(result).toMatchObject({ passed: 0, failed: 1 });
});

test('a failure that no test shows is added to the tests that passed', () => {
  expect(countVitest(vitest(5, 0), false)).toEqual(counts(5, 1, 3));
  expect(countPlaywright(playwright(4, 0, 0, 0), false)).toEqual(counts(4, 1));
});

test('end-to-end tests: one that passed at its second try has passed, and is named with what it met', () => {
  expect(countPlaywright(playwright(4, 1, 2, 3), false)).toEqual(counts(6, 1, 3));

  const spec = (title, status) => ({
    title,
    file: 'a.spec.ts',
    tests: [{ status, results: [{ status: 'failed', error: { message: 'no click' } }, { status: 'passed' }] }],
  });
  const suites = [{ specs: [spec('one', 'expected')], suites: [{ specs: [spec('two', 'flaky')] }] }];
  expect(unsteady({ suites })).toEqual(['a.spec.ts: two\nno click']);
  expect(unsteady(undefined)).toEqual([]);
});
