/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Counts} */
export const noCounts = Object.freeze({ passed: 0, failed: 0, skipped: 0 });

/** @param {Counts} a @param {Counts} b @returns {Counts} */
export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/**
 * `N passed, N failed`, with `, N skipped` only when there are any. Strict: a skip counts as a failure.
 * @param {Counts} counts
 * @param {boolean} [strict]
 */
export function closingLine({ passed, failed, skipped }, strict = false) {
  if (strict) return `${passed} passed, ${failed + skipped} failed`;
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** @param {Counts} counts @param {boolean} strict */
export function exitCode({ passed, failed, skipped }, strict) {
  if (failed > 0 || (strict && skipped > 0)) return 1;
  // A run that checked nothing proved nothing.
  return passed > 0 ? 0 : 1;
}

/**
 * Counts from vitest's JSON report. A file that fails before its tests exist, and a run that fails without a failing
 * test (an unhandled error, no file found), count as one failure each.
 * @param {unknown} report
 * @param {boolean} succeeded whether the process ended with code 0
 * @returns {Counts}
 */
export function countsOfReport(report, succeeded) {
  if (!isReport(report)) return { passed: 0, failed: 1, skipped: 0 };
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !succeeded ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] }} Report
 */

/** @param {unknown} value @returns {value is Report} */
function isReport(value) {
  return typeof value === 'object' && value !== null && 'numPassedTests' in value && 'testResults' in value;
}
