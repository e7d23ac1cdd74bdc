import { describe, expect, it } from 'vitest';
import { addCounts, closingLine, countsOfReport, exitCode } from './counts.mjs';

const report = (numbers: object, testResults: object[] = []) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults,
  ...numbers,
});

describe('countsOfReport', () => {
  it('takes what vitest counted', () => {
    const counts = countsOfReport(report({ numPassedTests: 3, numPendingTests: 1, numTodoTests: 1 }), true);
    expect(counts).toEqual({ passed: 3, failed: 0, skipped: 2 });
  });

  it('counts a file that failed before its tests existed', () => {
    const results = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
    ];
    expect(countsOfReport(report({ numFailedTests: 1 }, results), false)).toEqual({ passed: 0, failed: 2, skipped: 0 });
  });

  it('counts a run that failed without a failing test', () => {
    expect(countsOfReport(report({ numPassedTests: 5 }), false)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  it.each([undefined, null, {}, 'nonsense'])('counts a missing report as a failure: %j', (value) => {
    expect(countsOfReport(value, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('closingLine', () => {
  it.each([
    [{ passed: 4, failed: 0, skipped: 0 }, false, '4 passed, 0 failed'],
    [{ passed: 4, failed: 1, skipped: 2 }, false, '4 passed, 1 failed, 2 skipped'],
    [{ passed: 4, failed: 1, skipped: 2 }, true, '4 passed, 3 failed'],
  ])('%j, strict %s', (counts, strict, line) => {
    expect(closingLine(counts, strict)).toBe(line);
  });
});

describe('exitCode', () => {
  it.each([
    [{ passed: 4, failed: 0, skipped: 0 }, true, 0],
    [{ passed: 4, failed: 0, skipped: 1 }, false, 0],
    [{ passed: 4, failed: 0, skipped: 1 }, true, 1],
    [{ passed: 4, failed: 1, skipped: 0 }, false, 1],
    [{ passed: 0, failed: 0, skipped: 0 }, false, 1],
  ])('%j, strict %s', (counts, strict, code) => {
    expect(exitCode(counts, strict)).toBe(code);
  });
});

describe('addCounts', () => {
  it('adds each kind', () => {
    const sum = addCounts({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 });
    expect(sum).toEqual({ passed: 11, failed: 22, skipped: 33 });
  });
});
