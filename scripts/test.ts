// Takes options and vitest arguments; runs lint, type check and tests, and prints `N passed, N failed` as its last line.
//
//   npm test                      everything; a failed lint or type check counts as a failure
//   npm test -- test/core         these tests only (any vitest argument), without lint and type check
//   npm test -- --no-skips        a skipped test counts as a failure: for machines that must have all that tests need
//   npm run nightly               the long tests (*.nightly.ts) as well
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failedChecks, repositoryRoot } from './checks.ts';
import { countLine, countTests, type TestCounts, type VitestReport } from './test-report.ts';

function runVitest(args: readonly string[], isNightly: boolean): TestCounts {
  // Outside of the repository, so that two runs in one checkout do not read each other's report.
  const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-test-'));
  const reportFile = join(folder, 'report.json');
  const environment = {
    ...process.env,
    // Two thirds of the start of a program are compiling, and the tests start hundreds: they compile each module once a run.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(folder, 'compiled'),
    ...(isNightly ? { QT_NIGHTLY: '1' } : {}),
  };
  try {
    const result = spawnSync(
      process.execPath,
      [
        ...[join(repositoryRoot, 'node_modules/vitest/vitest.mjs'), 'run'],
        ...['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...args],
      ],
      {
        cwd: repositoryRoot,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: environment,
      },
    );
    if (!existsSync(reportFile)) {
      const end = result.error?.message ?? result.signal ?? `exit code ${result.status}`;
      return { passed: 0, failures: [`vitest (no report written: ${end})`], skips: [] };
    }
    const report = JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport;
    return countTests({ ...report, success: report.success && result.status === 0 }, repositoryRoot);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(options: readonly string[]): number {
  const isNightly = options.includes('--nightly');
  const areSkipsAllowed = !options.includes('--no-skips');
  const vitestArgs = options.filter((option) => option !== '--nightly' && option !== '--no-skips');
  const checkFailures = vitestArgs.length > 0 ? [] : failedChecks();
  const tests = runVitest(vitestArgs, isNightly);
  const failures = [...checkFailures, ...tests.failures];
  if (tests.passed === 0 && tests.failures.length === 0) failures.push('tests (none ran)');
  if (!areSkipsAllowed) failures.push(...tests.skips.map((name) => `${name} (skipped, which is not allowed here)`));
  for (const name of failures) console.log(`failed: ${name}`);
  if (areSkipsAllowed) for (const name of tests.skips) console.log(`skipped: ${name}`);
  console.log(countLine({ passed: tests.passed, failures, skips: areSkipsAllowed ? tests.skips : [] }));
  return failures.length === 0 ? 0 : 1;
}

process.exitCode = run(process.argv.slice(2));
