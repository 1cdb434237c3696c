// Gives reports as vitest writes them to the counter and compares the line that ends a test run.
import { expect, it } from 'vitest';
import { countLine, countTests, type VitestReport } from '../../scripts/test-report.ts';

function report(success: boolean, ...files: readonly [status: string, ...tests: string[]][]): VitestReport {
  const testResults = files.map(([status, ...tests], index) => ({
    name: `/repository/test/file-${index}`,
    status,
    assertionResults: tests.map((test, place) => ({ fullName: `test ${place}`, status: test })),
  }));
  return { success, testResults };
}

const lineOf = (...args: Parameters<typeof report>): string => countLine(countTests(report(...args), '/repository'));

it('counts passed and failed tests', () => {
  expect(lineOf(true, ['passed', 'passed', 'passed'])).toBe('2 passed, 0 failed');
  expect(lineOf(false, ['failed', 'passed', 'failed'], ['passed', 'passed'])).toBe('2 passed, 1 failed');
});

it('counts skipped and planned tests as skipped, and says so only when there are some', () => {
  expect(lineOf(true, ['passed', 'passed', 'skipped', 'pending', 'todo'])).toBe('1 passed, 0 failed, 3 skipped');
});

it('counts a file that did not load as a failure', () => {
  expect(lineOf(false, ['failed'], ['passed', 'passed'])).toBe('1 passed, 1 failed');
});

it('counts a file whose tests pass and whose hook failed as a failure', () => {
  expect(lineOf(false, ['failed', 'passed'])).toBe('1 passed, 1 failed');
});

it('counts an error outside of any test as a failure', () => {
  expect(lineOf(false, ['passed', 'passed'])).toBe('1 passed, 1 failed');
});

it('names what failed and what was skipped', () => {
  expect(countTests(report(false, ['failed', 'failed', 'skipped']), '/repository')).toMatchObject({
    failures: ['test/file-0 > test 0'],
    skips: ['test/file-0 > test 1'],
  });
});
