// The name of a strategy in; a gate that says whether its own tests pass, run by vitest, out.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { CheckedGate } from '../release/gate.ts';
import { runTool } from './run-tool.ts';

const TIMEOUT_MS = 300_000;

const vitestReport = z.object({
  success: z.boolean(),
  numTotalTests: z.int(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
});

/** The value is the number of tests that passed. */
export async function strategyTestsGate(packageRoot: string, strategy: string): Promise<CheckedGate> {
  const id = 'strategyTests';
  const file = `test/strategies/${strategy}.test.ts`;
  if (!existsSync(join(packageRoot, file))) {
    const reason = `There is no ${file}`;
    const fix = `Write tests of the strategy in ${file}`;
    return { id, passed: false, isMissing: true, value: 0, limit: 1, reason, fix };
  }
  const base = { id, limit: 1 } as const;
  const { report, output } = await runVitest(packageRoot, file);
  if (report === undefined) {
    const reason = `vitest gave no report: ${output.trim().slice(-300)}`;
    return { ...base, passed: false, value: null, reason, fix: `Run it by hand: npm test -- ${file}` };
  }
  const { success, numTotalTests, numPassedTests, numFailedTests } = report;
  const passed = success && numFailedTests === 0 && numPassedTests > 0;
  const reason = `${numPassedTests} of ${numTotalTests} tests of ${file} passed`;
  return { ...base, passed, value: numPassedTests, reason, fix: passed ? '' : `Correct them: npm test -- ${file}` };
}

async function runVitest(
  packageRoot: string,
  file: string,
): Promise<{ readonly report: z.infer<typeof vitestReport> | undefined; readonly output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-strategy-tests-'));
  try {
    const reportFile = join(folder, 'report.json');
    const vitest = join(packageRoot, 'node_modules', 'vitest', 'vitest.mjs');
    const args = ['run', file, '--reporter=json', `--outputFile.json=${reportFile}`];
    const { exitCode, output } = await runTool(vitest, args, packageRoot, TIMEOUT_MS);
    if (!existsSync(reportFile)) return { report: undefined, output };
    const parsed = vitestReport.safeParse(JSON.parse(readFileSync(reportFile, 'utf8')));
    if (!parsed.success) return { report: undefined, output: parsed.error.message };
    return { report: { ...parsed.data, success: parsed.data.success && exitCode === 0 }, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
