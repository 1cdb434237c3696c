// Takes the JSON report that vitest writes; gives the counts and the names of what failed or was skipped.
import { relative } from 'node:path';

/** The part of vitest's JSON report that is read here. */
export interface VitestReport {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export interface TestCounts {
  readonly passed: number;
  readonly failures: readonly string[];
  readonly skips: readonly string[];
}

/**
 * Counts the tests of one run. A test file that fails without a failing test (it did not load, or a hook of it threw)
 * counts as one failure, and so does a run that failed as a whole (an error nobody caught) with nothing else to show.
 * @param root the folder that the names of the test files are given from
 */
export function countTests(report: VitestReport, root: string): TestCounts {
  let passed = 0;
  const failures: string[] = [];
  const skips: string[] = [];
  for (const file of report.testResults) {
    const path = relative(root, file.name);
    const failuresBefore = failures.length;
    for (const test of file.assertionResults) {
      const name = `${path} > ${test.fullName}`;
      if (test.status === 'passed') passed += 1;
      else if (test.status === 'failed') failures.push(name);
      else skips.push(name);
    }
    if (file.status === 'failed' && failures.length === failuresBefore) failures.push(`${path} (the file itself)`);
  }
  if (!report.success && failures.length === 0) failures.push('vitest (an error outside of any test)');
  return { passed, failures, skips };
}

/** The line that ends every test run: `N passed, N failed`, and `, N skipped` when some were. */
export function countLine(counts: TestCounts): string {
  const skipped = counts.skips.length > 0 ? `, ${counts.skips.length} skipped` : '';
  return `${counts.passed} passed, ${counts.failures.length} failed${skipped}`;
}
