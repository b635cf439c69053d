/** Counting what the test tools report. */

/** Counts of one step. */
export function counts(passed = 0, failed = 0, skipped = 0) {
  return { passed, failed, skipped };
}

/** The sum of several counts. */
export function total(all) {
  const sum = (key) => all.reduce((value, one) => value + one[key], 0);
  return counts(sum('passed'), sum('failed'), sum('skipped'));
}

/** Counts of a check that is one test in itself. */
export function countCheck(ok) {
  return ok ? counts(1) : counts(0, 1);
}

/**
 * Counts of a vitest JSON report. A file that could not be loaded has no tests to fail, so it counts as one failure.
 *
 * @param report the parsed report, undefined where vitest wrote none
 * @param ok     whether vitest ended with 0; a failure that no test shows (an unhandled rejection) still counts
 */
export function countVitest(report, ok) {
  if (report === undefined) return counts(0, 1);
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  return atLeastOneFailure(counts(report.numPassedTests, failed, skipped), ok);
}

/** Counts of a Playwright JSON report; a test that passed at its second try has passed, see {@link unsteady}. */
export function countPlaywright(report, ok) {
  if (report === undefined) return counts(0, 1);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return atLeastOneFailure(counts(expected + flaky, unexpected, skipped), ok);
}

/** What the tests of a Playwright JSON report that passed only at their second try are called, with their first error. */
export function unsteady(report) {
  const inSuite = ({ suites = [], specs = [] }) => [
    ...suites.flatMap(inSuite),
    ...specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky')),
  ];
  return (report?.suites ?? []).flatMap(inSuite).map(({ title, file, tests }) => {
    const error =
      tests.flatMap(({ results }) => results).find(({ status }) => status !== 'passed')?.error?.message ?? '';
    return `${file}: ${title}\n${error}`.trimEnd();
  });
}

function atLeastOneFailure(counted, ok) {
  const silent = counted.passed + counted.failed === 0;
  return counted.failed === 0 && (!ok || silent) ? { ...counted, failed: 1 } : counted;
}

/** The last line of the tests, in the form that any tool can read. */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
